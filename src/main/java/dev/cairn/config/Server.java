package dev.cairn.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// The table `[server]`: where it listens and what it says about itself.
///
/// @param listen where UDP and TCP are served, no address twice
/// @param chaos whether version.bind and id.server are answered in class CH (RFC 4892)
/// @param identity what id.server and NSID say, printable ASCII of at most 255 octets; empty means
///   the host's name
public record Server(
    List<InetSocketAddress> listen,
    boolean chaos,
    String identity,
    AnyAnswer any,
    UdpEngine udpEngine,
    Cookies cookies,
    Tcp tcp) {

  public static final Server DEFAULTS =
      new Server(
          List.of(Addresses.at("127.0.0.1", 1053), Addresses.at("::1", 1053)),
          true,
          "",
          AnyAnswer.MINIMAL,
          UdpEngine.AUTO,
          Cookies.DEFAULTS,
          Tcp.DEFAULTS);

  public Server {
    listen = List.copyOf(listen);
  }

  /// The same elsewhere.
  Server on(List<InetSocketAddress> addresses) {
    return new Server(addresses, chaos, identity, any, udpEngine, cookies, tcp);
  }

  /// What a question for ANY gets over UDP; over TCP it gets everything.
  public enum AnyAnswer {
    /// One record set (RFC 8482 §4.1).
    MINIMAL,
    /// All record sets.
    FULL
  }

  /// What drives UDP sockets.
  public enum UdpEngine {
    /// The quickest one that works here.
    AUTO,
    NETTY,
    /// Batches of datagrams by system calls of Linux.
    BATCH
  }

  /// The table `[server.cookies]`: DNS cookies (RFC 7873, RFC 9018).
  ///
  /// @param enabled whether clients get them
  /// @param secrets of 32 hexadecimal digits each: the first makes cookies, all are known; empty
  ///   means one that is drawn at the start
  public record Cookies(boolean enabled, List<String> secrets) {
    public static final Cookies DEFAULTS = new Cookies(true, List.of());

    public Cookies {
      secrets = List.copyOf(secrets);
    }
  }

  /// The table `[server.tcp]`: how much one client may hold, and how long (RFC 7766 §6).
  ///
  /// @param maxConnections of all clients, 1 to 100,000
  /// @param maxConnectionsPerClient of one address, 1 to 100,000
  /// @param maxInFlight queries under way on one connection, 1 to 10,000
  /// @param idleTimeout without a query and without an answer owed, 100 ms to 1 h
  /// @param readTimeout from the first octet of a message to its last, 100 ms to 1 h
  /// @param lifetime of a connection in all, 1 s to 7 d
  public record Tcp(
      int maxConnections,
      int maxConnectionsPerClient,
      int maxInFlight,
      Duration idleTimeout,
      Duration readTimeout,
      Duration lifetime) {

    public static final Tcp DEFAULTS =
        new Tcp(1000, 100, 128, Duration.ofSeconds(10), Duration.ofSeconds(5), Duration.ofHours(1));
  }
}
