package dev.cairn.registry;

import dev.cairn.health.Status;
import java.util.List;

/// An instance of a service with all that decides whether it is given out.
///
/// @param checks those of the instance, and those of all of its node; their outputs may be old
///   ([ServiceDirectory#newest])
public record Member(Node node, Instance instance, List<Check> checks) {

  public Member {
    checks = List.copyOf(checks);
  }

  /// The worst that any of its checks says; passing if there are none. Maintenance is a critical
  /// check.
  public Status status() {
    Status worst = Status.PASSING;
    for (Check check : checks) {
      worst = worst.worse(check.result().status());
    }
    return worst;
  }

  public boolean isInMaintenance() {
    return checks.stream()
        .anyMatch(one -> one.spec().means() instanceof CheckSpec.Means.Maintenance);
  }

  /// Where it is: its own address, or else that of its node.
  public String address() {
    return instance.address().isEmpty() ? node.address() : instance.address();
  }
}
