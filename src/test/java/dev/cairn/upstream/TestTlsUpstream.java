package dev.cairn.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.cairn.forward.Conduct;
import dev.cairn.forward.Conducts;
import dev.cairn.forward.Connections;
import dev.cairn.forward.MessageStream;
import dev.cairn.forward.TestUpstream.Script;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocket;
import org.xbill.DNS.Message;

/// A name server over TLS (RFC 7858) on a free port of 127.0.0.1 that does what its script says,
/// with the manners of its conduct, behind its entrance.
public final class TestTlsUpstream implements AutoCloseable {
  private static final byte[] PLAIN = "220 this is not TLS\r\n".getBytes(US_ASCII);
  private static final int LONGEST_GREETING = 16_384;

  private final InetSocketAddress address;
  private final Connections connections;
  private final Handshakes handshakes = new Handshakes();
  private final List<Message> queries = new CopyOnWriteArrayList<>();
  private volatile Script script;
  private volatile Conduct conduct = Conducts.whenReady();
  private volatile Entrance entrance = entrance();

  private TestTlsUpstream(ServerSocket listener, Script script) {
    this.address = (InetSocketAddress) listener.getLocalSocketAddress();
    this.script = script;
    this.connections = Connections.of(listener, this::serve);
  }

  /// Starts one that answers each query when its answer is ready.
  public static TestTlsUpstream doing(Script script) throws IOException {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
  }

  /// Starts one at an address, as one that was there before and comes back.
  public static TestTlsUpstream at(InetSocketAddress address, Script script) throws IOException {
    var listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, 500);
      return new TestTlsUpstream(listener, script);
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /// The entrance that it has at first: ALPN `dot`, TLS 1.3 and 1.2, the right certificate.
  public static Entrance entrance() {
    return Entrance.speaking("dot");
  }

  /// Does something else from now on.
  public void nowDoes(Script other) {
    script = other;
  }

  /// Behaves otherwise on connections that come from now on.
  public void nowBehaves(Conduct other) {
    conduct = other;
  }

  /// Has another entrance for connections that come from now on.
  public void nowHas(Entrance other) {
    entrance = other;
  }

  /// Takes every client for a new one from now on.
  public void forgetSessions() {
    handshakes.forgetSessions();
  }

  public InetSocketAddress address() {
    return address;
  }

  /// The TCP connections so far.
  public Connections connections() {
    return connections;
  }

  /// The handshakes so far.
  public Handshakes handshakes() {
    return handshakes;
  }

  /// The queries so far.
  public List<Message> queries() {
    return queries;
  }

  private void serve(Socket connection) throws IOException, InterruptedException {
    Entrance met = entrance;
    switch (met.opening()) {
      case ORDERLY -> serve(connection, met, conduct);
      case STALLING -> connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      case NOT_TLS -> {
        readGreeting(connection);
        connection.getOutputStream().write(PLAIN);
        connection.getInputStream().transferTo(OutputStream.nullOutputStream());
      }
      case ENDING -> readGreeting(connection);
      case MUTE -> serve(connection, met, Conducts.deaf());
      case GARBAGE ->
          serve(
              connection,
              met,
              stream -> {
                stream.write(PLAIN);
                stream.drain();
              });
    }
  }

  private static void readGreeting(Socket connection) throws IOException {
    if (connection.getInputStream().read(new byte[LONGEST_GREETING]) < 0) {
      throw new EOFException();
    }
  }

  private void serve(Socket connection, Entrance met, Conduct manners)
      throws IOException, InterruptedException {
    SSLSocket tls = handshakes.shake(connection, met);
    manners.serve(
        new MessageStream(
            connection,
            tls,
            (query, transport) -> script.repliesTo(query, transport),
            queries::add));
  }

  @Override
  public void close() {
    connections.close();
  }
}
