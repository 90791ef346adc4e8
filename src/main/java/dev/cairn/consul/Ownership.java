package dev.cairn.consul;

import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.ServiceDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds what a client means by an id. Ids are those of the client's own node; but one that is not
/// there, and is on one other node only, registered with the client's token, is meant as well: the
/// client may have moved, or come another way.
final class Ownership {
  private final ServiceDirectory directory;

  Ownership(ServiceDirectory directory) {
    this.directory = directory;
  }

  /// @throws Refusal 404, with the text that clients look for
  Instance instance(Request request, String id) throws Refusal {
    Instance own = ownInstance(request, id);
    if (own != null) {
      return own;
    }
    List<Instance> others =
        directory.instancesWithId(id).stream().filter(one -> isOf(one, request)).toList();
    if (others.size() == 1) {
      return others.getFirst();
    }
    throw Refusal.unknown(
        "Unknown service ID \"%s\". Ensure that the service ID is passed, not the service name."
            .formatted(id));
  }

  @Nullable Instance ownInstance(Request request, String id) {
    return directory.instance(new Instance.Key(request.agent().key(), id));
  }

  private static boolean isOf(@Nullable Instance instance, Request request) {
    return instance != null
        && instance.origin().source().isEmpty()
        && request.caller().hasToken()
        && instance.origin().tokenHash().equals(request.caller().tokenHash());
  }

  /// @throws Refusal 404, with the text that clients look for
  Check check(Request request, String id) throws Refusal {
    Check own = directory.check(new Check.Key(request.agent().key(), id));
    if (own != null) {
      return own;
    }
    List<Check> others =
        directory.checksWithId(id).stream()
            .filter(check -> isOf(directory.instance(check.subject()), request))
            .toList();
    if (others.size() == 1) {
      return others.getFirst();
    }
    throw Refusal.unknown(
        "Unknown check ID \"%s\". Ensure that the check ID is passed, not the check name."
            .formatted(id));
  }
}
