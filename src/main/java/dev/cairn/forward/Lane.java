package dev.cairn.forward;

import dev.cairn.forward.Hearing.Unheard;
import dev.cairn.forward.Verdict.Failure;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;

/// One socket connected to an upstream, with a source port of its own that the kernel chose at
/// random, used for a while by several questions at once.
///
/// A place is taken before asking and given back after. A lane that is retired gives no more
/// places, and closes when the last one is given back:
///
/// ```
/// places = RETIRED bit + how many are taken;   RETIRED + 0 → closed
/// ```
final class Lane {
  private static final int MOST_PLACES = 256;
  private static final int MOST_QUESTIONS = 1_000;
  private static final long LONGEST_LIFE = Duration.ofSeconds(30).toNanos();
  private static final long LONGEST_OPENING = 1_000; // milliseconds
  private static final int RETIRED = 1 << 30;
  private static final int LARGEST_DATAGRAM = 4_096; // more than the 1,232 that we ask for

  private final Channel channel;
  private final Replies replies;
  private final long openedAt;
  private final AtomicInteger places = new AtomicInteger();
  private final AtomicInteger questions = new AtomicInteger();

  private Lane(Channel channel, Replies replies, long now) {
    this.channel = channel;
    this.replies = replies;
    this.openedAt = now;
  }

  /// Opens a socket. Waits for the event loop to do it.
  ///
  /// @throws IOException if there is no way to the upstream, or no socket to be had
  static Lane open(InetSocketAddress upstream, Sockets sockets, Replies replies, long now)
      throws IOException {
    ChannelFuture connecting =
        new Bootstrap()
            .group(sockets.loops())
            .channelFactory(sockets.datagramChannels())
            .option(
                ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(LARGEST_DATAGRAM))
            .handler(replies)
            .connect(upstream);
    if (!connecting.awaitUninterruptibly(LONGEST_OPENING)) {
      var _ = connecting.channel().close();
      throw new IOException("no socket after " + LONGEST_OPENING + " ms");
    }
    if (!connecting.isSuccess()) {
      throw new IOException(connecting.cause().getMessage(), connecting.cause());
    }
    return new Lane(connecting.channel(), replies, now);
  }

  boolean isWorn(long now) {
    return questions.get() >= MOST_QUESTIONS
        || now - openedAt > LONGEST_LIFE
        || !channel.isActive();
  }

  /// Takes a place; false if there is none.
  boolean takePlace() {
    int taken = places.get();
    while (taken < MOST_PLACES) { // not so if retired
      if (places.compareAndSet(taken, taken + 1)) {
        questions.incrementAndGet();
        return true;
      }
      taken = places.get();
    }
    return false;
  }

  void givePlaceBack() {
    closeIfDone(places.decrementAndGet());
  }

  void retire() {
    closeIfDone(places.updateAndGet(taken -> taken | RETIRED));
  }

  private void closeIfDone(int state) {
    if (state == RETIRED) {
      var _ = channel.close();
    }
  }

  /// Sends an inquiry and waits for its reply. The caller has a place.
  Hearing ask(Inquiry inquiry, RandomGenerator random, Deadline deadline) {
    Waiting waiting = replies.expect(inquiry, random);
    try {
      channel
          .writeAndFlush(Unpooled.wrappedBuffer(inquiry.message(waiting.id())))
          .addListener(sent -> {
            if (!sent.isSuccess()) {
              notSent(waiting, sent.cause());
            }
          });
      Hearing hearing = waiting.await(deadline);
      return hearing == null ? new Unheard(Failure.timeout(deadline.time())) : hearing;
    } finally {
      replies.forget(waiting);
    }
  }

  /// A port that nobody listens on is also reported by the next send, and then it is true of all.
  private void notSent(Waiting waiting, Throwable cause) {
    if (cause instanceof PortUnreachableException) {
      replies.failAll(cause);
    } else {
      waiting.failed(Failure.network(cause));
    }
  }
}
