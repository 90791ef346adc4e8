package dev.cairn.registry;

import java.util.List;

/// All that one other registry knows now. What is not in it is not there, or not any more: nobody
/// tells of removals.
///
/// Stamps are [Stamp#NONE]. Each instance's origin names the source; its node is among the nodes,
/// as is that of each check, and the instance that a check is about is among the instances. No two
/// have the same key. Who else has a node of that name, or an instance or a check under that key,
/// keeps it.
///
/// The result of a check of [CheckSpec.Means.Told] is what the source says now. That of any other
/// (files may ask for probes) is only the first one: what was found since stands, as long as the
/// check is the same.
public record Mirror(List<Node> nodes, List<Instance> instances, List<Check> checks) {
  public static final Mirror EMPTY = new Mirror(List.of(), List.of(), List.of());

  public Mirror {
    nodes = List.copyOf(nodes);
    instances = List.copyOf(instances);
    checks = List.copyOf(checks);
  }
}
