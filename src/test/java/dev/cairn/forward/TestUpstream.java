package dev.cairn.forward;

import dev.cairn.message.Transport;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Message;

/// A name server on real sockets, UDP and TCP on one free port of 127.0.0.1, that does what its
/// script says.
public final class TestUpstream implements AutoCloseable {

  /// What to send back to a query: any number of messages in this order, none for silence.
  @FunctionalInterface
  public interface Script {
    List<byte[]> repliesTo(Message query, Transport transport) throws IOException;
  }

  private final ServerSocket tcp;
  private final DatagramSocket udp;
  private final List<Message> datagrams = new CopyOnWriteArrayList<>();
  private final List<Message> streamed = new CopyOnWriteArrayList<>();
  private final Set<Integer> sourcePorts = ConcurrentHashMap.newKeySet();
  private volatile Script script;

  private TestUpstream(ServerSocket tcp, DatagramSocket udp, Script script) {
    this.tcp = tcp;
    this.udp = udp;
    this.script = script;
  }

  /// Starts one.
  public static TestUpstream doing(Script script) throws IOException {
    while (true) {
      var tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      try {
        var udp = new DatagramSocket(tcp.getLocalSocketAddress());
        udp.setReceiveBufferSize(1 << 20);
        var upstream = new TestUpstream(tcp, udp, script);
        Thread.ofVirtual().start(upstream::serveDatagrams);
        Thread.ofVirtual().start(upstream::serveConnections);
        return upstream;
      } catch (BindException e) {
        tcp.close(); // somebody has that port for UDP
      }
    }
  }

  /// Starts one that answers everything with these records.
  public static TestUpstream answering(String... records) throws IOException {
    return doing(Scripts.answer(records));
  }

  /// An address on which nobody listens.
  public static InetSocketAddress closedPort() throws IOException {
    try (var gone = doing(Scripts.silence())) {
      return gone.address();
    }
  }

  /// Does something else from now on.
  public void nowDoes(Script other) {
    script = other;
  }

  public InetSocketAddress address() {
    return (InetSocketAddress) tcp.getLocalSocketAddress();
  }

  /// The queries that came over UDP so far.
  public List<Message> datagrams() {
    return datagrams;
  }

  /// The queries that came over TCP so far.
  public List<Message> streamed() {
    return streamed;
  }

  /// The ports that datagrams came from.
  public Set<Integer> sourcePorts() {
    return sourcePorts;
  }

  @Override
  public void close() {
    try {
      udp.close();
      tcp.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serveDatagrams() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        udp.receive(packet);
        sourcePorts.add(packet.getPort());
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        datagrams.add(query);
        Thread.startVirtualThread(() -> replyTo(query, packet));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void replyTo(Message query, DatagramPacket packet) {
    try {
      for (byte[] reply : script.repliesTo(query, Transport.UDP)) {
        udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serveConnections() {
    try {
      while (true) {
        Socket connection = tcp.accept();
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException e) {
      // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      var in = new DataInputStream(connection.getInputStream());
      var out = new DataOutputStream(connection.getOutputStream());
      while (true) {
        var octets = new byte[in.readUnsignedShort()];
        in.readFully(octets);
        var query = new Message(octets);
        streamed.add(query);
        for (byte[] reply : script.repliesTo(query, Transport.TCP)) {
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException e) {
      // closed, by either side
    }
  }
}
