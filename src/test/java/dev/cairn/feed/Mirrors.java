package dev.cairn.feed;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Origin;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Stamp;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Mirrors for tests: an instance is `SERVICE:ID@ADDRESS`.
final class Mirrors {
  private Mirrors() {}

  static Mirror of(String source, String... instances) {
    return new Mirror(
        List.of(EtcdValues.nodeOf(source, "10.0.0.2")),
        Stream.of(instances).map(one -> instance(source, one)).toList(),
        List.of());
  }

  /// So many instances of `api`, from one number on.
  static Mirror many(String source, int from, int count) {
    return of(
        source,
        IntStream.range(from, from + count)
            .mapToObj(i -> "api:%d@10.0.1.%d".formatted(i, i))
            .toArray(String[]::new));
  }

  static Instance instance(String source, String text) {
    String[] parts = text.split("[:@]");
    return new Instance(
        new Instance.Key(source, parts[0] + ":" + parts[1]),
        parts[0],
        List.of(),
        parts[2],
        80,
        Traits.NONE,
        new Origin(source, ""),
        Stamp.NONE);
  }

  static List<String> ids(Mirror mirror) {
    return mirror.instances().stream().map(one -> one.key().id()).sorted().toList();
  }
}
