package dev.cairn.upstream;

import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import java.io.IOException;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// Says what kept us and an upstream from trusting each other, in words of the operator.
final class Distrust {
  private static final int DEEPEST = 12;
  private static final String ALERT = "Received fatal alert: ";
  private static final Failure CLOSED =
      new Failure(Fault.NETWORK, "closed the connection during the TLS handshake");

  private Distrust() {}

  /// The failure if it is one of TLS, null if it is another.
  static @Nullable Failure in(Throwable cause) {
    SSLException outer = first(cause, SSLException.class);
    CertificateException certificate = last(cause, CertificateException.class);
    if (certificate != null) {
      return distrusted(aboutCertificate(certificate));
    }
    return outer == null ? null : aboutHandshake(outer);
  }

  private static Failure aboutHandshake(SSLException why) {
    String message = String.valueOf(why.getMessage());
    if (why instanceof SslHandshakeTimeoutException) {
      return new Failure(Fault.NETWORK, "did not finish the TLS handshake in time");
    }
    if (message.contains("closed")) { // by a server that stops, or does not like us
      return CLOSED;
    }
    if (why instanceof NotSslRecordException || message.startsWith("Unsupported or unrec")) {
      return distrusted("it does not speak TLS on this port");
    }
    int alert = message.indexOf(ALERT);
    if (alert >= 0) {
      return distrusted(
          "it refused the TLS handshake: " + message.substring(alert + ALERT.length()));
    }
    return isOfTheNetwork(why, DEEPEST) ? CLOSED : distrusted(message);
  }

  /// Whether a socket's own failure is among what led to it, or came along with it.
  private static boolean isOfTheNetwork(Throwable why, int depth) {
    if (why instanceof IOException && !(why instanceof SSLException)) {
      return true;
    }
    return depth > 0
        && Stream.concat(Stream.ofNullable(why.getCause()), Stream.of(why.getSuppressed()))
            .anyMatch(inner -> isOfTheNetwork(inner, depth - 1));
  }

  private static String aboutCertificate(CertificateException why) {
    String message = String.valueOf(why.getMessage());
    if (why instanceof CertificateExpiredException) {
      return "its certificate has expired, " + message; // NotAfter: and the time
    }
    if (why instanceof CertificateNotYetValidException) {
      return "its certificate is not valid yet, " + message; // NotBefore: and the time
    }
    if (first(why, CertPathBuilderException.class) != null) {
      return "no authority that is trusted here has issued its certificate";
    }
    return message.startsWith("No ")
        ? "its certificate is for others: " + message
        : "its certificate is not valid: " + message;
  }

  private static Failure distrusted(String why) {
    return new Failure(Fault.TLS, "cannot be trusted: " + why);
  }

  private static <T extends Throwable> @Nullable T first(Throwable cause, Class<T> kind) {
    Throwable next = cause;
    for (int depth = 0; next != null && depth < DEEPEST; depth++) {
      if (kind.isInstance(next)) {
        return kind.cast(next);
      }
      next = next.getCause();
    }
    return null;
  }

  private static <T extends Throwable> @Nullable T last(Throwable cause, Class<T> kind) {
    T found = first(cause, kind);
    for (T next = found; next != null; ) {
      found = next;
      Throwable inner = next.getCause();
      next = inner == null ? null : first(inner, kind);
    }
    return found;
  }
}
