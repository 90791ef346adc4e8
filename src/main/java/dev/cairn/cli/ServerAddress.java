package dev.cairn.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/// A server to ask: the host as the user wrote it, and the address that it stands for.
record ServerAddress(String host, InetSocketAddress socket) {
  /// Where a Cairn with the configuration as shipped listens.
  static final ServerAddress LOCAL = parse("127.0.0.1:1053");

  private static final int DNS_PORT = 53;
  private static final int LAST_PORT = 0xffff;

  /// Reads `HOST`, `HOST:PORT`, `IPV6`, `[IPV6]` or `[IPV6]:PORT`; a host name is looked up. Throws
  /// an [IllegalArgumentException] whose message is a sentence for the user.
  static ServerAddress parse(String text) {
    int bracket = text.startsWith("[") ? text.indexOf(']') : -1;
    if (bracket >= 0) {
      return of(text.substring(1, bracket), text.substring(bracket + 1), text);
    }
    int colon = text.indexOf(':');
    boolean hasPort = colon >= 0 && colon == text.lastIndexOf(':');
    return hasPort ? of(text.substring(0, colon), text.substring(colon), text) : of(text, "", text);
  }

  private static ServerAddress of(String host, String colonAndPort, String text) {
    if (host.isBlank()) { // Java would take an empty host for this machine
      throw new IllegalArgumentException("\"@" + text + "\" names no server");
    }
    int port = colonAndPort.isEmpty() ? DNS_PORT : port(colonAndPort, text);
    try {
      return new ServerAddress(host, new InetSocketAddress(InetAddress.getByName(host), port));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("server \"" + host + "\" is not known", e);
    }
  }

  private static int port(String colonAndPort, String text) {
    String digits = colonAndPort.substring(1);
    boolean wellFormed = colonAndPort.startsWith(":") && digits.matches("[0-9]{1,5}");
    int port = wellFormed ? Integer.parseInt(digits) : 0;
    if (port == 0 || port > LAST_PORT) {
      throw new IllegalArgumentException("\"@" + text + "\" has no port from 1 to 65535");
    }
    return port;
  }

  int port() {
    return socket.getPort();
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port();
  }
}
