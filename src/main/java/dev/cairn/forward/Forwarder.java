package dev.cairn.forward;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Resolver;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Asks the upstreams of one forward rule.
///
/// ```
/// clients ──► one Asking per question, on its own virtual thread ──► Sequence ──► Upstream …
///    └─ wait: until it ends, or 1.8 s if there is a stale answer      └─► store.keep
/// ```
///
/// A question that is under way is not asked again: whoever asks the same waits for the same. The
/// asking belongs to no client, so none can end it by leaving.
public final class Forwarder implements Resolver {
  private static final Duration STALE_PATIENCE = Duration.ofMillis(1_800); // RFC 8767 §5
  private static final Duration GRACE = Duration.ofMillis(500); // for the asking's own last word

  private static final Refused NOT_FORWARDED =
      new Refused(
          new ExtendedError(
              ExtendedError.NOT_AUTHORITATIVE, "not our name, and nothing is forwarded"));
  private static final Failed NONE_FOUND =
      new Failed(
          new ExtendedError(
              ExtendedError.NO_REACHABLE_AUTHORITY,
              "the system's resolv.conf names no upstream other than this server"));
  private static final Failed BROKEN =
      new Failed(new ExtendedError(ExtendedError.OTHER, "asking ended by a bug, see the log"));

  private final ForwardSettings settings;
  private final UpstreamPool pool;
  private final AnswerStore store;
  private final Sequence sequence;
  private final Map<Object, Asking> underWay = new ConcurrentHashMap<>();

  public Forwarder(ForwardSettings settings, UpstreamPool pool, AnswerStore store) {
    this.settings = settings;
    this.pool = pool;
    this.store = store;
    List<Upstream> upstreams = settings.upstreams().stream().map(pool::upstream).toList();
    this.sequence = new Sequence(settings, upstreams, new Ordered(), pool.ticker());
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    if (settings.upstreams().isEmpty()) {
      return withoutUpstreams();
    }
    Object key = store.keyOf(query);
    var mine = new Asking();
    Asking others = underWay.putIfAbsent(key, mine);
    Asking asking = others == null ? mine : others;
    Outcome known = store.recall(query); // only now: others may just have ended their asking
    if (!(known instanceof Stale || known instanceof NotMine)) {
      if (others == null) {
        end(key, mine, known);
      }
      return known;
    }
    if (others == null) {
      begin(key, mine, query);
    }
    Outcome outcome = await(asking, known);
    asking.retell(query.question(), trace);
    return outcome;
  }

  /// Asks again for what is known, and returns at once. Does nothing if that is under way already.
  public void refresh(Query query) {
    if (settings.upstreams().isEmpty()) {
      return;
    }
    Object key = store.keyOf(query);
    var asking = new Asking();
    if (underWay.putIfAbsent(key, asking) == null) {
      begin(key, asking, query);
    }
  }

  private void begin(Object key, Asking asking, Query query) {
    if (!pool.admit()) {
      end(key, asking, Asking.CROWDED);
      return;
    }
    Thread.startVirtualThread(() -> run(key, asking, query));
  }

  private void run(Object key, Asking asking, Query query) {
    Outcome outcome = BROKEN;
    try {
      long askedAt = pool.ticker().read();
      outcome = store.keep(query, new Report(sequence.ask(query, asking), "", askedAt));
    } finally {
      pool.dismiss();
      end(key, asking, outcome);
    }
  }

  /// Kept first, then taken off the list, then told: nobody can come between and ask again.
  private void end(Object key, Asking asking, Outcome outcome) {
    underWay.remove(key, asking);
    asking.end(outcome);
  }

  private Outcome await(Asking asking, Outcome known) {
    Outcome outcome = asking.await(patience(known));
    if (outcome.equals(Asking.CROWDED)) {
      pool.turnAway();
    }
    if (outcome instanceof Failed && known instanceof Stale stale) {
      store.handedOut(stale);
      return stale;
    }
    return outcome;
  }

  private Duration patience(Outcome known) {
    return known instanceof Stale ? STALE_PATIENCE : settings.deadline().plus(GRACE);
  }

  private Outcome withoutUpstreams() {
    return switch (settings.origin()) {
      case CONFIGURED -> NOT_FORWARDED;
      case SYSTEM -> NONE_FOUND;
    };
  }
}
