package dev.cairn.config;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.regex.Pattern;

/// How sockets and networks are written.
final class AddressForms {
  static final Form<InetSocketAddress> LISTENER =
      new Text<>("\"127.0.0.1:1053\"", AddressForms::listener);
  static final Form<List<Network>> NETWORKS = new Text<>("\"10.0.0.0/8\"", AddressForms::networks);

  static final Form<Network> NETWORK = new Text<>("\"10.0.0.0/8\"", AddressForms::oneNetwork);

  private static final String LISTENERS =
      "; allowed: IP:PORT such as \"127.0.0.1:1053\" or \"[::1]:1053\"";
  private static final String NETWORK_LIST =
      "; allowed: \"any\", \"loopback\", \"private\", an address, or a network such as"
          + " \"10.0.0.0/8\" or \"fc00::/7\"";

  private static final int HIGHEST_PORT = 65_535;
  private static final Pattern SMALL_NUMBER = Pattern.compile("0|[1-9]\\d{0,5}");

  private AddressForms() {}

  private static Parsed<InetSocketAddress> listener(String text) {
    return Addresses.address(unbracketed(text)) == null
        ? socket(text, LISTENERS)
        : Parsed.wrong(Shown.quoted(text) + " has no port" + LISTENERS);
  }

  /// An address with a port; IPv6 in brackets (RFC 3986 §3.2.2).
  static Parsed<InetSocketAddress> socket(String text, String allowed) {
    int colon = text.lastIndexOf(':');
    var host = text.substring(0, Math.max(colon, 0));
    var address = Addresses.address(unbracketed(host));
    if (address == null || host.contains(":") != host.startsWith("[")) {
      return Parsed.wrong(Shown.quoted(text) + " is not an IP address and port" + allowed);
    }
    int port = port(text.substring(colon + 1));
    return port < 0 ? noPort(text) : Parsed.value(new InetSocketAddress(address, port));
  }

  /// -1 if it is none.
  static int port(String text) {
    int port = number(text);
    return port < 1 || port > HIGHEST_PORT ? -1 : port;
  }

  static <T> Parsed<T> noPort(String text) {
    return Parsed.wrong(
        Shown.quoted(text) + " has no port that can be; allowed: 1 to " + HIGHEST_PORT);
  }

  static String unbracketed(String host) {
    return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
  }

  private static Parsed<List<Network>> networks(String text) {
    return switch (text) {
      case "any" -> Parsed.value(Network.ANY);
      case "loopback" -> Parsed.value(Network.LOOPBACK);
      case "private" -> Parsed.value(Network.PRIVATE);
      default -> network(text);
    };
  }

  private static Parsed<List<Network>> network(String text) {
    return oneNetwork(text).then(network -> Parsed.value(List.of(network)));
  }

  private static Parsed<Network> oneNetwork(String text) {
    int slash = text.indexOf('/');
    var address = Addresses.address(slash < 0 ? text : text.substring(0, slash));
    if (address == null) {
      return Parsed.wrong(Shown.quoted(text) + " is not a network" + NETWORK_LIST);
    }
    int most = Network.bits(address);
    int length = slash < 0 ? most : number(text.substring(slash + 1));
    if (length < 0 || length > most) {
      return Parsed.wrong(
          Shown.quoted(text) + " has no prefix length that can be; allowed: 0 to " + most);
    }
    var network = Network.around(address, length);
    return network.base().equals(address)
        ? Parsed.value(network)
        : Parsed.wrong(
            Shown.quoted(text)
                + " has bits set behind its prefix; the network is \""
                + network
                + "\"");
  }

  /// A number without sign and leading zeros; -1 if it is none.
  private static int number(String text) {
    return SMALL_NUMBER.matcher(text).matches() ? Integer.parseInt(text) : -1;
  }
}
