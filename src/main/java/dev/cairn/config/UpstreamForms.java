package dev.cairn.config;

import dev.cairn.config.UpstreamAddress.At;
import dev.cairn.config.UpstreamAddress.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;

/// How upstreams are written: an address, or a URI with the addresses of its host behind it.
///
/// ```
/// 192.0.2.53        tls://192.0.2.53:853        tls://dns.example@192.0.2.53,[2001:db8::53]:853
/// [2001:db8::53]:53 https://192.0.2.53/dns-query https://dns.example:443/dns-query@192.0.2.53
/// ```
final class UpstreamForms {
  static final Form<UpstreamAddress> UPSTREAM =
      new Text<>("\"192.0.2.53\"", UpstreamForms::upstream);

  private static final String UPSTREAMS =
      "; allowed: \"system\", or an address such as \"192.0.2.53\", \"192.0.2.53:5353\","
          + " \"2001:db8::53\" or \"[2001:db8::53]:5353\", plain or behind udp://, tcp://,"
          + " tls://NAME@ or https://NAME/PATH@";

  private static final String USUAL_PATH = "/dns-query";
  private static final String EXAMPLE_ADDRESS = "192.0.2.53";

  /// Of RFC 3986 §3.3, without the sign that ends it here.
  private static final Pattern PATH = Pattern.compile("/[A-Za-z0-9._~!$&'()*+,;=:%/-]{0,1000}");

  private static final Pattern PORT = Pattern.compile(":[^:\\]]*$");

  private UpstreamForms() {}

  private static Parsed<UpstreamAddress> upstream(String text) {
    if (text.equals("system")) {
      return Parsed.value(UpstreamAddress.SYSTEM);
    }
    int end = text.indexOf("://");
    if (end < 0) {
      return byAddress(Protocol.DNS, text);
    }
    var rest = text.substring(end + "://".length());
    return switch (text.substring(0, end)) {
      case "udp" -> byAddress(Protocol.DNS, rest);
      case "tcp" -> byAddress(Protocol.TCP, rest);
      case "tls" -> overTls(rest);
      case "https" -> overHttps(rest);
      case String other ->
          Parsed.wrong(
              Shown.quoted(other + "://")
                  + " is unknown; allowed: \"udp://\", \"tcp://\", \"tls://\", \"https://\"");
    };
  }

  private static Parsed<UpstreamAddress> byAddress(Protocol protocol, String text) {
    return socket(text, protocol)
        .then(socket -> Parsed.value(new At(protocol, List.of(socket), "", "")));
  }

  private static Parsed<UpstreamAddress> overTls(String text) {
    int at = text.lastIndexOf('@');
    if (at >= 0) {
      return HostName.read(text.substring(0, at))
          .then(name ->
              addresses(text.substring(at + 1), one -> socket(one, Protocol.TLS))
                  .then(all -> Parsed.value(new At(Protocol.TLS, all, name, ""))));
    }
    var host = withoutPort(text);
    return HostName.is(host)
        ? needsAddress("tls://" + text, "tls://" + host + "@" + EXAMPLE_ADDRESS + portOf(text))
        : byAddress(Protocol.TLS, text);
  }

  private static Parsed<UpstreamAddress> overHttps(String text) {
    int at = text.lastIndexOf('@');
    var uri = at < 0 ? text : text.substring(0, at);
    int slash = uri.indexOf('/');
    var authority = slash < 0 ? uri : uri.substring(0, slash);
    var path = slash < 0 ? USUAL_PATH : uri.substring(slash);
    if (!PATH.matcher(path).matches()) {
      return Parsed.wrong(
          Shown.quoted(path)
              + " is not a path of a URI; allowed: letters, digits and such as \"/dns-query\","
              + " others as %XX");
    }
    if (at >= 0) {
      return byName(authority, path, text.substring(at + 1));
    }
    return HostName.is(withoutPort(authority))
        ? needsAddress("https://" + text, "https://" + authority + path + "@" + EXAMPLE_ADDRESS)
        : socket(authority, Protocol.HTTPS)
            .then(socket -> Parsed.value(new At(Protocol.HTTPS, List.of(socket), "", path)));
  }

  /// The port belongs to the URI, and so to every address.
  private static Parsed<UpstreamAddress> byName(String authority, String path, String addresses) {
    var written = portOf(authority);
    int port = written.isEmpty() ? Protocol.HTTPS.port() : AddressForms.port(written.substring(1));
    if (port < 0) {
      return AddressForms.noPort(authority);
    }
    return HostName.read(withoutPort(authority))
        .then(name ->
            addresses(addresses, one -> withPort(one, port))
                .then(all -> Parsed.value(new At(Protocol.HTTPS, all, name, path))));
  }

  private static Parsed<UpstreamAddress> needsAddress(String text, String example) {
    return Parsed.wrong(
        Shown.quoted(text)
            + " needs a bootstrap address, for nobody is asked where upstreams are; allowed:"
            + " addresses behind an @, such as "
            + Shown.quoted(example));
  }

  private static Parsed<List<InetSocketAddress>> addresses(
      String text, Function<String, Parsed<InetSocketAddress>> reader) {
    var all = new LinkedHashSet<InetSocketAddress>();
    for (String one : text.split(",", -1)) {
      switch (reader.apply(one)) {
        case Parsed.Wrong<InetSocketAddress>(String why) -> {
          return Parsed.wrong(why);
        }
        case Parsed.Value<InetSocketAddress>(InetSocketAddress address) -> {
          if (!all.add(address)) {
            return Parsed.wrong(Shown.quoted(one) + " is there already; allowed: each once");
          }
        }
      }
    }
    return Parsed.value(List.copyOf(all));
  }

  private static Parsed<InetSocketAddress> withPort(String text, int port) {
    var address = Addresses.address(AddressForms.unbracketed(text));
    return address == null
        ? Parsed.wrong(
            Shown.quoted(text)
                + " is not an IP address; allowed behind the @: such as \"192.0.2.53\" or"
                + " \"2001:db8::53\", the port stands behind the name")
        : somebody(text, new InetSocketAddress(address, port));
  }

  private static Parsed<InetSocketAddress> socket(String text, Protocol protocol) {
    var bare = Addresses.address(AddressForms.unbracketed(text));
    return bare == null
        ? AddressForms.socket(text, UPSTREAMS).then(socket -> somebody(text, socket))
        : somebody(text, new InetSocketAddress(bare, protocol.port()));
  }

  private static Parsed<InetSocketAddress> somebody(String text, InetSocketAddress socket) {
    InetAddress address = socket.getAddress();
    return address.isAnyLocalAddress() || address.isMulticastAddress()
        ? Parsed.wrong(Shown.quoted(text) + " is nobody's address" + UPSTREAMS)
        : Parsed.value(socket);
  }

  /// With its colon; empty if there is none.
  private static String portOf(String authority) {
    var port = PORT.matcher(authority);
    return port.find() ? port.group() : "";
  }

  private static String withoutPort(String authority) {
    return authority.substring(0, authority.length() - portOf(authority).length());
  }
}
