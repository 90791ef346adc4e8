package dev.cairn.upstream;

/// A handshake that a scripted server has finished.
///
/// @param version as in `TLSv1.3`
/// @param protocol what ALPN settled on, empty if nothing
/// @param serverName what the client called the server, empty if it did not
public record Handshake(Kind kind, String version, String protocol, String serverName) {
  public enum Kind {
    /// The server showed its certificate.
    FULL,
    /// The client knew the server from before (RFC 8446 §2.2).
    RESUMED
  }
}
