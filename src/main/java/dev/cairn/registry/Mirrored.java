package dev.cairn.registry;

import dev.cairn.registry.Change.InstanceGone;
import dev.cairn.registry.Change.NodeGone;
import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Receipt.Why;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What other sources say is theirs to change: here it would be gone, or be another, only until
/// they say something new of it. Called by the writer only.
final class Mirrored {
  private final ServiceDirectory directory;

  Mirrored(ServiceDirectory directory) {
    this.directory = directory;
  }

  /// A node as it is put: as its source says it, where one does.
  Node known(Node node) {
    Node known = directory.node(node.name());
    return known == null || isOurs(known.name()) ? node : known;
  }

  /// Why a node is not put; null if it is. What others say of it may be another word of it, but not
  /// another address, also where it is ours as something of ours runs there too.
  private @Nullable Refused refusal(Node node) {
    Node known = directory.node(node.name());
    return known == null
            || Location.areSame(known.address(), node.address())
            || isOurs(known.name()) && !hasMirrored(known.name())
        ? null
        : refused(
            "node \"%s\" is at %s, as a source says".formatted(known.name(), known.address()));
  }

  private boolean hasMirrored(String node) {
    return directory.instancesOn(node).stream()
        .anyMatch(one -> !directory.isOurs(new InstanceGone(one.key())));
  }

  /// Why an instance is not put or taken out; null if it is.
  @Nullable Refused refusal(Instance.Key key) {
    Instance known = directory.instance(key);
    return known == null || directory.isOurs(new InstanceGone(key))
        ? null
        : refused(
            "service \"%s\" is what the source \"%s\" says"
                .formatted(key.id(), known.origin().source()));
  }

  /// Why a check is not put or taken out; null if it is.
  @Nullable Refused refusal(Check.Key key) {
    return directory.check(key) == null || !directory.isMirrored(key)
        ? null
        : refused("check \"%s\" is what a source says".formatted(key.id()));
  }

  /// Why an instance and its checks are not put; null if they are.
  @Nullable Refused refusal(Instance.Key key, List<Check> checks) {
    Refused ofInstance = refusal(key);
    return ofInstance != null ? ofInstance : refusal(checks);
  }

  /// Why what an agent says is not put; null if it is.
  @Nullable Refused refusal(Node node, @Nullable Instance instance, List<Check> checks) {
    Refused ofThings = instance == null ? refusal(checks) : refusal(instance.key(), checks);
    return ofThings != null ? ofThings : refusal(node);
  }

  private @Nullable Refused refusal(List<Check> checks) {
    for (Check check : checks) {
      Refused refused = refusal(check.key());
      if (refused != null) {
        return refused;
      }
    }
    return null;
  }

  /// Why a node is not taken out with all that is on it; null if it is.
  @Nullable Refused refusalToDismiss(String node) {
    for (Instance instance : directory.instancesOn(node)) {
      Refused refused = refusal(instance.key());
      if (refused != null) {
        return refused;
      }
    }
    for (Check check : directory.checksOn(node)) {
      Refused refused = refusal(check.key());
      if (refused != null) {
        return refused;
      }
    }
    return directory.node(node) == null || isOurs(node)
        ? null
        : refused("node \"%s\" is what a source says".formatted(node));
  }

  private boolean isOurs(String node) {
    return directory.isOurs(new NodeGone(node));
  }

  private static Refused refused(String what) {
    return new Refused(Why.BAD, what + ": change it there");
  }
}
