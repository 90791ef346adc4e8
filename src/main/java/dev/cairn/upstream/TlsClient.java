package dev.cairn.upstream;

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
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
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

  /// Where systems keep the certificates that they trust.
  private static final List<Path> SYSTEMS =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Arch
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // Fedora
          Path.of("/etc/ssl/cert.pem")); // Alpine, the BSDs

  private final SslContext context;
  private final Endpoint endpoint;
  private final Trusted trusted;

  private TlsClient(SslContext context, Endpoint endpoint, Trusted trusted) {
    this.context = context;
    this.endpoint = endpoint;
    this.trusted = trusted;
  }

  /// A file of certificates as it was when it was read.
  ///
  /// @param file null for those of the JVM
  /// @param modified null if there is none to be seen
  private record Trusted(@Nullable Path file, @Nullable FileTime modified, long size) {
    static Trusted now(@Nullable Path authorities) {
      Path file = authorities == null ? systemsOwn() : authorities;
      try {
        return file == null
            ? new Trusted(null, null, 0)
            : new Trusted(file, Files.getLastModifiedTime(file), Files.size(file));
      } catch (IOException _) {
        return new Trusted(file, null, 0); // whoever reads it says why
      }
    }
  }

  /// The one that is known, while its file of certificates is what it was; otherwise a new one. If
  /// the same file cannot be read any more, its former certificates stay. Reads files.
  ///
  /// @throws SSLException if there are no certificates to trust
  static TlsClient renewed(@Nullable TlsClient known, Endpoint endpoint, @Nullable Path authorities)
      throws SSLException {
    if (known == null) {
      return to(endpoint, authorities);
    }
    Trusted now = Trusted.now(authorities);
    if (known.trusted.equals(now)) {
      return known;
    }
    try {
      return to(endpoint, authorities);
    } catch (SSLException e) {
      if (!Objects.equals(known.trusted.file(), now.file())) {
        throw e;
      }
      LOG.warn("upstream {}: {}; what was in it before stays trusted", endpoint, e.getMessage());
      return new TlsClient(known.context, endpoint, now); // not read again until it changes
    }
  }

  /// Reads files.
  ///
  /// @param authorities PEM file; null for the system's, or where there are none the JVM's
  /// @throws SSLException if they cannot be read
  static TlsClient to(Endpoint endpoint, @Nullable Path authorities) throws SSLException {
    var builder =
        SslContextBuilder.forClient()
            .sslProvider(SslProvider.JDK)
            .protocols("TLSv1.3", "TLSv1.2")
            .endpointIdentificationAlgorithm("HTTPS") // that names are checked (RFC 9110 §4.3.4)
            .applicationProtocolConfig(
                new ApplicationProtocolConfig(
                    Protocol.ALPN,
                    SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT,
                    isHttps(endpoint) ? HTTP_2 : DOT));
    Trusted trusted = Trusted.now(authorities); // before it is read, as it may change meanwhile
    Path file = trusted.file();
    if (file != null) {
      try {
        builder.trustManager(new ByteArrayInputStream(Files.readAllBytes(file)));
      } catch (IOException | IllegalArgumentException e) {
        // without its cause, which would be taken for one of the upstream's
        throw new SSLException(
            "the certificates in " + file + " cannot be read: " + whatIsWrong(e));
      }
    }
    return new TlsClient(builder.build(), endpoint, trusted);
  }

  private static String whatIsWrong(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission to read it is denied";
      case IOException io -> String.valueOf(io.getMessage());
      default -> "it has none in PEM form, or one that is damaged";
    };
  }

  private static @Nullable Path systemsOwn() {
    String named = System.getenv("SSL_CERT_FILE");
    return Stream.concat(Stream.ofNullable(named).map(Path::of), SYSTEMS.stream())
        .filter(Files::isReadable)
        .findFirst()
        .orElse(null);
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
