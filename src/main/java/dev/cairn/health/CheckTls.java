package dev.cairn.health;

import dev.cairn.trust.Authorities;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Our side of TLS towards what is checked. It takes a tenth of a second and megabytes, so it is
/// made ready when the first check wants it, on a thread of its own. Thread-safe.
public final class CheckTls {
  private final @Nullable Path authorities;
  private @Nullable CompletableFuture<Ready> ready;

  /// Reads nothing yet.
  ///
  /// @param authorities PEM file; null for the system's, or where there are none the JVM's
  public CheckTls(@Nullable Path authorities) {
    this.authorities = authorities;
  }

  /// Fails with an [SSLException] if the authorities cannot be read; who asks later has them read
  /// again.
  synchronized CompletableFuture<Ready> ready() {
    CompletableFuture<Ready> known = ready;
    if (known == null || known.isCompletedExceptionally()) {
      known = CompletableFuture.supplyAsync(this::read, Thread::startVirtualThread);
      ready = known;
    }
    return known;
  }

  private Ready read() {
    try {
      SslContextBuilder verifying =
          client()
              .endpointIdentificationAlgorithm("HTTPS")
              .trustManager(Authorities.of(authorities).read());
      SslContextBuilder trusting =
          client()
              .endpointIdentificationAlgorithm(null)
              .trustManager(InsecureTrustManagerFactory.INSTANCE);
      return new Ready(verifying.build(), trusting.build());
    } catch (SSLException e) {
      throw new CompletionException(e);
    }
  }

  private static SslContextBuilder client() {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2");
  }

  /// What connections begin with.
  record Ready(SslContext verifying, SslContext trusting) {

    void begin(Channel channel, Peer peer) {
      SslContext context = peer.isVerified() ? verifying : trusting;
      SslHandler handler = context.newHandler(channel.alloc(), peer.name(), peer.port());
      handler.setHandshakeTimeoutMillis(0); // the check's own time is enough
      channel.pipeline().addLast(handler);
    }
  }

  /// Whom TLS is spoken with.
  ///
  /// @param name that the certificate must be for
  record Peer(String name, int port, boolean isVerified) {}
}
