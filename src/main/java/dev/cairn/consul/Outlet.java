package dev.cairn.consul;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.unix.Socket;
import java.io.IOException;

/// The short way out of a connection on which nothing waits to be sent: from memory to its socket,
/// past the pipeline, none of whose handlers looks at what leaves. For each of thousands who are
/// told the same at once, the long way costs as much as the rest of telling them.
final class Outlet {
  private Outlet() {}

  /// Sends from the first octet on; on the loop of the connection.
  ///
  /// @param octets stay as they are
  /// @return how many left; 0 as well if there is no short way now
  /// @throws IOException if the connection is broken
  /// @throws java.nio.channels.NotYetConnectedException if it is none, as the system says
  static int send(Channel connection, ByteBuf octets) throws IOException {
    if (!(connection instanceof EpollSocketChannel epoll)
        || !octets.hasMemoryAddress()
        || !isAtRest(connection)) {
      return 0;
    }
    return ((Socket) epoll.fd())
        .sendAddress(octets.memoryAddress(), octets.readerIndex(), octets.writerIndex());
  }

  private static boolean isAtRest(Channel connection) {
    ChannelOutboundBuffer waiting = connection.unsafe().outboundBuffer();
    return waiting != null && waiting.isEmpty(); // null if it is closed
  }
}
