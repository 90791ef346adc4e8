package dev.cairn.registry;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One service as it runs on one node.
///
/// @param service its name as written; names that differ in the case of letters only are the same
/// @param address an IP address or a host name; empty for that of the node
/// @param port 0 to 65535
public record Instance(
    Key key,
    String service,
    List<String> tags,
    String address,
    int port,
    Traits traits,
    Origin origin,
    Stamp stamp) {

  public Instance {
    tags = List.copyOf(tags);
  }

  /// No two instances have the same.
  ///
  /// @param node the name of the node in lower case
  public record Key(String node, String id) implements Comparable<Key> {
    /// By node.
    @Override
    public int compareTo(Key other) {
      boolean isOnSame = node.equals(other.node); // quick if it is the same text, as it mostly is
      return isOnSame ? id.compareTo(other.id) : node.compareTo(other.node);
    }
  }

  /// What clients may want to know besides.
  public record Traits(
      Map<String, String> meta,
      Weights weights,
      Map<String, TaggedAddress> taggedAddresses,
      boolean enableTagOverride,
      Manner manner) {
    public static final Traits NONE = new Traits(Map.of(), Weights.EQUAL, Map.of(), false);

    public Traits {
      meta = Map.copyOf(meta);
      taggedAddresses = Map.copyOf(taggedAddresses);
    }

    /// Of one that is given out in the usual manner.
    public Traits(
        Map<String, String> meta,
        Weights weights,
        Map<String, TaggedAddress> taggedAddresses,
        boolean enableTagOverride) {
      this(meta, weights, taggedAddresses, enableTagOverride, Manner.USUAL);
    }
  }

  /// How DNS gives it out, where its source says something of that.
  ///
  /// @param priority of SRV records, 0 to 65535; 1 unless told otherwise
  /// @param ttl instead of that of the configuration; null if it says none
  /// @param longestTtl that no TTL may exceed, as the instance may be gone by then (the time that
  ///   an etcd lease was granted for); null if it says none
  public record Manner(int priority, @Nullable Duration ttl, @Nullable Duration longestTtl) {
    public static final Manner USUAL = new Manner(1, null, null);
  }

  /// Its share among others: SRV weights, 0 to 65535.
  public record Weights(int passing, int warning) {
    public static final Weights EQUAL = new Weights(1, 1);
  }

  /// An address for clients of a certain kind, `lan_ipv4` say.
  public record TaggedAddress(String address, int port) {}

  /// Who said so.
  ///
  /// @param source the name of the source in the configuration; empty for the registry itself
  /// @param tokenHash of the token that it was registered with, in hexadecimal; empty without one
  public record Origin(String source, String tokenHash) {
    public static final Origin OURS = new Origin("", "");
  }

  /// Whether DNS can lead to what is written as an address of an instance or a node: an IP address
  /// without brackets, port and zone, or the name of a host.
  public static boolean isAddress(String text) {
    return !(Location.of(text) instanceof Location.Nowhere);
  }

  Instance with(Key other) {
    return new Instance(other, service, tags, address, port, traits, origin, stamp);
  }

  Instance with(Stamp other) {
    return new Instance(key, service, tags, address, port, traits, origin, other);
  }
}
