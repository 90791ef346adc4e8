package dev.cairn.cli;

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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Section;

/// A DNS server on one port of 127.0.0.1 that answers each query with the packets of a script, over
/// UDP and over TCP. A script that gives none is a silent server.
final class ScriptedServer implements AutoCloseable {
  private final DatagramSocket udp;
  private final ServerSocket tcp;
  private final Script udpScript;
  private final Script tcpScript;
  private final Queue<Message> queries = new ConcurrentLinkedQueue<>();

  /// The packets to send back for a query.
  interface Script {
    Script SILENT = query -> List.of();

    List<byte[]> replies(Message query) throws IOException;
  }

  private ScriptedServer(ServerSocket tcp, DatagramSocket udp, Script udpScript, Script tcpScript) {
    this.tcp = tcp;
    this.udp = udp;
    this.udpScript = udpScript;
    this.tcpScript = tcpScript;
    Thread.ofVirtual().start(this::serveUdp);
    Thread.ofVirtual().start(this::serveTcp);
  }

  static ScriptedServer over(Script udpScript, Script tcpScript) throws IOException {
    while (true) {
      var tcp = new ServerSocket(0, 8, InetAddress.ofLiteral("127.0.0.1"));
      try {
        var udp = new DatagramSocket((InetSocketAddress) tcp.getLocalSocketAddress());
        return new ScriptedServer(tcp, udp, udpScript, tcpScript);
      } catch (BindException e) {
        tcp.close(); // somebody has this port for UDP: take another
      }
    }
  }

  static ScriptedServer overUdp(Script script) throws IOException {
    return over(script, Script.SILENT);
  }

  static ScriptedServer overTcp(Script script) throws IOException {
    return over(Script.SILENT, script);
  }

  /// The reply to a query, with the question copied and the rest as the caller makes it.
  static byte[] reply(Message query, UnaryOperator<Message> rest) {
    var reply = new Message(query.getHeader().getID());
    reply.getHeader().setFlag(Flags.QR);
    reply.addRecord(query.getQuestion(), Section.QUESTION);
    return rest.apply(reply).toWire();
  }

  /// The server as a word of the command line.
  String word() {
    return "@127.0.0.1:" + tcp.getLocalPort();
  }

  int port() {
    return tcp.getLocalPort();
  }

  /// What was asked so far.
  List<Message> queries() {
    return List.copyOf(queries);
  }

  @Override
  public void close() throws IOException {
    udp.close();
    tcp.close();
  }

  private void serveUdp() {
    var packet = new DatagramPacket(new byte[0xffff], 0xffff);
    try {
      while (true) {
        packet.setLength(0xffff);
        udp.receive(packet);
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        queries.add(query);
        for (byte[] reply : udpScript.replies(query)) {
          udp.send(new DatagramPacket(reply, reply.length, packet.getSocketAddress()));
        }
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serveTcp() {
    try {
      while (true) {
        Socket client = tcp.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      var in = new DataInputStream(client.getInputStream());
      var out = new DataOutputStream(client.getOutputStream());
      while (true) {
        var query = new Message(in.readNBytes(in.readUnsignedShort()));
        queries.add(query);
        for (byte[] reply : tcpScript.replies(query)) {
          out.writeShort(reply.length);
          out.write(reply);
        }
      }
    } catch (IOException e) {
      // the client has what it wanted
    }
  }
}
