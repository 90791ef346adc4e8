package dev.cairn.forward;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Upstream;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// Puts into a sentence why nobody could answer.
final class Failures {
  private static final int MOST_NAMED = 3;

  private Failures() {}

  /// The reason that an upstream gave itself, such as that the name is bogus; else RFC 8914 §4.23,
  /// §4.24: nobody was reached, or who was could not help.
  static Failed of(List<Attempt> attempts, Group group) {
    if (attempts.isEmpty()) {
      return nobodyAsked(group);
    }
    Map<Upstream, Failure> failures = new LinkedHashMap<>();
    attempts.forEach(one -> failures.put(one.upstream(), one.failureOrTimeout()));
    String sentence =
        failures.entrySet().stream()
            .limit(MOST_NAMED)
            .map(one -> one.getKey() + " " + one.getValue().what())
            .collect(Collectors.joining("; "));
    return new Failed(new ExtendedError(codeOf(failures.values()), sentence));
  }

  private static int codeOf(Collection<Failure> failures) {
    boolean anyHeard = failures.stream().anyMatch(failure -> failure.fault().wasHeard());
    return failures.stream()
        .map(Failure::reason)
        .filter(Objects::nonNull)
        .map(ExtendedError::code)
        .filter(code -> code != ExtendedError.STALE_ANSWER) // which this is not
        .reduce(
            anyHeard ? ExtendedError.NETWORK_ERROR : ExtendedError.NO_REACHABLE_AUTHORITY,
            (_, last) -> last);
  }

  private static Failed nobodyAsked(Group group) {
    String all =
        group.upstreams().stream()
            .limit(MOST_NAMED)
            .map(upstream -> upstream + " " + upstream.downBecause().what())
            .collect(Collectors.joining("; "));
    return new Failed(
        new ExtendedError(
            ExtendedError.NO_REACHABLE_AUTHORITY,
            "all upstreams are down, see cairn upstream status: " + all));
  }
}
