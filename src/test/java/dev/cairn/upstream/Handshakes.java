package dev.cairn.upstream;

import dev.cairn.upstream.Handshake.Kind;
import java.io.IOException;
import java.net.Socket;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/// The server's side of TLS: begins handshakes and remembers how they ended.
public final class Handshakes {
  private final List<Handshake> done = new CopyOnWriteArrayList<>();
  private final AtomicInteger failed = new AtomicInteger();
  private final Map<ServerCertificate, SSLContext> contexts =
      new EnumMap<>(ServerCertificate.class);

  /// The handshakes that were finished.
  public List<Handshake> done() {
    return done;
  }

  /// How many of them resumed a session.
  public int resumed() {
    return (int) done.stream().filter(one -> one.kind() == Kind.RESUMED).count();
  }

  /// How many were given up by either side.
  public int failed() {
    return failed.get();
  }

  /// Takes every client for a new one from now on.
  synchronized void forgetSessions() {
    contexts.clear();
  }

  private synchronized SSLContext context(Entrance entrance) {
    return contexts.computeIfAbsent(entrance.certificate(), TestCertificates::server);
  }

  /// Shakes hands on a connection that has been accepted.
  SSLSocket shake(Socket connection, Entrance entrance) throws IOException {
    long began = System.currentTimeMillis();
    var socket =
        (SSLSocket) context(entrance).getSocketFactory().createSocket(connection, null, true);
    socket.setSSLParameters(entrance.parameters(socket.getSSLParameters()));
    try {
      socket.startHandshake();
    } catch (IOException e) {
      fail();
      throw e;
    }
    remember(socket.getSession(), socket.getApplicationProtocol(), began);
    return socket;
  }

  /// An engine that will shake hands.
  SSLEngine engine(Entrance entrance) {
    SSLEngine engine = context(entrance).createSSLEngine();
    engine.setUseClientMode(false);
    engine.setSSLParameters(entrance.parameters(engine.getSSLParameters()));
    return engine;
  }

  /// To be called when an engine has finished.
  ///
  /// @param began milliseconds of the system's clock before its handshake
  void finished(SSLEngine engine, long began) {
    remember(engine.getSession(), engine.getApplicationProtocol(), began);
  }

  /// To be called when an engine has failed.
  void fail() {
    failed.incrementAndGet();
  }

  /// A session is resumed if it is older than the connection. That this can be told, nobody gets an
  /// answer in the millisecond in which a session begins.
  private void remember(SSLSession session, String protocol, long began) {
    while (System.currentTimeMillis() <= session.getCreationTime()) {
      Thread.onSpinWait();
    }
    Kind kind = session.getCreationTime() < began ? Kind.RESUMED : Kind.FULL;
    done.add(new Handshake(kind, session.getProtocol(), protocol, serverName(session)));
  }

  private static String serverName(SSLSession session) {
    return ((ExtendedSSLSession) session)
        .getRequestedServerNames().stream()
            .map(name -> ((SNIHostName) name).getAsciiName())
            .findFirst()
            .orElse("");
  }
}
