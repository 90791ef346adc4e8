package dev.cairn.forward;

import dev.cairn.forward.Verdict.Told;
import dev.cairn.forward.Verdict.Useless;
import dev.cairn.upstream.Call;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Fault;
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

/// One upstream, asked one question: once, and over TCP again if the reply did not fit.
final class Attempt implements Listener {
  private final Asking asking;
  private final Upstream upstream;
  private final long begun;
  private final List<Call> calls = new ArrayList<>(1);
  private final List<Alarm> alarms = new ArrayList<>(2);
  private @Nullable Failure failure;
  private @Nullable Object said;
  private long took;
  private boolean isFetching;
  private boolean isOverdue;

  Attempt(Asking asking, Upstream upstream, long begun) {
    this.asking = asking;
    this.upstream = upstream;
    this.begun = begun;
  }

  /// Sends it.
  void begin(Inquiry inquiry, EventLoop loop) {
    Call call = upstream.ask(inquiry, loop, this);
    if (call == null) {
      failed(Failure.BUSY);
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

  /// Why it is of no use so far; null if that is open.
  @Nullable Failure failure() {
    return failure;
  }

  /// Whether an answer is still expected, if late.
  boolean isOpen() {
    return failure == null || isFetching;
  }

  /// Whether it may still be in time.
  boolean isAwaited() {
    return isOpen() && !isOverdue;
  }

  /// Whether a better reply may follow the one that was of no use: over UDP that may be forged.
  boolean mayHearBetter() {
    return failure != null && failure.fault().wasSaid() && upstream.isAskedOverUdp();
  }

  /// Nothing came in time; a late answer is still welcome.
  void overdue(long nanos) {
    isOverdue = true;
    if (!calls.isEmpty()) {
      upstream.overdue(calls.getLast(), nanos);
    }
  }

  @Override
  public void heard(Reply reply, long nanos) {
    took = nanos;
    if (isCutShort(reply)) {
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
    took = asking.now() - begun;
    became(why);
  }

  private void became(Failure why) {
    isFetching = false;
    failure = why;
    said = why;
    asking.failed(this, why);
  }

  /// Over TCP, once; what comes over UDP meanwhile is still heard.
  private void fetch() {
    if (isFetching) {
      return;
    }
    if (!upstream.isAskedOverUdp() || !asking.takesSend()) {
      became(Failure.MALFORMED);
      return;
    }
    isFetching = true;
    Call call = upstream.fetch(asking.inquiry(), asking.loop(), new Fetching());
    if (call == null) {
      became(Failure.BUSY);
    } else {
      calls.add(call);
    }
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

  /// With an error there is nothing more to fetch.
  private static boolean isCutShort(Reply reply) {
    return reply.flags().isTruncated()
        && (reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN);
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
    return took == 0 ? asking.now() - begun : took;
  }

  Failure failureOrTimeout() {
    Failure known = failure;
    return known == null ? Failure.timeout(asking.now() - begun) : known;
  }

  /// Whether asking it again may help: it said nothing.
  boolean isWorthAnother() {
    return failure == null || failure.fault() == Fault.TIMEOUT || failure.fault() == Fault.NETWORK;
  }
}
