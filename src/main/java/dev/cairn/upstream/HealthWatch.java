package dev.cairn.upstream;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.upstream.HealthCheck.When;
import dev.cairn.upstream.Timekeeper.Alarm;
import dev.cairn.wire.Reply;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/// Checks one upstream: always, or only while it is down, as often as its back-off allows. All of
/// it happens on one loop.
final class HealthWatch {
  private static final long SOONEST = Duration.ofMillis(20).toNanos();
  private static final long DOUBT = Duration.ofMillis(100).toNanos(); // and once more
  private static final long SHORTEST_PATIENCE = Duration.ofMillis(500).toNanos();

  private final Upstream upstream;
  private final Means means;
  private final EventLoop loop;
  private final Backoff backoff;
  private Alarm next = Alarm.NONE;
  private @Nullable Check underWay;
  private long dueAt; // while it is down
  private int goodInARow;
  private int badInARow;
  private boolean isOver;

  HealthWatch(Upstream upstream, Means means) {
    this.upstream = upstream;
    this.means = means;
    this.loop = means.sockets().any();
    this.backoff = new Backoff(() -> means.settings().get().breaker(), means.random());
  }

  /// Checks now, if checks are always made, and as the settings say from now on.
  void begin() {
    loop.execute(() -> {
      next.cancel();
      if (settings().when() == When.ALWAYS) {
        check();
      } else {
        scheduleNext();
      }
    });
  }

  /// Checks when the back-off is over, the breaker's as well: that is longer if it was down before.
  void wentDown() {
    loop.execute(() -> {
      goodInARow = 0;
      backoff.restart();
      long now = upstream.now();
      dueAt = now + Math.max(backoff.next(), upstream.breaker().nextTrialAt() - now);
      scheduleNext();
    });
  }

  /// Checks now whether it is well though it leaves names unanswered; a check that is under way
  /// tells as well.
  void doubt() {
    loop.execute(() -> {
      if (settings().when() == When.NEVER) {
        upstream.checkFailed(Failure.timeout(DOUBT));
      } else if (underWay == null && !isOver) {
        next.cancel();
        begin(new Check(Purpose.FIRST_DOUBT));
      }
    });
  }

  /// What made it go down is over.
  void cameBack() {
    loop.execute(() -> {
      badInARow = 0;
      scheduleNext();
    });
  }

  void end() {
    loop.execute(() -> {
      isOver = true;
      next.cancel();
    });
  }

  private HealthCheck settings() {
    return means.settings().get().check();
  }

  private void scheduleNext() {
    next.cancel();
    if (underWay == null && isWanted()) {
      long wait =
          upstream.isDown()
              ? Math.max(dueAt - upstream.now(), SOONEST)
              : settings().interval().toNanos();
      next = means.time().in(wait, loop, this::check);
    }
  }

  private boolean isWanted() {
    return !isOver
        && switch (settings().when()) {
          case NEVER -> false;
          case WHEN_DOWN -> upstream.isDown();
          case ALWAYS -> true;
        };
  }

  private void check() {
    if (underWay != null || !isWanted()) {
      return;
    }
    dueAt = upstream.now() + backoff.next(); // if it is still down then
    begin(new Check(Purpose.ROUTINE));
  }

  private void begin(Check check) {
    underWay = check;
    check.begin();
  }

  private void ended(Check check, boolean isGood, Failure failure, long askedAt) {
    underWay = null;
    boolean says = isGood || failure.fault().wasHeard();
    if (isGood || check.purpose == Purpose.ROUTINE && failure.fault() != Fault.BUSY) {
      judge(isGood, failure, askedAt);
    }
    if (says) {
      upstream.breaker().checkAnswered();
    } else if (upstream.breaker().isBeingChecked()) {
      boolean isLast = check.purpose == Purpose.LAST_DOUBT || failure.fault() != Fault.TIMEOUT;
      if (!isLast) {
        begin(new Check(Purpose.LAST_DOUBT)); // one may be lost
        return;
      }
      if (failure.fault() == Fault.BUSY) {
        upstream.breaker().checkNotMade();
      } else {
        upstream.checkFailed(failure);
      }
    }
    scheduleNext();
  }

  private void judge(boolean isGood, Failure failure, long askedAt) {
    goodInARow = isGood ? goodInARow + 1 : 0;
    badInARow = isGood ? 0 : badInARow + 1;
    if (goodInARow >= settings().rise()) {
      upstream.checkedUp(askedAt);
    }
    if (badInARow >= settings().fall()) {
      upstream.checkedDown(failure);
    }
  }

  /// While it is down, the next check does not wait for one that may have been lost before the
  /// upstream came back.
  private long patience(Purpose purpose) {
    long timeout = settings().timeout().toNanos();
    if (purpose != Purpose.ROUTINE) {
      return Math.min(Math.max(DOUBT, upstream.overdueAfter()), timeout);
    }
    long untilNext = Math.max(dueAt - upstream.now(), SHORTEST_PATIENCE);
    return upstream.isDown() ? Math.min(timeout, untilNext) : timeout;
  }

  private enum Purpose {
    ROUTINE,
    /// Others got no answer.
    FIRST_DOUBT,
    LAST_DOUBT
  }

  /// One question that no client asked.
  final class Check implements Listener {
    private final Purpose purpose;
    private @Nullable Call call;
    private Alarm timeout = Alarm.NONE;
    private boolean isEnded;

    private Check(Purpose purpose) {
      this.purpose = purpose;
    }

    private void begin() {
      Question question =
          Objects.requireNonNullElse(
              settings().question(), Objects.requireNonNull(HealthCheck.DEFAULTS.question()));
      var query = new Query(0, question, Flags.RECURSIVE_QUERY, Edns.ABSENT, Transport.UDP);
      long patience = patience(purpose);
      timeout = means.time().in(patience, loop, () -> failed(Failure.timeout(patience)));
      Call asked = upstream.ask(Inquiry.of(query), loop, this);
      call = asked;
      if (asked == null) {
        failed(Failure.BUSY);
      } else if (isEnded) { // at once, when there was no call to drop
        asked.drop();
      }
    }

    /// What a resolver says that cannot resolve is no good reply.
    @Override
    public void heard(Reply reply, long nanos) {
      boolean isGood = settings().question() == null || reply.rcode() != Rcode.SERVFAIL;
      end(isGood, Failure.said(reply.rcode(), reply.edns().options().reason()));
    }

    @Override
    public boolean takesSend() {
      return true;
    }

    /// The port answers, too, where a connection was taken and closed again.
    @Override
    public void failed(Failure failure) {
      end(settings().question() == null && failure.equals(Failure.CLOSED), failure);
    }

    private void end(boolean isGood, Failure failure) {
      if (isEnded) {
        return;
      }
      isEnded = true;
      timeout.cancel();
      Call asked = call;
      long askedAt = asked == null ? upstream.now() : asked.askedAt();
      if (asked != null) {
        asked.drop();
      }
      ended(this, isGood, failure, askedAt);
    }
  }
}
