package dev.cairn.upstream;

import io.netty.util.NetUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Collectors;

/// Where an upstream is reached, and as whom: what the operator wrote.
///
/// @param addresses ways to one and the same server, at least one; the first that can be reached is
///   taken
/// @param name what its certificate must be for; empty for the address itself, and where nothing is
///   encrypted
/// @param path of HTTPS, beginning with a slash; else empty
public record Endpoint(
    Protocol protocol, List<InetSocketAddress> addresses, String name, String path) {

  /// A server by UDP, and by TCP for what does not fit.
  public static Endpoint at(InetSocketAddress address) {
    return new Endpoint(Protocol.DNS, List.of(address), "", "");
  }

  public Endpoint {
    addresses = List.copyOf(addresses);
  }

  InetSocketAddress address() {
    return addresses.getFirst();
  }

  /// Whom the certificate must name: the name, or the address where there is none.
  String peer() {
    return name.isEmpty() ? address().getAddress().getHostAddress() : name;
  }

  /// As the operator knows it: `192.0.2.53:53`, `tls://dns.example@192.0.2.53:853`.
  @Override
  public String toString() {
    if (protocol == Protocol.HTTPS && !name.isEmpty()) { // the port belongs to the URI
      String hosts =
          addresses.stream()
              .map(one -> NetUtil.toAddressString(one.getAddress()))
              .collect(Collectors.joining(","));
      return protocol.prefix() + name + ":" + address().getPort() + path + "@" + hosts;
    }
    String reached =
        addresses.stream().map(NetUtil::toSocketAddressString).collect(Collectors.joining(","));
    return protocol.prefix() + (name.isEmpty() ? reached + path : name + "@" + reached);
  }
}
