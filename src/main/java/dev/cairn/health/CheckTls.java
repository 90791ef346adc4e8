package dev.cairn.health;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Our side of TLS towards what is checked. Immutable.
public final class CheckTls {

  /// Where systems keep the certificates that they trust.
  private static final List<Path> SYSTEMS =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Arch
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // Fedora
          Path.of("/etc/ssl/cert.pem")); // Alpine, the BSDs

  private final SslContext verifying;
  private final SslContext trusting;

  private CheckTls(SslContext verifying, SslContext trusting) {
    this.verifying = verifying;
    this.trusting = trusting;
  }

  /// Reads files.
  ///
  /// @param authorities PEM file; null for the system's, or where there are none the JVM's
  /// @throws SSLException if they cannot be read
  public static CheckTls of(@Nullable Path authorities) throws SSLException {
    SslContextBuilder verifying = client().endpointIdentificationAlgorithm("HTTPS");
    Path trusted = authorities == null ? systemsOwn() : authorities;
    if (trusted != null) {
      try {
        verifying.trustManager(trusted.toFile());
      } catch (IllegalArgumentException e) {
        throw new SSLException("the certificates in " + trusted + " cannot be read", e);
      }
    }
    SslContextBuilder trusting =
        client()
            .endpointIdentificationAlgorithm(null)
            .trustManager(InsecureTrustManagerFactory.INSTANCE);
    return new CheckTls(verifying.build(), trusting.build());
  }

  private static SslContextBuilder client() {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2");
  }

  private static @Nullable Path systemsOwn() {
    String named = System.getenv("SSL_CERT_FILE");
    return Stream.concat(Stream.ofNullable(named).map(Path::of), SYSTEMS.stream())
        .filter(Files::isReadable)
        .findFirst()
        .orElse(null);
  }

  SslHandler handler(ByteBufAllocator allocator, Peer peer) {
    SslContext context = peer.isVerified() ? verifying : trusting;
    SslHandler handler = context.newHandler(allocator, peer.name(), peer.port());
    handler.setHandshakeTimeoutMillis(0); // the check's own time is enough
    return handler;
  }

  /// Whom TLS is spoken with.
  ///
  /// @param name that the certificate must be for
  record Peer(String name, int port, boolean isVerified) {}
}
