package dev.cairn.consul;

import dev.cairn.health.DialRule;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import org.jspecify.annotations.Nullable;

/// What the checks that clients register may dial.
public interface CheckTargets {

  /// The rule for checks of an instance; of all of the node, if there is none.
  ///
  /// @param asker who asks for them
  DialRule ruleFor(Node node, @Nullable Instance instance, Asker asker);
}
