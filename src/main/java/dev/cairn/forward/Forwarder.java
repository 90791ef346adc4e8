package dev.cairn.forward;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore;
import dev.cairn.resolve.AnswerStore.Held;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Resolver;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Timekeeper;
import dev.cairn.upstream.Upstream;
import dev.cairn.upstream.UpstreamPool;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Asks the upstreams of one forward rule.
///
/// ```
/// clients ──► one Asking per question, on the loop of the first ──► Attempt ──► Upstream …
///    └─ wait: until it ends, or a while if there is a stale answer      └─► told ─► kept
/// ```
///
/// A question that is under way is not asked again: whoever asks the same waits for the same. The
/// asking belongs to no client, so none can end it by leaving.
public final class Forwarder implements Resolver {
  private static final Refused NOT_FORWARDED =
      new Refused(
          new ExtendedError(
              ExtendedError.NOT_AUTHORITATIVE, "not our name, and nothing is forwarded"));
  private static final Failed NONE_FOUND =
      new Failed(
          new ExtendedError(
              ExtendedError.NO_REACHABLE_AUTHORITY,
              "the system's resolv.conf names no upstream other than this server"));
  private static final Failed LOOPED =
      new Failed(
          new ExtendedError(ExtendedError.OTHER, "our own question came back: a forwarding loop"));

  private final ForwardSettings settings;
  private final UpstreamPool pool;
  private final AnswerStore store;
  private final Group group;
  private final ReplyJudge judge;
  private final Map<NameKey, Asking> underWay = new ConcurrentHashMap<>();

  public Forwarder(ForwardSettings settings, UpstreamPool pool, AnswerStore store) {
    this.settings = settings;
    this.pool = pool;
    this.store = store;
    this.group =
        new Group(settings.upstreams().stream().map(pool::upstream).toList(), settings.selection());
    this.judge = new ReplyJudge(settings.rebinding());
  }

  @Override
  public void resolve(Query query, Asker asker, Trace trace, Consumer<Outcome> then) {
    if (settings.upstreams().isEmpty()) {
      then.accept(withoutUpstreams());
      return;
    }
    if (pool.loopTest().isOurs(query.question().name())) {
      then.accept(LOOPED);
      return;
    }
    NameKey key = store.keyOf(query);
    var mine = new Asking(this, key, query);
    Asking others = join(key, mine);
    Outcome known = store.recall(key, query); // only now: others may just have ended their asking
    if (!(known instanceof Stale || known instanceof NotMine)) {
      if (others == null) {
        underWay.remove(key, mine);
        mine.onLoop(() -> mine.endWith(known));
      }
      then.accept(known);
      return;
    }
    var waiter = new Waiter(query, asker, known, trace, then);
    if (others == null) {
      mine.enter(waiter, true);
    } else {
      others.enter(waiter, false);
    }
  }

  /// Whoever asks the same already and is to be waited for; null if that is `mine` from now on.
  /// What was asked before a purge is for those who asked before it.
  private @Nullable Asking join(NameKey key, Asking mine) {
    while (true) {
      Asking others = underWay.putIfAbsent(key, mine);
      if (others == null || !store.isPurged(key, others.askedSince())) {
        return others;
      }
      if (underWay.replace(key, others, mine)) {
        return null;
      }
    }
  }

  /// Asks again for what is known, and returns at once. Does nothing if that is under way already.
  public void refresh(Query query) {
    if (settings.upstreams().isEmpty() || group.isDown()) {
      return;
    }
    NameKey key = store.keyOf(query);
    var asking = new Asking(this, key, query);
    if (underWay.putIfAbsent(key, asking) == null) {
      var nobody = new Asker(InetAddress.getLoopbackAddress(), pool.time().read());
      asking.onLoop(() -> begin(asking, nobody));
    }
  }

  /// The upstreams in the order in which they would be asked now, if some were down.
  ///
  /// @param down as they are written
  public List<Upstream> foresee(Query query, Asker asker, Set<String> down) {
    return settings.upstreams().isEmpty() ? List.of() : group.foresee(query, asker, down);
  }

  /// When one of the upstreams last became good again, in nanoseconds of the ticker.
  public long recoveredAt() {
    return group.recoveredAt();
  }

  /// Whether all upstreams are down, so that nobody is expected to answer.
  public boolean isDown() {
    return group.isDown();
  }

  public ForwardSettings settings() {
    return settings;
  }

  /// Has it begin, if there is room for one more.
  void begin(Asking asking, Asker asker) {
    if (pool.admit()) {
      asking.begin(asker);
    } else {
      pool.turnAway();
      underWay.remove(asking.key(), asking);
      asking.endWith(Asking.CROWDED);
    }
  }

  /// Keeps what became of an asking, and takes it off the list. That nobody answered before an
  /// upstream became good again says nothing of now.
  void ended(Asking asking, Held held, long askedAt) {
    try {
      if (!(held.outcome() instanceof Failed) || askedAt - recoveredAt() >= 0) {
        held.keeping().run();
      }
    } finally {
      underWay.remove(asking.key(), asking);
      pool.dismiss();
    }
  }

  /// Those who ask us the same may be the upstreams themselves.
  void suspectLoop(Name name) {
    pool.suspectLoop(group.upstreams(), name);
  }

  /// Counts a client that found too many others waiting.
  void turnAway() {
    pool.turnAway();
  }

  AnswerStore store() {
    return store;
  }

  Group group() {
    return group;
  }

  ReplyJudge judge() {
    return judge;
  }

  Timekeeper time() {
    return pool.time();
  }

  EventLoop home() {
    return pool.home();
  }

  private Outcome withoutUpstreams() {
    return switch (settings.origin()) {
      case CONFIGURED -> NOT_FORWARDED;
      case SYSTEM -> NONE_FOUND;
    };
  }
}
