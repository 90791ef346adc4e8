package dev.cairn.upstream;

import dev.cairn.trust.Authorities;
import io.netty.channel.Channel;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.util.AttributeKey;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Objects;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Our side of TLS towards one upstream: its certificate must lead to an authority we know, and be
/// for its name; sessions are resumed. Immutable.
final class TlsClient {
  private static final Logger LOG = LoggerFactory.getLogger(TlsClient.class);
  private static final int HANDSHAKE_MILLIS = 3_000;
  private static final String DOT = "dot"; // RFC 7858 §8.1
  private static final String HTTP_2 = "h2";
  private static final AttributeKey<Long> BEGUN = AttributeKey.valueOf(TlsClient.class, "begun");

  private final SslContext context;
  private final Endpoint endpoint;
  private final Authorities authorities;

  private TlsClient(SslContext context, Endpoint endpoint, Authorities authorities) {
    this.context = context;
    this.endpoint = endpoint;
    this.authorities = authorities;
  }

  /// The one that is known, while its file of certificates is what it was; otherwise a new one. If
  /// the same file cannot be read any more, its former certificates stay. Reads files.
  ///
  /// @param wanted PEM file; null for the system's, or where there are none the JVM's
  /// @throws SSLException if there are no certificates to trust
  static TlsClient renewed(@Nullable TlsClient known, Endpoint endpoint, @Nullable Path wanted)
      throws SSLException {
    var now = Authorities.of(wanted); // before it is read, as it may change meanwhile
    if (known == null) {
      return to(endpoint, now);
    }
    if (known.authorities.equals(now)) {
      return known;
    }
    try {
      return to(endpoint, now);
    } catch (SSLException e) {
      if (!Objects.equals(known.authorities.file(), now.file())) {
        throw e;
      }
      LOG.warn("upstream {}: {}; what was in it before stays trusted", endpoint, e.getMessage());
      return new TlsClient(known.context, endpoint, now); // not read again until it changes
    }
  }

  private static TlsClient to(Endpoint endpoint, Authorities authorities) throws SSLException {
    SslContext context =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS") // that names are checked (RFC 9110 §4.3.4)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    isHttps(endpoint) ? HTTP_2 : DOT))
            .trustManager(authorities.read())
            .build();
    return new TlsClient(context, endpoint, authorities);
  }

  private static boolean isHttps(Endpoint endpoint) {
    return endpoint.protocol() == dev.cairn.upstream.Protocol.HTTPS;
  }

  /// A new session, or an old one again, with the endpoint's name checked against the certificate,
  /// or where there is none the address that is reached.
  SslHandler handler(Channel channel, InetSocketAddress reached) {
    String peer =
        endpoint.name().isEmpty() ? reached.getAddress().getHostAddress() : endpoint.name();
    SslHandler handler = context.newHandler(channel.alloc(), peer, reached.getPort());
    handler.setHandshakeTimeoutMillis(HANDSHAKE_MILLIS);
    channel.attr(BEGUN).set(System.currentTimeMillis()); // as sessions have it
    return handler;
  }

  /// Whether the session of a channel is older than its connection.
  static boolean isResumed(Channel channel) {
    SslHandler handler = channel.pipeline().get(SslHandler.class);
    Long begun = channel.attr(BEGUN).get();
    return handler != null
        && begun != null
        && handler.engine().getSession().getCreationTime() < begun;
  }

  /// What is wrong with a session that came about; null if nothing is. A server of DoT may not know
  /// ALPN, one of DoH has to: there is no other way to agree on HTTP/2.
  @Nullable Throwable distrust(SslHandler handler) {
    return isHttps(endpoint) && !Objects.equals(handler.applicationProtocol(), HTTP_2)
        ? new SSLException("it does not speak HTTP/2")
        : null;
  }
}
