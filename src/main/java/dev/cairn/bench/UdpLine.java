package dev.cairn.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;

/// A client over UDP, with a port of its own.
final class UdpLine extends Line {
  private static final int AT_ONCE = 64;
  private static final int BUFFER = 4 << 20; // as much as the system gives of it

  private final DatagramChannel channel;
  private final ByteBuffer in = ByteBuffer.allocateDirect(65_535);
  private final ByteBuffer out = ByteBuffer.allocateDirect(1_024);

  UdpLine(InetSocketAddress server, Tally tally) throws IOException {
    super(tally);
    channel = DatagramChannel.open();
    channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER);
    channel.configureBlocking(false);
    channel.connect(server);
  }

  @Override
  boolean receive() throws IOException {
    for (int i = 0; i < AT_ONCE; i++) {
      in.clear();
      try {
        if (channel.read(in) <= 0) {
          return i > 0;
        }
      } catch (PortUnreachableException _) {
        broken(); // and the query will not be answered
        continue;
      }
      heard(in.flip(), System.nanoTime());
    }
    return true;
  }

  @Override
  boolean send(byte[] query, int id) throws IOException {
    out.clear().put(query).putShort(0, (short) id).flip();
    try {
      return channel.write(out) > 0;
    } catch (PortUnreachableException _) {
      broken(); // of an earlier query
      return channel.write(out) > 0;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
