package dev.cairn.resolve;

import dev.cairn.message.Labels;
import dev.cairn.message.Question;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Who owns a name: the deepest suffix among zones and forward rules. Immutable.
///
/// A tree of labels from the root down, one hash step a label; it ends at the first label that no
/// suffix has.
public final class Namespace {
  private final Node root;

  private Namespace(Node root) {
    this.root = root;
  }

  /// The owners, of which no two may have the same suffix.
  ///
  /// @throws IllegalArgumentException if two have
  public static Namespace of(Collection<Owner> owners) {
    var root = new Node();
    for (Owner owner : owners) {
      Node node = root.descend(Labels.of(owner.suffix()));
      if (node.owner != null) {
        throw new IllegalArgumentException("two owners of " + owner.suffix());
      }
      node.owner = owner;
    }
    return new Namespace(root);
  }

  /// Who answers this question, or null: the deepest owner at or above its name. A DS question at
  /// the top of a zone belongs to the zone above, if that one is served too (RFC 4035 §3.1.4.1); at
  /// the top of a special name to whoever is above (RFC 8375 §4).
  public @Nullable Owner ownerOf(Question question) {
    Owner deepest = deepest(question.labels(), Integer.MAX_VALUE);
    if (question.type() == Type.DS && deepest != null && deepest.suffix().equals(question.name())) {
      Owner above = above(deepest);
      boolean isAsked =
          above != null && (above.kind() == deepest.kind() || deepest.kind() == Owner.Kind.SPECIAL);
      return isAsked ? above : deepest;
    }
    return deepest;
  }

  /// The next owner on the way to the root, or null.
  public @Nullable Owner above(Owner owner) {
    var labels = Labels.of(owner.suffix());
    return deepest(labels, labels.count() - 1);
  }

  /// The deepest owner with at most so many labels, the root not counted.
  private @Nullable Owner deepest(Labels labels, int mostLabels) {
    Node node = root;
    Owner owner = mostLabels < 0 ? null : root.owner;
    for (int depth = 0; depth < Math.min(labels.count(), mostLabels); depth++) {
      Node below = node.children.get(Label.of(labels, depth));
      if (below == null) {
        return owner;
      }
      node = below;
      owner = node.owner == null ? owner : node.owner;
    }
    return owner;
  }

  private static final class Node {
    final Map<Label, Node> children = new HashMap<>();
    @Nullable Owner owner;

    Node descend(Labels labels) {
      Node node = this;
      for (int depth = 0; depth < labels.count(); depth++) {
        node = node.children.computeIfAbsent(Label.of(labels, depth), _ -> new Node());
      }
      return node;
    }
  }

  /// One label in lower case. Clients choose what is looked up, operators what is stored: no client
  /// can make the tree degenerate.
  private record Label(byte[] octets) {
    static Label of(Labels labels, int depth) {
      int at = labels.at(depth) + 1;
      return new Label(Arrays.copyOfRange(labels.bytes(), at, at + labels.bytes()[at - 1]));
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Label label && Arrays.equals(octets, label.octets);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(octets);
    }
  }
}
