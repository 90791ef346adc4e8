package dev.cairn.forward;

import dev.cairn.forward.Verdict.Told;
import dev.cairn.forward.Verdict.Useless;
import dev.cairn.upstream.Call;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Inquiry;
import dev.cairn.upstream.Listener;
import dev.cairn.upstream.Timekeeper.Alarm;
import dev.cairn.upstream.Upstream;
import dev.cairn.wire.Reply;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Rcode;

/// One upstream, asked one question: once, and over TCP again if the reply did not fit. It may
/// outlive its asking for a while, so that what the upstream says late, or that it says nothing, is
/// known of it.
final class Attempt implements Listener {
  private final Asking asking;
  private final Upstream upstream;
  private final Part part;
  private final long begun;
  private final List<Call> calls = new ArrayList<>(1);
  private final List<Alarm> alarms = new ArrayList<>(2);
  private @Nullable Failure failure;
  private @Nullable Object said;
  private long took;
  private boolean isFetching;
  private boolean isOverdue;
  private boolean isLeft;
  private boolean isNotUnderstood;

  /// What it is for.
  enum Part {
    /// A client waits for it.
    MAIN,
    /// To learn of the upstream: nobody waits, but a good answer is welcome.
    BESIDES
  }

  Attempt(Asking asking, Upstream upstream, Part part) {
    this.asking = asking;
    this.upstream = upstream;
    this.part = part;
    this.begun = asking.now();
  }

  /// Sends it.
  void begin(Inquiry inquiry, EventLoop loop) {
    take(upstream.ask(inquiry, loop, this));
  }

  /// A call that failed at once may have ended all of it.
  private void take(@Nullable Call call) {
    if (call == null) {
      failed(Failure.BUSY);
    } else if (asking.isOver()) {
      call.drop();
    } else {
      calls.add(call);
    }
  }

  /// What is not to happen any more once the question is answered.
  void endsWith(Alarm alarm) {
    alarms.add(alarm);
  }

  Upstream upstream() {
    return upstream;
  }

  /// Nanoseconds since it was asked.
  long age() {
    return asking.now() - begun;
  }

  /// Whether an answer is still expected, if late.
  boolean isOpen() {
    return !isEnded() && !upstream.isLooping();
  }

  /// Whether nothing has come of it yet and it is not overdue. True also where the upstream was
  /// found to loop meanwhile: then another has still to be asked.
  boolean isPending() {
    return !isEnded() && !isOverdue;
  }

  private boolean isEnded() {
    return failure != null && !isFetching;
  }

  /// Whether a late answer is worth the room that waiting takes. Where many questions are open,
  /// most are of names whose own servers are silent, and others must not have to stay outside for
  /// them.
  boolean isWorthWaiting() {
    return isOpen() && !(upstream.isCrowded() && age() >= 2 * upstream.smoothedRoundTrip());
  }

  /// Whether it may still be in time.
  boolean isAwaited() {
    return isOpen() && !isOverdue;
  }

  boolean isBesides() {
    return part == Part.BESIDES;
  }

  /// Whether a better reply may follow the one that was of no use: over UDP anybody may have sent
  /// it.
  boolean mayHearBetter() {
    return failure != null && failure.fault().isTold() && upstream.isAskedOverUdp();
  }

  /// Whether the upstream said that it is of no use.
  boolean wasTold() {
    return failure != null && failure.fault().isTold();
  }

  /// Nothing came in time; a late answer is still welcome. That a loop brings none is known.
  void overdue(long nanos) {
    isOverdue = true;
    if (!calls.isEmpty() && !upstream.isLooping()) {
      upstream.overdue(calls.getLast(), nanos);
    }
  }

  @Override
  public void heard(Reply reply, long nanos) {
    took = took == 0 ? nanos : took;
    if (isLeft) {
      drop();
    } else if (isCutShort(reply)) {
      fetch();
    } else {
      judge(reply);
    }
  }

  private void judge(Reply reply) {
    switch (asking.judge(reply)) {
      case Told told -> {
        said = told.rcode();
        asking.told(this, told.outcome());
      }
      case Useless(Failure why) -> {
        isNotUnderstood = reply.deniesEdns() && calls.getFirst().hasEdns();
        upstream.misjudged(why);
        became(why);
      }
    }
  }

  @Override
  public boolean takesSend() {
    return asking.takesSend();
  }

  @Override
  public void failed(Failure why) {
    took = age();
    became(why);
  }

  private void became(Failure why) {
    if (isLeft) {
      drop();
      return;
    }
    isFetching = false;
    failure = why;
    said = why;
    asking.failed(this, why);
  }

  /// Over TCP, once; what comes over UDP meanwhile is still heard. Where the same upstream was
  /// asked twice, one fetches for both.
  private void fetch() {
    if (asking.attempts().fetchFrom(upstream)) {
      return;
    }
    if (!upstream.isAskedOverUdp()) {
      became(Failure.MALFORMED);
      return;
    }
    if (!asking.takesSend()) {
      became(asking.attempts().failureOf(upstream, Failure.CUT_SHORT));
      return;
    }
    isFetching = true;
    asking.beginsToFetch(this);
    take(upstream.fetch(asking.inquiry(), asking.loop(), new Fetching()));
  }

  /// Whether what it said may be of EDNS, which it then does not know (RFC 6891 §7).
  boolean isNotUnderstood() {
    return isNotUnderstood;
  }

  /// Whether its reply did not fit and comes over TCP.
  boolean isFetching() {
    return isFetching;
  }

  /// Why it was of no use; null if it was not, or is not known to be.
  @Nullable Failure failure() {
    return failure;
  }

  /// Hears what comes over TCP.
  private final class Fetching implements Listener {
    @Override
    public void heard(Reply reply, long nanos) {
      if (isCutShort(reply)) {
        upstream.misjudged(Failure.MALFORMED);
        became(Failure.MALFORMED);
      } else {
        judge(reply);
      }
    }

    @Override
    public boolean takesSend() {
      return asking.takesSend();
    }

    @Override
    public void failed(Failure why) {
      Attempt.this.failed(why);
    }
  }

  /// With an error there is nothing more to fetch; that a DNAME makes a name too long is an answer
  /// (RFC 6672 §2.2).
  private static boolean isCutShort(Reply reply) {
    return reply.flags().isTruncated()
        && switch (reply.rcode()) {
          case Rcode.NOERROR, Rcode.NXDOMAIN, Rcode.YXDOMAIN -> true;
          default -> false; // a number
        };
  }

  /// The asking is over. What still comes from an upstream that may be late is only counted.
  ///
  /// @param nanos since it was asked: the longest that it is listened to
  void leave(long nanos) {
    isLeft = true;
    long rest = begun + nanos - asking.now();
    if (said == null && !isFetching && rest > 0) {
      endsWith(asking.alarm(rest, this::drop));
    } else {
      drop();
    }
  }

  void drop() {
    alarms.forEach(Alarm::cancel);
    calls.forEach(Call::drop);
  }

  /// What it said, or how it failed.
  Object said() {
    Object known = said;
    return known == null ? Failure.timeout(took()) : known;
  }

  long took() {
    return took == 0 ? age() : took;
  }

  Failure failureOrTimeout() {
    Failure known = upstream.isLooping() ? upstream.downBecause() : failure;
    return known == null ? Failure.timeout(age()) : known;
  }

  /// Whether asking it again may help: it said nothing, or did not understand how it was asked, or
  /// what came makes no sense and may be of somebody else.
  boolean isWorthAnother() {
    Failure known = upstream.isLooping() ? upstream.downBecause() : failure;
    if (known == null) {
      return true;
    }
    return switch (known.fault()) {
      case TIMEOUT, NETWORK -> true;
      case MALFORMED -> upstream.isAskedOverUdp();
      default -> isNotUnderstood; // asked the same, it would say the same
    };
  }
}
