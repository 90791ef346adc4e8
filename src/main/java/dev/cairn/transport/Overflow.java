package dev.cairn.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollDatagramChannel;
import io.netty.channel.unix.RawUnixChannelOption;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Datagrams that the kernel threw away because a socket's buffer was full: they came quicker than
/// they were read. Linux counts them for each socket (SO_MEMINFO of `socket(7)`, the ninth number).
final class Overflow {
  private static final int SOCKET_LEVEL = 1;
  private static final int MEMINFO = 55; // SO_MEMINFO
  private static final int DROPS = 8 * Integer.BYTES; // SK_MEMINFO_DROPS
  private static final int LENGTH = DROPS + Integer.BYTES;
  private static final RawUnixChannelOption OPTION =
      new RawUnixChannelOption("SO_MEMINFO", SOCKET_LEVEL, MEMINFO, LENGTH);

  private Overflow() {}

  /// How many since the socket was opened; 0 if it is closed.
  static long of(Socket socket) {
    ByteBuffer numbers = ByteBuffer.allocate(LENGTH);
    try {
      socket.getRawOpt(SOCKET_LEVEL, MEMINFO, numbers);
      return drops(numbers);
    } catch (IOException _) {
      return 0; // it was closed just now
    }
  }

  /// The same; 0 also where the system does not count.
  static long of(Channel channel) {
    if (!(channel instanceof EpollDatagramChannel) || !channel.isOpen()) {
      return 0;
    }
    try {
      ByteBuffer numbers = channel.config().getOption(OPTION);
      return numbers == null ? 0 : drops(numbers);
    } catch (ChannelException _) {
      return 0; // it was closed just now
    }
  }

  private static long drops(ByteBuffer numbers) {
    return Integer.toUnsignedLong(numbers.order(ByteOrder.nativeOrder()).getInt(DROPS));
  }
}
