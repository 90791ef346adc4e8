package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.ZoneEntry;
import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Diagnostic.Severity;
import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.ZoneResolver.OnMiss;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Which zones there should be: every `NAME.zone` of the zones folder, and every `[[zone]]` entry.
///
/// @param problems what is in the folder and cannot be a zone, or why the folder cannot be listed
/// @param isWhole false if the folder cannot be listed, which says nothing about what should be in
///   it
record ZoneSources(Map<Name, ZoneSource> zones, List<Diagnostic> problems, boolean isWhole) {
  private static final String SUFFIX = ".zone";

  /// The zones as of now.
  static ZoneSources of(Config config) {
    var zones = new HashMap<Name, ZoneSource>();
    var problems = new ArrayList<Diagnostic>();
    for (ZoneEntry entry : config.zones()) {
      Path root = entry.file().getParent();
      OnMiss onMiss =
          switch (entry.onMiss()) {
            case NXDOMAIN -> OnMiss.NXDOMAIN;
            case FORWARD -> OnMiss.FORWARD;
          };
      zones.put(
          entry.name(),
          new ZoneSource(
              new ZoneFile(entry.name(), entry.file(), root == null ? entry.file() : root),
              onMiss));
    }
    Path folder = config.zonesDirectory();
    boolean isWhole = folder == null || addFolder(folder, zones, problems);
    return new ZoneSources(zones, problems, isWhole);
  }

  private static boolean addFolder(
      Path folder, Map<Name, ZoneSource> zones, List<Diagnostic> problems) {
    try (var files = Files.newDirectoryStream(folder, ZoneSources::isZoneFile)) {
      for (Path file : files) {
        addFile(folder, file, zones, problems);
      }
      return true;
    } catch (IOException | DirectoryIteratorException e) {
      problems.add(
          new Diagnostic(
              Severity.ERROR, folder, 0, 0, "cannot be listed, zones stay as they are: " + e));
      return false;
    }
  }

  private static boolean isZoneFile(Path file) {
    String name = String.valueOf(file.getFileName());
    return name.endsWith(SUFFIX)
        && name.length() > SUFFIX.length()
        && !name.startsWith(".")
        && !Files.isDirectory(file);
  }

  private static void addFile(
      Path folder, Path file, Map<Name, ZoneSource> zones, List<Diagnostic> problems) {
    String fileName = String.valueOf(file.getFileName());
    try {
      Name name =
          Name.fromString(fileName.substring(0, fileName.length() - SUFFIX.length()), Name.root);
      ZoneSource other =
          zones.putIfAbsent(
              name, new ZoneSource(new ZoneFile(name, file, folder), OnMiss.NXDOMAIN));
      if (other != null) {
        problems.add(
            new Diagnostic(
                Severity.WARNING,
                file,
                0,
                0,
                "is not read, " + name + " is served from " + other.file().path()));
      }
    } catch (TextParseException e) {
      problems.add(
          new Diagnostic(
              Severity.WARNING,
              file,
              0,
              0,
              "is not read, its name is not that of a zone: " + e.getMessage()));
    }
  }
}
