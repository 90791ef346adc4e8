package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.feed.ServiceFile.Described;
import dev.cairn.feed.ServiceFile.Reading;
import dev.cairn.feed.SourceSettings.Kind.Files;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.DirectoryStream;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Follows the files of a folder: each `*.toml` is taken as soon as it has been still between two
/// looks. A file that is against the grammar, or empty (as on a full disk), leaves what was taken
/// of it before. What is not in the files any more was taken out by the operator, and goes at once;
/// a folder that is not there was not.
final class FileSource implements Source {
  private static final Duration BETWEEN = Duration.ofMillis(250);
  private static final long LARGEST = 4L << 20;
  private static final int MOST_FILES = 1_000;

  private final Files files;
  private final Node node;
  private final ServiceFile form;
  private final Map<Path, Reading> taken = new TreeMap<>();
  private Map<Path, Stamp> takenStamps = Map.of();
  private Set<Instance.Key> served = Set.of();

  /// What tells one state of a file from another.
  private record Stamp(FileTime modified, long size, @Nullable Object key) {}

  FileSource(SourceSettings settings, Files files) {
    this.files = files;
    this.node = EtcdValues.nodeOf(settings.name(), files.address());
    this.form =
        new ServiceFile(
            settings, Parts.lower(settings.name()), new ServiceChecks(files.allowsScripts()));
  }

  @Override
  public void follow(Intake intake) throws IOException, InterruptedException {
    Map<Path, Stamp> seen = stamps();
    take(seen, intake); // at the start nobody waits for a file to be still
    while (true) {
      Thread.sleep(BETWEEN);
      Map<Path, Stamp> now = stamps();
      if (now.equals(seen) && !now.equals(takenStamps)) {
        take(now, intake);
      }
      seen = now;
      intake.inSync();
    }
  }

  private Map<Path, Stamp> stamps() throws IOException {
    Map<Path, Stamp> stamps = new HashMap<>();
    try (DirectoryStream<Path> all =
        java.nio.file.Files.newDirectoryStream(files.directory(), "*.toml")) {
      for (Path file : all) {
        Stamp stamp = stamp(file);
        if (stamp != null) {
          stamps.put(file, stamp);
        }
        if (stamps.size() > MOST_FILES) {
          throw new IOException(
              "there are more than %,d files in %s".formatted(MOST_FILES, files.directory()));
        }
      }
    } catch (java.nio.file.NoSuchFileException | java.nio.file.NotDirectoryException e) {
      throw new IOException("there is no folder " + files.directory(), e);
    }
    return stamps;
  }

  private static @Nullable Stamp stamp(Path file) {
    try {
      var attributes = java.nio.file.Files.readAttributes(file, BasicFileAttributes.class);
      return new Stamp(attributes.lastModifiedTime(), attributes.size(), attributes.fileKey());
    } catch (IOException _) {
      return null; // gone, or a link that leads nowhere
    }
  }

  private void take(Map<Path, Stamp> now, Intake intake) {
    taken.keySet().retainAll(now.keySet());
    Map<String, String> flaws = new TreeMap<>();
    now.forEach((file, stamp) -> {
      if (!stamp.equals(takenStamps.get(file)) || !taken.containsKey(file)) {
        Reading fresh = read(file, stamp);
        Reading before = taken.get(file);
        taken.put(
            file,
            fresh.isWhole() || before == null
                ? fresh
                : new Reading(before.services(), fresh.flaws(), false));
      }
      flaws.putAll(taken.get(file).flaws());
    });
    takenStamps = now;
    give(intake, flaws);
  }

  private Reading read(Path file, Stamp stamp) {
    try {
      if (stamp.size() > LARGEST) {
        throw new IOException("it is larger than %,d octets".formatted(LARGEST));
      }
      byte[] octets = java.nio.file.Files.readAllBytes(file);
      if (octets.length == 0) {
        throw new IOException("it is empty; what is known of it stays until it is removed");
      }
      return form.read(
          file.toString(), UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException _) {
      return new Reading(List.of(), Map.of(file.toString(), "it is not UTF-8"), false);
    } catch (IOException e) {
      return new Reading(List.of(), Map.of(file.toString(), HttpDoor.why(e)), false);
    }
  }

  private void give(Intake intake, Map<String, String> flaws) {
    Map<Instance.Key, Instance> instances = new LinkedHashMap<>();
    List<Check> checks = new ArrayList<>();
    taken.forEach((file, reading) -> {
      for (Described one : reading.services()) {
        Instance instance = one.instance();
        if (instances.putIfAbsent(instance.key(), instance) == null) {
          checks.addAll(one.checks());
        } else {
          flaws.put(
              "%s, id %s".formatted(file, instance.key().id()), "another service has this id");
        }
      }
    });
    var mirror =
        new Mirror(
            instances.isEmpty() ? List.of() : List.of(node),
            List.copyOf(instances.values()),
            checks);
    Set<Instance.Key> gone = new HashSet<>(served);
    gone.removeAll(instances.keySet());
    served = Set.copyOf(instances.keySet());
    intake.flaws(flaws);
    intake.take(new Update.Step(mirror, Generation.NONE, served, gone));
  }
}
