package dev.cairn.transport;

import io.netty.channel.IoEvent;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One UDP socket on one event loop, read and written in batches.
final class BatchSocket implements EpollIoHandle, UdpSocket {
  private static final Logger LOG = LoggerFactory.getLogger(BatchSocket.class);

  private final LinuxSocket socket;
  private final BatchLoop loop;
  private final Family family;
  private final AtomicInteger underWay;
  private volatile @Nullable IoRegistration registration;
  private final boolean canJoin;
  private int apart; // batches that leave one by one; of its loop
  private boolean isPauseSaid;

  BatchSocket(LinuxSocket socket, BatchLoop loop, Family family, AtomicInteger underWay) {
    this.socket = socket;
    this.loop = loop;
    this.family = family;
    this.underWay = underWay;
    canJoin = JoinedDatagrams.isKnown(socket);
  }

  /// Begins to read; from any thread but the loop's.
  ///
  /// @throws IOException if the loop is gone
  void start() throws IOException {
    var registered = loop.executor().register(this).awaitUninterruptibly();
    if (!registered.isSuccess()) {
      throw new IOException("cannot be watched: " + registered.cause(), registered.cause());
    }
    registration = registered.getNow();
    registered.getNow().submit(EpollIoOps.EPOLLIN); // said again while there is something to read
  }

  int descriptor() {
    return socket.intValue();
  }

  boolean isOpen() {
    return socket.isOpen();
  }

  BatchLoop loop() {
    return loop;
  }

  Family family() {
    return family;
  }

  /// Whether answers of the next batch may leave as one message.
  boolean mayJoin() {
    if (apart > 0) {
      apart--;
      return false;
    }
    return canJoin;
  }

  /// Not for a while: the kernel takes datagrams only by themselves on the way to some client. That
  /// client shall neither cost each batch a call nor keep others from it for good.
  void pauseJoining(int error) {
    apart = JoinedDatagrams.PAUSE;
    if (!isPauseSaid) {
      isPauseSaid = true;
      LOG.info(
          "answers on UDP {} leave one by one, and together again after {} batches: error {} of"
              + " messages with UDP_SEGMENT",
          socket.localAddress(),
          JoinedDatagrams.PAUSE,
          error);
    }
  }

  /// The queries of its listener that wait for others.
  AtomicInteger underWay() {
    return underWay;
  }

  @Override
  public LinuxSocket fd() {
    return socket;
  }

  @Override
  public void handle(IoRegistration from, IoEvent event) {
    loop.serve(this);
  }

  @Override
  public void drain() {
    IoRegistration known = registration;
    if (known != null && known.isValid()) {
      known.submit(EpollIoOps.NONE);
    }
  }

  @Override
  public long overflow() {
    return socket.isOpen() ? Overflow.of(socket) : 0;
  }

  @Override
  public Future<?> end() {
    try {
      return loop.executor().submit(this::close);
    } catch (RejectedExecutionException _) {
      closeDescriptor(); // there is no loop any more that would use it
      return GlobalEventExecutor.INSTANCE.newSucceededFuture(null);
    }
  }

  /// On its loop.
  @Override
  public void close() {
    loop.flush();
    IoRegistration known = registration;
    if (known != null) {
      known.cancel();
    }
    closeDescriptor();
  }

  private void closeDescriptor() {
    try {
      socket.close(); // once, however often it is called
    } catch (IOException e) {
      LOG.debug("closing a UDP socket: {}", e.getMessage()); // it is closed all the same
    }
  }
}
