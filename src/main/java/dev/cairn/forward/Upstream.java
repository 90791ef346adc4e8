package dev.cairn.forward;

import dev.cairn.forward.Hearing.Heard;
import dev.cairn.forward.Hearing.Unheard;
import dev.cairn.forward.Verdict.Failure;
import dev.cairn.wire.Reply;
import dev.cairn.wire.ReplyReader;
import io.netty.util.NetUtil;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/// One server that is asked: its sockets, and how it does. Outlives configurations.
final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);

  private final InetSocketAddress address;
  private final Means means;
  private final UpstreamCounters counters;
  private final Lanes lanes;
  private final ReplyReader reader = new ReplyReader();
  private final ReplyJudge judge = new ReplyJudge();

  Upstream(InetSocketAddress address, Means means) {
    this.address = address;
    this.means = means;
    this.counters = new UpstreamCounters(address, means.observer());
    this.lanes = new Lanes(address, means, counters);
  }

  UpstreamStatistics statistics() {
    return counters.snapshot();
  }

  /// Closes its sockets as soon as nobody waits on them any more.
  void retire() {
    lanes.retire();
  }

  /// Asks once, over TCP again if the reply did not fit. Waits, on a virtual thread.
  ///
  /// This is the door at which exceptions end that its replies could cause.
  ///
  /// @param patience for a datagram, and again for a connection, and for what comes over it
  Verdict ask(Inquiry inquiry, Duration patience, Deadline deadline) {
    Verdict verdict;
    try {
      verdict = verdictOn(inquiry, patience, deadline);
    } catch (RuntimeException e) {
      LOG.error("upstream {}: what it said to {} made us fail", this, inquiry, e);
      verdict = Failure.BUG;
    }
    if (verdict instanceof Failure failure) {
      counters.failed(failure.fault());
    }
    return verdict;
  }

  private Verdict verdictOn(Inquiry inquiry, Duration patience, Deadline deadline) {
    Hearing datagram = overUdp(inquiry, deadline.orIn(patience));
    if (datagram instanceof Heard heard && isCutShort(read(heard))) {
      counters.truncated();
      Hearing whole = overTcp(inquiry, deadline.orIn(patience.multipliedBy(2)));
      return verdictOn(inquiry, whole);
    }
    return verdictOn(inquiry, datagram);
  }

  private Verdict verdictOn(Inquiry inquiry, Hearing hearing) {
    return switch (hearing) {
      case Unheard unheard -> unheard.failure();
      case Heard heard -> {
        Reply reply = read(heard);
        yield reply == null || isCutShort(reply)
            ? Failure.MALFORMED
            : judge.judge(inquiry.query(), reply);
      }
    };
  }

  private Hearing overUdp(Inquiry inquiry, Deadline deadline) {
    Lane lane;
    try {
      lane = lanes.take();
    } catch (IOException e) {
      return new Unheard(Failure.network(e));
    }
    if (lane == null) {
      return new Unheard(Failure.BUSY);
    }
    counters.sent();
    long sentAt = means.ticker().read();
    try {
      Hearing hearing = lane.ask(inquiry, means.random(), deadline);
      if (hearing instanceof Heard) {
        counters.replied(means.ticker().read() - sentAt);
      }
      return hearing;
    } finally {
      lane.givePlaceBack();
    }
  }

  private Hearing overTcp(Inquiry inquiry, Deadline deadline) {
    return new TcpInquiry(address, counters, deadline)
        .ask(inquiry, means.random().nextInt(1 << 16));
  }

  private @Nullable Reply read(Heard heard) {
    return reader.read(heard.message(), heard.message().length);
  }

  /// With an error there is nothing more to fetch.
  private static boolean isCutShort(@Nullable Reply reply) {
    return reply != null
        && reply.flags().isTruncated()
        && (reply.rcode() == Rcode.NOERROR || reply.rcode() == Rcode.NXDOMAIN);
  }

  @Override
  public String toString() {
    return NetUtil.toSocketAddressString(address);
  }
}
