package dev.cairn.upstream;

import io.netty.channel.IoEvent;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoRegistration;
import io.netty.channel.epoll.EpollIoEvent;
import io.netty.channel.epoll.EpollIoHandle;
import io.netty.channel.epoll.EpollIoOps;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import io.netty.channel.unix.Buffer;
import io.netty.channel.unix.Errors;
import io.netty.channel.unix.Errors.NativeIoException;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A socket of the system's that an epoll loop watches, read and written without a pipeline: what a
/// question costs that only upstreams can answer is mostly the way to them.
final class EpollLaneSocket implements LaneSocket, EpollIoHandle {
  private static final Logger LOG = LoggerFactory.getLogger(EpollLaneSocket.class);

  private final LinuxSocket socket;
  private final ByteBuffer room;
  private final long roomAddress;
  private final Listener listener;
  private @Nullable IoRegistration registration;
  private boolean isFull; // of datagrams that the network did not take yet

  /// @param room for one datagram that comes or leaves, of the loop
  private EpollLaneSocket(LinuxSocket socket, ByteBuffer room, Listener listener) {
    this.socket = socket;
    this.room = room;
    this.roomAddress = Buffer.memoryAddress(room);
    this.listener = listener;
  }

  /// Opens a socket; on its loop.
  ///
  /// @throws IOException if there is no way to the upstream
  /// @throws RuntimeException if the system has no more sockets, or none of that kind
  static EpollLaneSocket open(
      InetSocketAddress upstream, IoEventLoop loop, ByteBuffer room, Listener listener)
      throws IOException {
    LinuxSocket socket = LinuxSocket.newSocketDgram(family(upstream));
    var opened = new EpollLaneSocket(socket, room, listener);
    try {
      socket.connect(upstream); // at once, over UDP
      opened.watchedBy(loop);
      return opened;
    } catch (IOException | RuntimeException e) {
      opened.close();
      throw e;
    }
  }

  private static SocketProtocolFamily family(InetSocketAddress upstream) {
    return upstream.getAddress() instanceof Inet6Address
        ? SocketProtocolFamily.INET6
        : SocketProtocolFamily.INET;
  }

  private void watchedBy(IoEventLoop loop) throws IOException {
    var registered = loop.register(this); // done, as this is its loop
    if (!registered.isSuccess()) {
      throw new IOException("cannot be watched: " + registered.cause(), registered.cause());
    }
    registration = registered.getNow();
    submit(EpollIoOps.EPOLLIN); // said again while there is something to read
  }

  private void submit(EpollIoOps ops) {
    IoRegistration known = registration;
    if (known != null && known.isValid()) {
      known.submit(ops);
    }
  }

  @Override
  public boolean send(byte[] message) {
    if (isFull) {
      return false; // until it is told that there is room
    }
    if (!socket.isOpen()) { // its number may be another's
      listener.failed(new ClosedChannelException());
      return true;
    }
    room.put(0, message);
    try {
      isFull = socket.sendAddress(roomAddress, 0, message.length) == 0;
    } catch (IOException | NotYetConnectedException e) {
      failed(e);
      return true; // so it is known to be lost
    }
    if (isFull) {
      submit(EpollIoOps.EPOLLIN.with(EpollIoOps.EPOLLOUT));
    }
    return !isFull;
  }

  /// An exception is a bug and ends here, as the loop would stand still for a second if it got it.
  @Override
  public void handle(IoRegistration from, IoEvent event) {
    try {
      if (isFull && hasRoom(((EpollIoEvent) event).ops())) {
        isFull = false;
        submit(EpollIoOps.EPOLLIN);
        listener.ready();
      }
      read();
    } catch (RuntimeException bug) {
      LOG.error("reading what an upstream said failed because of a bug in Cairn", bug);
      listener.failed(bug);
    }
  }

  private static boolean hasRoom(EpollIoOps ops) {
    return ops.contains(EpollIoOps.EPOLLOUT) || ops.contains(EpollIoOps.EPOLLERR);
  }

  private void read() {
    try {
      for (int i = 0; i < MOST_AT_ONCE && socket.isOpen(); i++) {
        int length = socket.recvAddress(roomAddress, 0, room.capacity());
        if (length == 0) {
          break; // nothing more
        }
        if (length > 0) { // below 0 there was a datagram, with nothing in it
          var datagram = new byte[length];
          room.get(0, datagram);
          listener.heard(datagram);
        }
        if (!listener.isWaiting()) {
          break; // saves asking for what nobody expects
        }
      }
    } catch (IOException e) {
      failed(e);
    }
  }

  private void failed(Exception cause) {
    boolean isRefusal =
        cause instanceof NativeIoException e
            && e.expectedErr() == Errors.ERROR_ECONNREFUSED_NEGATIVE;
    listener.failed(isRefusal ? new PortUnreachableException(cause.getMessage()) : cause);
  }

  @Override
  public boolean isOpen() {
    return socket.isOpen();
  }

  @Override
  public LinuxSocket fd() {
    return socket;
  }

  /// The loop does, too, when it ends.
  @Override
  public void close() {
    if (!socket.isOpen()) {
      return;
    }
    IoRegistration known = registration;
    if (known != null) {
      known.cancel();
    }
    try {
      socket.close();
    } catch (IOException e) {
      LOG.debug("closing a UDP socket: {}", e.getMessage()); // it is closed all the same
    }
    if (known != null && listener.isWaiting()) {
      listener.failed(new ClosedChannelException());
    }
  }
}
