package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Member;
import dev.cairn.registry.Node;
import java.util.List;
import java.util.Map;

/// Which instances of a service a client wants: those with all of these tags, on nodes that say all
/// of this.
record Wanted(List<String> tags, Map<String, String> nodeMeta) {
  static Wanted of(Parameters parameters) {
    List<String> tags = parameters.all("tag").stream().filter(tag -> !tag.isEmpty()).toList();
    return new Wanted(tags, parameters.nodeMeta());
  }

  boolean includes(Member member) {
    return hasAll(member.instance()) && hasAll(member.node(), nodeMeta);
  }

  private boolean hasAll(Instance instance) {
    return tags.stream().allMatch(tag -> instance.tags().stream().anyMatch(tag::equalsIgnoreCase));
  }

  static boolean hasAll(Node node, Map<String, String> nodeMeta) {
    return nodeMeta.entrySet().stream()
        .allMatch(entry -> entry.getValue().equals(node.meta().get(entry.getKey())));
  }
}
