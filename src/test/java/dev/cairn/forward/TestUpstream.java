package dev.cairn.forward;

import dev.cairn.message.Transport;
import dev.cairn.server.TestClient;
import dev.cairn.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;
import org.xbill.DNS.WireParseException;

/// A name server on real sockets, UDP and TCP on one free port of 127.0.0.1, that does what its
/// script says, over TCP with the manners of its conduct.
public final class TestUpstream implements AutoCloseable {

  /// What to send back to a query: any number of messages in this order, none for silence.
  @FunctionalInterface
  public interface Script {
    List<byte[]> repliesTo(Message query, Transport transport) throws IOException;
  }

  static { // so that the first client does not wait for classes to be loaded
    try {
      Message query = TestClient.query("www.example", Type.A);
      Script script = Scripts.address("192.0.2.1");
      for (byte[] reply : script.repliesTo(new Message(query.toWire()), Transport.UDP)) {
        Sighting.now(Transport.UDP, new InetSocketAddress(0), new Message(reply));
      }
    } catch (IOException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private record Datagram(Message query, DatagramPacket packet) {}

  private final InetSocketAddress address;
  private final DatagramSocket udp;
  private final Connections connections;
  private final Thread receiver;
  private final List<Message> datagrams = new CopyOnWriteArrayList<>();
  private final List<Message> streamed = new CopyOnWriteArrayList<>();
  private final List<Sighting> sightings = new CopyOnWriteArrayList<>();
  private final Set<Integer> sourcePorts = ConcurrentHashMap.newKeySet();
  private final List<Datagram> held = new ArrayList<>();
  private volatile Script script;
  private volatile Conduct conduct = Conducts.inOrder();
  private volatile int reversed = 1;

  private TestUpstream(ServerSocket tcp, DatagramSocket udp, Script script) {
    this.address = (InetSocketAddress) tcp.getLocalSocketAddress();
    this.udp = udp;
    this.script = script;
    this.receiver = Thread.startVirtualThread(this::serveDatagrams);
    this.connections = Connections.of(tcp, this::serve);
  }

  /// Starts one.
  public static TestUpstream doing(Script script) throws IOException {
    while (true) {
      try {
        return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
      } catch (BindException _) {
        continue; // somebody has that port for UDP
      }
    }
  }

  /// Starts one at an address, as one that was there before and comes back.
  ///
  /// @throws BindException if somebody has it
  public static TestUpstream at(InetSocketAddress address, Script script) throws IOException {
    var tcp = new ServerSocket();
    try {
      tcp.setReuseAddress(true);
      tcp.bind(address, 500);
      var udp = new DatagramSocket(tcp.getLocalSocketAddress());
      udp.setReceiveBufferSize(1 << 20);
      return new TestUpstream(tcp, udp, script);
    } catch (IOException e) {
      tcp.close();
      throw e;
    }
  }

  /// Starts one that answers everything with these records.
  public static TestUpstream answering(String... records) throws IOException {
    return doing(Scripts.answer(records));
  }

  /// An address on which nobody listens.
  public static InetSocketAddress closedPort() {
    return TestServer.freeAddress(); // never one that a client of ours may be given
  }

  /// Does something else from now on.
  public void nowDoes(Script other) {
    script = other;
  }

  /// Behaves otherwise on connections that come from now on.
  public void nowBehaves(Conduct other) {
    conduct = other;
  }

  /// Waits for so many datagrams from now on, and answers the last one first.
  public void nowReverses(int queries) {
    reversed = queries;
  }

  public InetSocketAddress address() {
    return address;
  }

  /// The queries that came over UDP so far, all among them that were sent before now.
  public List<Message> datagrams() {
    catchUp();
    return datagrams;
  }

  /// The queries that came over TCP so far.
  public List<Message> streamed() {
    return streamed;
  }

  /// All queries so far: whence and when; all among them that were sent by UDP before now.
  public List<Sighting> sightings() {
    catchUp();
    return sightings;
  }

  /// The ports that datagrams came from.
  public Set<Integer> sourcePorts() {
    return sourcePorts;
  }

  /// The TCP connections so far.
  public Connections connections() {
    return connections;
  }

  @Override
  public void close() {
    udp.close();
    connections.close();
    try {
      receiver.join(); // only now the port is free
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void serveDatagrams() {
    try {
      while (true) {
        var packet = new DatagramPacket(new byte[65_535], 65_535);
        udp.receive(packet);
        receive(packet);
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  /// Waits until all that was sent here by UDP has been seen: sends a datagram of one octet behind
  /// it until that comes back.
  void catchUp() {
    var mark = new DatagramPacket(new byte[1], 1);
    try (var socket = new DatagramSocket()) {
      socket.connect(address);
      socket.setSoTimeout(100); // it may be lost among many
      while (receiver.isAlive()) {
        try {
          socket.send(mark);
          socket.receive(mark);
          return;
        } catch (SocketTimeoutException | PortUnreachableException _) {
          continue;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void receive(DatagramPacket packet) throws IOException {
    if (packet.getLength() == 1) {
      udp.send(packet); // a mark
      return;
    }
    Message query;
    try {
      query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
    } catch (WireParseException _) {
      return; // meant for whoever had this port before
    }
    sourcePorts.add(packet.getPort());
    see(Transport.UDP, (InetSocketAddress) packet.getSocketAddress(), query);
    take(new Datagram(query, packet));
  }

  private void take(Datagram datagram) {
    held.add(datagram);
    if (held.size() >= reversed) {
      List<Datagram> all = List.copyOf(held.reversed());
      held.clear();
      Thread.startVirtualThread(() -> all.forEach(this::replyTo));
    }
  }

  private void replyTo(Datagram datagram) {
    try {
      for (byte[] reply : script.repliesTo(datagram.query, Transport.UDP)) {
        udp.send(new DatagramPacket(reply, reply.length, datagram.packet.getSocketAddress()));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    var client = (InetSocketAddress) connection.getRemoteSocketAddress();
    conduct.serve(
        new MessageStream(
            connection,
            connection,
            (query, transport) -> script.repliesTo(query, transport),
            query -> see(Transport.TCP, client, query)));
  }

  private void see(Transport transport, InetSocketAddress from, Message query) {
    sightings.add(Sighting.now(transport, from, query));
    (transport == Transport.UDP ? datagrams : streamed).add(query);
  }
}
