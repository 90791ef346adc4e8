package dev.cairn.registry;

import java.util.Map;
import java.util.UUID;

/// A machine that services run on.
///
/// @param name as written; names that differ in the case of letters only are the same node
/// @param address an IP address or a host name
public record Node(
    String name,
    UUID id,
    String address,
    Map<String, String> taggedAddresses,
    Map<String, String> meta,
    Stamp stamp) {

  public Node {
    taggedAddresses = Map.copyOf(taggedAddresses);
    meta = Map.copyOf(meta);
  }

  Node with(Stamp other) {
    return new Node(name, id, address, taggedAddresses, meta, other);
  }
}
