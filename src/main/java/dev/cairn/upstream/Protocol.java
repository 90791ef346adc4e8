package dev.cairn.upstream;

/// How an upstream is spoken to.
public enum Protocol {
  /// UDP, and TCP for what does not fit into a datagram (RFC 1035 §4.2).
  DNS("", 53),
  /// TCP only (RFC 7766).
  TCP("tcp://", 53),
  /// DNS over TLS (RFC 7858).
  TLS("tls://", 853),
  /// DNS over HTTP/2 (RFC 8484).
  HTTPS("https://", 443);

  private final String prefix;
  private final int port;

  Protocol(String prefix, int port) {
    this.prefix = prefix;
    this.port = port;
  }

  /// What an upstream of this protocol begins with when it is written.
  String prefix() {
    return prefix;
  }

  int port() {
    return port;
  }

  /// Whether nobody on the way can read it.
  boolean isEncrypted() {
    return switch (this) {
      case DNS, TCP -> false;
      case TLS, HTTPS -> true;
    };
  }
}
