package dev.cairn.health;

import dev.cairn.trust.Authorities;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Our side of TLS towards what is checked. Immutable.
public final class CheckTls {
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
    SslContextBuilder verifying =
        client()
            .endpointIdentificationAlgorithm("HTTPS")
            .trustManager(Authorities.of(authorities).read());
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
