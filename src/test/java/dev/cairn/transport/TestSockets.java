package dev.cairn.transport;

import dev.cairn.responder.Responder;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Listeners on free ports, and a client for them.
public final class TestSockets {
  private TestSockets() {}

  public static TcpLimits limits() {
    return new TcpLimits(
        100,
        50,
        16,
        new TcpLimits.Timeouts(
            Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofMinutes(5)));
  }

  public static DnsListener open(EventLoops loops, Responder responder) throws AddressUnavailable {
    return open(loops, responder, UdpEngine.AUTO);
  }

  public static DnsListener open(EventLoops loops, Responder responder, UdpEngine engine)
      throws AddressUnavailable {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return DnsListener.open(
        address,
        new DnsListener.Sockets(
            loops, responder, TestSockets::limits, new Closings(), () -> engine));
  }

  public static DnsListener open(
      EventLoops loops, Responder responder, TcpLimits limits, TransportObserver observer)
      throws AddressUnavailable {
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    return DnsListener.open(
        address,
        new DnsListener.Sockets(loops, responder, () -> limits, observer, () -> UdpEngine.AUTO));
  }

  /// Remembers why connections were closed.
  public static final class Closings implements TransportObserver {
    public final ConcurrentLinkedQueue<Closing> all = new ConcurrentLinkedQueue<>();

    @Override
    public void opened() {}

    @Override
    public void closed() {}

    @Override
    public void closing(Closing why) {
      all.add(why);
    }

    @Override
    public void dropped() {}

    @Override
    public void unsent(Throwable cause) {
      throw new AssertionError(cause);
    }
  }

  /// Asks one server over UDP and over one TCP connection.
  public static final class Client implements AutoCloseable {
    private final DatagramSocket udp = new DatagramSocket();
    private final Socket tcp = new Socket();
    private final InetSocketAddress server;

    public Client(InetSocketAddress server) throws IOException {
      this.server = server;
      udp.setSoTimeout(20_000);
      udp.connect(server);
      tcp.setSoTimeout(20_000);
    }

    public byte[] udp(byte[] query) throws IOException {
      udp.send(new DatagramPacket(query, query.length));
      var reply = new DatagramPacket(new byte[65_535], 65_535);
      udp.receive(reply);
      return Arrays.copyOf(reply.getData(), reply.getLength());
    }

    /// Sends all, and waits for as many answers; none of them is looked at.
    public void udp(List<byte[]> queries) {
      try {
        for (byte[] query : queries) {
          udp.send(new DatagramPacket(query, query.length));
        }
        var reply = new DatagramPacket(new byte[65_535], 65_535);
        for (int i = 0; i < queries.size(); i++) {
          udp.receive(reply);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    public byte[] tcp(byte[] query) throws IOException {
      if (!tcp.isConnected()) {
        tcp.connect(server, 20_000);
      }
      var out = new DataOutputStream(tcp.getOutputStream());
      out.writeShort(query.length);
      out.write(query);
      return read();
    }

    /// The next message of the TCP connection.
    public byte[] read() throws IOException {
      var in = new DataInputStream(tcp.getInputStream());
      return in.readNBytes(in.readUnsignedShort());
    }

    @Override
    public void close() throws IOException {
      udp.close();
      tcp.close();
    }
  }
}
