package dev.cairn.forward;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.forward.Verdict.Failure;
import dev.cairn.forward.Verdict.Told;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Query;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Asks one upstream after the other until one tells something: round and round, up to so many
/// times, all within one deadline.
final class Sequence {
  private static final int MOST_NAMED = 3; // in a sentence

  private final ForwardSettings settings;
  private final List<Upstream> upstreams;
  private final SelectionPolicy policy;
  private final Ticker ticker;

  Sequence(
      ForwardSettings settings, List<Upstream> upstreams, SelectionPolicy policy, Ticker ticker) {
    this.settings = settings;
    this.upstreams = upstreams;
    this.policy = policy;
    this.ticker = ticker;
  }

  /// What there is to say, [Failed] if nobody told anything. Waits.
  Outcome ask(Query query, Asking asking) {
    Deadline deadline = Deadline.in(settings.deadline(), ticker);
    List<Upstream> order = policy.order(upstreams);
    var inquiry = new Inquiry(query);
    Map<Upstream, Failure> failures = new LinkedHashMap<>();
    for (int attempt = 0; attempt < settings.attempts() && !deadline.isOver(); attempt++) {
      Upstream upstream = order.get(attempt % order.size());
      long began = ticker.read();
      Verdict verdict = upstream.ask(inquiry, settings.patience(), deadline);
      long took = ticker.read() - began;
      switch (verdict) {
        case Told told -> {
          asking.asked(upstream, told.rcode(), took);
          return told.outcome();
        }
        case Failure failure -> {
          asking.asked(upstream, failure, took);
          failures.put(upstream, failure);
        }
      }
    }
    return failed(failures);
  }

  /// RFC 8914 §4.23, §4.24: nobody was reached, or who was could not help.
  private static Failed failed(Map<Upstream, Failure> failures) {
    boolean anyHeard = failures.values().stream().anyMatch(failure -> failure.fault().wasHeard());
    int code = anyHeard ? ExtendedError.NETWORK_ERROR : ExtendedError.NO_REACHABLE_AUTHORITY;
    String sentence =
        failures.entrySet().stream()
            .limit(MOST_NAMED)
            .map(one -> one.getKey() + " " + one.getValue().what())
            .collect(Collectors.joining("; "));
    return new Failed(new ExtendedError(code, sentence));
  }
}
