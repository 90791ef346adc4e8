package dev.cairn.upstream;

import java.util.List;
import javax.net.ssl.SSLParameters;

/// What a client meets at the door of a scripted server: the certificate, what ALPN chooses from,
/// the versions of TLS, and how it begins.
///
/// @param protocols empty if the server does not know ALPN
public record Entrance(
    ServerCertificate certificate, List<String> protocols, List<String> versions, Opening opening) {

  /// The right certificate, TLS 1.2 and 1.3.
  static Entrance speaking(String protocol) {
    return new Entrance(
        ServerCertificate.RIGHT, List.of(protocol), List.of("TLSv1.3", "TLSv1.2"), Opening.ORDERLY);
  }

  public Entrance showing(ServerCertificate other) {
    return new Entrance(other, protocols, versions, opening);
  }

  /// Has ALPN choose from these.
  public Entrance offering(String... others) {
    return new Entrance(certificate, List.of(others), versions, opening);
  }

  /// Allows these versions, as `TLSv1.2`.
  public Entrance only(String... others) {
    return new Entrance(certificate, protocols, List.of(others), opening);
  }

  public Entrance beginning(Opening other) {
    return new Entrance(certificate, protocols, versions, other);
  }

  /// The parameters for a socket or an engine.
  SSLParameters parameters(SSLParameters before) {
    before.setApplicationProtocols(protocols.toArray(String[]::new));
    before.setProtocols(versions.toArray(String[]::new));
    return before;
  }
}
