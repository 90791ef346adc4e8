package dev.cairn.registry;

import dev.cairn.registry.CheckSpec.Means;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps machines apart that others call by one name: nodes of one name at two addresses. Who comes
/// later has the name of its source behind its own, so that no instance is looked for at the other
/// machine, nor judged by its checks.
public final class Namesakes {
  private static final Logger LOG = LoggerFactory.getLogger(Namesakes.class);

  private Namesakes() {}

  /// @param before what was made of what the source said before
  /// @param known who has a name already, in lower case; null if nobody
  public static Mirror apart(
      Mirror mirror, Mirror before, String source, Function<String, @Nullable Node> known) {
    Map<String, Node> others = new HashMap<>();
    Set<String> taken = new HashSet<>();
    mirror.nodes().forEach(node -> taken.add(ServiceDirectory.fold(node.name())));
    for (Node node : mirror.nodes()) {
      String name = ServiceDirectory.fold(node.name());
      Node first = known.apply(name);
      if (first != null && !Location.areSame(first.address(), node.address())) {
        Node other = free(node, first, source, taken, known);
        others.put(name, other);
        tell(node, first, other.name(), before, source);
      }
    }
    return others.isEmpty() ? mirror : renamed(mirror, others);
  }

  /// The node with the name of its source behind its own, or one like it where that is another's.
  private static Node free(
      Node node,
      Node first,
      String source,
      Set<String> taken,
      Function<String, @Nullable Node> known) {
    String wanted = node.name() + "-" + source;
    Node other = other(node, first, wanted);
    for (int i = 2; !isFree(other, taken, known); i++) {
      other = other(node, first, wanted + "-" + i);
    }
    return other;
  }

  private static boolean isFree(
      Node node, Set<String> taken, Function<String, @Nullable Node> known) {
    String name = ServiceDirectory.fold(node.name());
    Node there = known.apply(name);
    boolean isAnothers =
        there != null
            && !there.id().equals(node.id())
            && !Location.areSame(there.address(), node.address());
    return !isAnothers && taken.add(name);
  }

  /// Clients tell machines apart by their ids, which some make of the names.
  private static Node other(Node node, Node first, String name) {
    UUID id =
        node.id().equals(first.id())
            ? UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8))
            : node.id();
    return new Node(name, id, node.address(), node.taggedAddresses(), node.meta(), node.stamp());
  }

  private static void tell(Node node, Node first, String other, Mirror before, String source) {
    if (before.nodes().stream().noneMatch(one -> one.name().equals(other))) {
      LOG.warn(
          "source {}: its node {} is at {}, and another of that name at {}: it is called {} here",
          source,
          node.name(),
          node.address(),
          first.address(),
          other);
    }
  }

  private static Mirror renamed(Mirror mirror, Map<String, Node> others) {
    return new Mirror(
        mirror.nodes().stream()
            .map(node -> others.getOrDefault(ServiceDirectory.fold(node.name()), node))
            .toList(),
        mirror.instances().stream()
            .map(one -> one.with(new Instance.Key(key(others, one.key().node()), one.key().id())))
            .toList(),
        mirror.checks().stream().map(one -> renamed(one, others)).toList());
  }

  private static Check renamed(Check check, Map<String, Node> others) {
    CheckSpec spec = check.spec();
    Means means =
        spec.means() instanceof Means.Alias(String node, String instance)
            ? new Means.Alias(key(others, ServiceDirectory.fold(node)), instance)
            : spec.means();
    return new Check(
        new Check.Key(key(others, check.key().node()), check.key().id()),
        check.name(),
        check.instance(),
        new CheckSpec(means, spec.thresholds(), spec.deregisterAfter(), spec.notes()),
        check.result(),
        check.stamp());
  }

  /// @param node in lower case
  private static String key(Map<String, Node> others, String node) {
    Node other = others.get(node);
    return other == null ? node : ServiceDirectory.fold(other.name());
  }
}
