package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What the keys and values of an etcd mean. All instances of one etcd are on one node, which has
/// the name of the source.
interface EtcdValues {

  /// What one entry means.
  sealed interface Reading {
    record Good(Instance instance) implements Reading {}

    /// @param why in a few words
    record Bad(String why) implements Reading {}

    /// It is not meant for us.
    record Nothing() implements Reading {}
  }

  /// @param key below the prefix
  /// @param longestTtl for which its lease was granted; null if it has none
  Reading read(String key, byte[] value, @Nullable Duration longestTtl);

  Node node();

  static EtcdValues of(SourceSettings settings, Etcd etcd) {
    String host = etcd.remote().endpoints().getFirst().getHost();
    Node node = nodeOf(settings.name(), host.replaceAll("[\\[\\]]", ""));
    return settings.isSkyDns()
        ? new SkyValues(settings, etcd, node)
        : new ServiceValues(settings, node);
  }

  /// The node of a source.
  static Node nodeOf(String source, String address) {
    UUID id =
        UUID.nameUUIDFromBytes(
            ("source " + source).getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new Node(source, id, address, Map.of(), Map.of(), Stamp.NONE);
  }
}
