package dev.cairn.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/// Who may be asked, and how. `toString` is a form that can be read again, the same for all ways of
/// writing the same.
public sealed interface UpstreamAddress {
  OfSystem SYSTEM = new OfSystem();

  /// How an upstream is asked.
  enum Protocol {
    /// Over UDP, and over TCP what UDP cannot carry (RFC 1035 §4.2).
    DNS("udp", 53),
    /// Over TCP only (RFC 7766).
    TCP("tcp", 53),
    /// RFC 7858.
    TLS("tls", 853),
    /// RFC 8484.
    HTTPS("https", 443);

    private final String scheme;
    private final int port;

    Protocol(String scheme, int port) {
      this.scheme = scheme;
      this.port = port;
    }

    /// As in `tls://`.
    public String scheme() {
      return scheme;
    }

    /// Where it is served unless another port is written.
    public int port() {
      return port;
    }
  }

  /// The servers that resolv.conf names, as they are when it is read.
  record OfSystem() implements UpstreamAddress {
    @Override
    public String toString() {
      return "system";
    }
  }

  /// One server.
  ///
  /// @param addresses ways to it, resolved, at least one, no one twice; with HTTPS all have the
  ///   port of its URI; more than one only if it has a name
  /// @param name of the host, in lower case and without a dot at the end, which its certificate
  ///   must be for; empty if it must be for the address
  /// @param path of its URI, from the first slash; empty unless HTTPS
  record At(Protocol protocol, List<InetSocketAddress> addresses, String name, String path)
      implements UpstreamAddress {

    public At {
      addresses = List.copyOf(addresses);
    }

    /// A server that is asked over UDP and TCP.
    public static At plain(InetSocketAddress address) {
      return new At(Protocol.DNS, List.of(address), "", "");
    }

    @Override
    public String toString() {
      return switch (protocol) {
        case DNS -> sockets();
        case TCP, TLS -> protocol.scheme() + "://" + (name.isEmpty() ? "" : name + "@") + sockets();
        case HTTPS -> "https://" + (name.isEmpty() ? sockets() + path : named());
      };
    }

    private String named() {
      var hosts =
          addresses.stream()
              .map(address -> Addresses.written(address.getAddress()))
              .collect(Collectors.joining(","));
      return name + ":" + addresses.getFirst().getPort() + path + "@" + hosts;
    }

    private String sockets() {
      return addresses.stream().map(Addresses::written).collect(Collectors.joining(","));
    }
  }
}
