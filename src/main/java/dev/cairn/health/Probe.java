package dev.cairn.health;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// What is done to find out whether something is alive.
public sealed interface Probe {

  /// Passing for a status of 2xx, warning for 429, critical for all else.
  ///
  /// @param url with the scheme http or https and a host
  /// @param headers sent as they are; a `Host` is honoured
  record Http(
      URI url, String method, Map<String, List<String>> headers, String body, HttpManners manners)
      implements Probe {}

  /// @param tlsServerName that the certificate must be for; empty for the host of the URL
  /// @param largestOutput octets of the body that are kept
  record HttpManners(
      String tlsServerName, boolean verifiesTls, boolean followsRedirects, int largestOutput) {}

  /// Passing if a connection comes about, with any address of the host.
  ///
  /// @param tls whose handshake has to come about as well; null for none
  record Tcp(String host, int port, @Nullable Tls tls) implements Probe {}

  /// @param serverName that the certificate must be for; empty for the host
  record Tls(String serverName, boolean isVerified) {
    public static final Tls USUAL = new Tls("", true);
  }

  /// Passing for any reply, and for none within the timeout; critical if the port is refused.
  record Udp(String host, int port) implements Probe {}

  /// Passing if a name server gives the wanted rcode and, if any are wanted, the wanted records;
  /// warning if it took longer than `warnAfter`.
  ///
  /// @param expected rdata in presentation form that must be among the answers
  record Dns(Server server, Name name, int type, int rcode, List<String> expected)
      implements Probe {}

  /// Whom a DNS probe asks, and how long that may take.
  record Server(String host, int port, Duration warnAfter) {}

  /// Passing if a command ends with 0, warning for 1, critical for all else.
  record Script(List<String> command) implements Probe {}
}
