package dev.cairn.registry;

import java.util.List;
import java.util.Map;

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
  public record Key(String node, String id) {}

  /// What clients may want to know besides.
  public record Traits(
      Map<String, String> meta,
      Weights weights,
      Map<String, TaggedAddress> taggedAddresses,
      boolean enableTagOverride) {
    public static final Traits NONE = new Traits(Map.of(), Weights.EQUAL, Map.of(), false);

    public Traits {
      meta = Map.copyOf(meta);
      taggedAddresses = Map.copyOf(taggedAddresses);
    }
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

  Instance with(Stamp other) {
    return new Instance(key, service, tags, address, port, traits, origin, other);
  }
}
