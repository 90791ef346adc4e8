package dev.cairn.registry;

import java.util.List;

/// An instance as whoever runs it describes it.
///
/// @param node put there if it is not; one that is stays as it is
/// @param checks of this instance
public record Registration(
    Node node, Instance instance, List<Check> checks, OtherChecks otherChecks) {

  public Registration {
    checks = List.copyOf(checks);
  }

  /// What becomes of checks of the instance that are not in the registration.
  public enum OtherChecks {
    STAY,
    GO
  }
}
