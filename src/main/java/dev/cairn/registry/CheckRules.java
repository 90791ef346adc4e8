package dev.cairn.registry;

import dev.cairn.health.DialRule;
import dev.cairn.health.DialRules;
import dev.cairn.health.Host;
import dev.cairn.registry.CheckSpec.Asker;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/// What the checks of a node and its instances may dial.
///
/// @param ownNode the name of this machine's node, which only programs on it register on; empty if
///   all do
public record CheckRules(DialRules dialRules, String ownNode) {

  /// @param instance null for a check of all of the node
  /// @param asker who asked for the check
  public DialRule of(Node node, @Nullable Instance instance, Asker asker) {
    if (asker == Asker.THIS_MACHINE
        || !ownNode.isEmpty() && ownNode.equalsIgnoreCase(node.name())) {
      return DialRules.ours();
    }
    String own = own(node, instance);
    InetAddress caller = ownNode.isEmpty() ? null : Host.literal(node.address());
    return caller == null ? dialRules.ofUnknown(own) : dialRules.of(caller, own);
  }

  private static String own(Node node, @Nullable Instance instance) {
    return instance == null || instance.address().isEmpty() ? node.address() : instance.address();
  }
}
