package dev.cairn.upstream;

import dev.cairn.wire.Reply;
import dev.cairn.wire.ReplyReader;
import io.netty.channel.EventLoop;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question to one upstream, from when it is asked until nobody listens any more. All of it
/// happens on the loop that asked, but for what a [Line] notes of it on its own.
public final class Call {
  private static final Logger LOG = LoggerFactory.getLogger(Call.class);
  private static final ReplyReader READER = new ReplyReader();

  private final Upstream upstream;
  private final Listener listener;
  private final EventLoop loop;
  private final long askedAt;
  private long sentAt;
  private volatile long leftAt;
  private Inquiry inquiry;
  private Line line;
  private boolean isDropped;
  private boolean isRepeated;

  /// The ID under which the line sent it; -1 before. Belongs to the line.
  int id = -1;

  /// How often a connection ended before it was answered. Belongs to the line.
  int losses;

  /// Whether a connection refused it. Belongs to the line.
  boolean isRefused;

  /// What the line has to know of it. Belongs to the line.
  @Nullable Object sentBy;

  private volatile @Nullable DialFailure dial;

  @SuppressWarnings("NullAway.Init") // the upstream gives it a line before anybody sees it
  Call(Upstream upstream, Inquiry inquiry, Listener listener, EventLoop loop, long askedAt) {
    this.upstream = upstream;
    this.inquiry = inquiry;
    this.listener = listener;
    this.loop = loop;
    this.askedAt = askedAt;
    this.sentAt = askedAt;
    this.leftAt = askedAt;
  }

  /// Nobody listens any more. What still comes is ignored.
  public void drop() {
    if (!isDropped) {
      isDropped = true;
      line.drop(this);
      upstream.dropped();
    }
  }

  Inquiry inquiry() {
    return inquiry;
  }

  long askedAt() {
    return askedAt;
  }

  EventLoop loop() {
    return loop;
  }

  /// Has it sent by a line from now on.
  void over(Line other) {
    line = other;
    other.send(this);
  }

  /// Whether no client waits for it.
  boolean isCheck() {
    return listener instanceof HealthWatch.Check;
  }

  /// It waits for a connection that is being dialled. What becomes of it counts with that dial from
  /// then on, as it may be too late when the connection comes.
  void waitsFor(DialFailure other) {
    dial = other;
  }

  /// Whether that it failed counts against the upstream: of all that waited for one dial, only the
  /// first to fail does, also where the connection came but too late. From any thread; whoever asks
  /// is told so once.
  boolean failureCounts() {
    DialFailure waitedFor = dial;
    return waitedFor == null || waitedFor.counts();
  }

  /// Whether it was sent with an OPT record.
  public boolean hasEdns() {
    return inquiry.hasEdns();
  }

  /// When it was sent last, be it that it had to wait for a connection then.
  long sentAt() {
    return sentAt;
  }

  /// When it left last.
  long leftAt() {
    return leftAt;
  }

  /// It leaves now, over a connection for which it may have waited. By the line.
  void leaves() {
    leftAt = upstream.now();
  }

  /// Whether it was sent again.
  boolean isRepeated() {
    return isRepeated;
  }

  boolean isOverUdp() {
    return line instanceof DatagramLine;
  }

  /// Has it sent again, changed, by another line or the same; false if that would be one too many.
  boolean asksAgain(Inquiry changed, Line other) {
    if (!listener.takesSend()) {
      return false;
    }
    isRepeated = true;
    isRefused = false;
    line.drop(this);
    inquiry = changed;
    sentAt = upstream.now();
    leftAt = sentAt;
    over(other);
    return true;
  }

  /// A message with the right ID and question came. From any thread.
  void heard(byte[] message) {
    heard(message, 0);
  }

  /// One that has been on its way, or kept by others, for so many seconds.
  void heard(byte[] message, int age) {
    if (loop.inEventLoop()) {
      read(message, age);
    } else {
      later(() -> read(message, age));
    }
  }

  /// A message came that has its ID and another question.
  void mismatched() {
    upstream.mismatched(this);
  }

  /// It cannot be answered this way. From any thread; told later, as whoever asks has to know the
  /// call first.
  void failed(Failure failure) {
    later(() -> {
      if (!isDropped) {
        upstream.failed(this, failure);
        listener.failed(failure);
      }
    });
  }

  private void later(Runnable task) {
    try {
      loop.execute(task);
    } catch (RejectedExecutionException _) {
      return; // the server stops: there is no loop any more, and nobody who listens
    }
  }

  /// This is the door at which exceptions end that replies could cause.
  private void read(byte[] message, int age) {
    if (isDropped) {
      return;
    }
    try {
      Reply reply = READER.read(message, message.length, inquiry.query().question());
      if (reply == null) {
        upstream.failed(this, Failure.MALFORMED);
        listener.failed(Failure.MALFORMED);
      } else if (isAccepted(message, reply)) {
        listener.heard(reply.aged(age), upstream.heard(this, reply.rcode()));
      }
    } catch (RuntimeException bug) {
      LOG.error("upstream {}: what it said to {} made us fail", upstream, inquiry, bug);
      upstream.failed(this, Failure.BUG);
      listener.failed(Failure.BUG);
    }
  }

  /// A reply in which letters have another case may be forged, or its server does not keep them:
  /// over TCP there is no doubt.
  private boolean isAccepted(byte[] message, Reply reply) {
    if (inquiry.hasSameCaseAs(message)) {
      upstream.learn(this, reply);
      return upstream.accepts(this, reply);
    }
    upstream.ignored();
    upstream.askOverTcp(this);
    return false;
  }
}
