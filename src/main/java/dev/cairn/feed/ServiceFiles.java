package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.feed.ServiceFile.Described;
import dev.cairn.feed.ServiceFile.Reading;
import dev.cairn.feed.WatchedFolder.Stamp;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Node;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What is known of files of services: what each had in it when it could be read last.
final class ServiceFiles {
  static final long LARGEST = 4L << 20;

  private final Node node;
  private final ServiceFile form;
  private final FileCopies copies;
  private final Map<Path, Reading> taken = new TreeMap<>();
  private Map<Path, Stamp> stamps = Map.of();

  /// @param node that all services are on
  /// @param copies of what is taken
  ServiceFiles(Node node, ServiceFile form, FileCopies copies) {
    this.node = node;
    this.form = form;
    this.copies = copies;
  }

  /// Takes what was in a file before.
  ///
  /// @return whether it could be read
  boolean begin(Path file, byte[] octets) {
    Reading reading = read(file, octets);
    if (reading.isWhole()) {
      taken.put(file, reading);
    }
    return reading.isWhole();
  }

  /// Reads the files that are new or otherwise, and forgets those that are gone.
  ///
  /// @return which those are, by name
  List<Path> take(Map<Path, Stamp> now) {
    List<Path> gone = taken.keySet().stream().filter(file -> !now.containsKey(file)).toList();
    gone.forEach(taken::remove);
    now.forEach((file, stamp) -> {
      if (!stamp.equals(stamps.get(file)) || !taken.containsKey(file)) {
        Reading fresh = read(file, stamp);
        Reading before = taken.get(file);
        taken.put(file, fresh.isWhole() || before == null ? fresh : outdated(before, fresh));
      }
    });
    stamps = now;
    return gone.stream().map(Path::getFileName).toList();
  }

  private static Reading outdated(Reading before, Reading now) {
    Map<String, String> flaws = new TreeMap<>();
    now.flaws().forEach((where, why) -> flaws.put(where, why + "; what it had before stays"));
    return new Reading(before.services(), flaws, false);
  }

  private Reading read(Path file, Stamp stamp) {
    try {
      if (stamp.size() > LARGEST) {
        throw new IOException("it is larger than %,d octets".formatted(LARGEST));
      }
      byte[] octets = Files.readAllBytes(file);
      Reading reading = read(file, octets);
      if (reading.isWhole()) {
        copies.keep(file.getFileName(), octets);
      }
      return reading;
    } catch (IOException e) {
      return bad(file, HttpDoor.why(e));
    }
  }

  private Reading read(Path file, byte[] octets) {
    if (octets.length == 0) {
      return bad(file, "it is empty");
    }
    try {
      return form.read(
          file.toString(), UTF_8.newDecoder().decode(ByteBuffer.wrap(octets)).toString());
    } catch (CharacterCodingException _) {
      return bad(file, "it is not UTF-8");
    }
  }

  private static Reading bad(Path file, String why) {
    return new Reading(List.of(), Map.of(file.toString(), why), false);
  }

  /// All services, each id once.
  Mirror mirror() {
    Map<Instance.Key, Instance> instances = new LinkedHashMap<>();
    List<Check> checks = new ArrayList<>();
    taken
        .values()
        .forEach(reading -> {
          for (Described one : reading.services()) {
            if (instances.putIfAbsent(one.instance().key(), one.instance()) == null) {
              checks.addAll(one.checks());
            }
          }
        });
    return new Mirror(
        instances.isEmpty() ? List.of() : List.of(node), List.copyOf(instances.values()), checks);
  }

  /// What is wrong with the files, and with all of them together.
  Map<String, String> flaws() {
    Map<String, String> flaws = new TreeMap<>();
    Map<Instance.Key, Instance> first = new LinkedHashMap<>();
    taken.forEach((file, reading) -> {
      flaws.putAll(reading.flaws());
      for (Described one : reading.services()) {
        Instance.Key key = one.instance().key();
        if (first.putIfAbsent(key, one.instance()) != null) {
          flaws.put("%s, id %s".formatted(file, key.id()), "another service has this id");
        }
      }
    });
    return flaws;
  }
}
