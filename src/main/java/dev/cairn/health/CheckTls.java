package dev.cairn.health;

import dev.cairn.health.Dialling.Opening;
import dev.cairn.trust.Authorities;
import io.netty.channel.Channel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Our side of TLS towards what is checked. It takes a tenth of a second and megabytes, so it is
/// made ready when the first check wants it, in that check's time, on a thread of its own.
/// Thread-safe.
public final class CheckTls {
  private final @Nullable Path authorities;
  private final Map<Boolean, CompletableFuture<SslContext>> ready = new HashMap<>();

  /// Reads nothing yet.
  ///
  /// @param authorities PEM file; null for the system's, or where there are none the JVM's
  public CheckTls(@Nullable Path authorities) {
    this.authorities = authorities;
  }

  /// How connections to a peer begin. Fails with an [SSLException] if it is to be verified and the
  /// authorities cannot be read; who asks later has them read again.
  CompletableFuture<Opening> opening(Peer peer) {
    return ready(peer.isVerified()).thenApply(context -> channel -> begin(context, channel, peer));
  }

  private synchronized CompletableFuture<SslContext> ready(boolean verifies) {
    CompletableFuture<SslContext> known = ready.get(verifies);
    if (known == null || known.isCompletedExceptionally()) {
      known = CompletableFuture.supplyAsync(() -> made(verifies), Thread::startVirtualThread);
      ready.put(verifies, known);
    }
    return known;
  }

  private SslContext made(boolean verifies) {
    try {
      return verifies
          ? client()
              .endpointIdentificationAlgorithm("HTTPS")
              .trustManager(Authorities.of(authorities).read())
              .build()
          : client()
              .endpointIdentificationAlgorithm(null)
              .trustManager(InsecureTrustManagerFactory.INSTANCE)
              .build();
    } catch (SSLException e) {
      throw new CompletionException(e);
    }
  }

  private static void begin(SslContext context, Channel channel, Peer peer) {
    SslHandler handler = context.newHandler(channel.alloc(), peer.name(), peer.port());
    handler.setHandshakeTimeoutMillis(0); // the check's own time is enough
    channel.pipeline().addLast(handler);
  }

  private static SslContextBuilder client() {
    return SslContextBuilder.forClient()
        .sslProvider(SslProvider.JDK)
        .protocols("TLSv1.3", "TLSv1.2");
  }

  /// Whom TLS is spoken with.
  ///
  /// @param name that the certificate must be for
  record Peer(String name, int port, boolean isVerified) {}
}
