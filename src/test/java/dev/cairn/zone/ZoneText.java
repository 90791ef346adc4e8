package dev.cairn.zone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.xbill.DNS.Name;

/// Zones from text, for tests.
public final class ZoneText {
  private ZoneText() {}

  /// What becomes of a zone with this text in its file.
  public static ZoneFile.Reading read(String origin, String text) {
    try {
      Path folder = Files.createTempDirectory("zone");
      Path file = folder.resolve("test.zone");
      Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
      try {
        return new ZoneFile(Name.fromConstantString(origin), file, folder).read();
      } finally {
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A zone that must be without errors.
  public static Zone zone(String origin, String text) {
    ZoneFile.Reading reading = read(origin, text);
    if (reading.zone() == null) {
      throw new AssertionError("zone " + origin + ": " + reading.diagnostics());
    }
    return reading.zone();
  }
}
