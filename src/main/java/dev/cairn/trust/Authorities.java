package dev.cairn.trust;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Those whom the certificate of a peer must lead to: a file of certificates as it was when it was
/// looked at. Two are equal if nothing was written to the file between.
///
/// @param file in PEM form; null for the authorities that the JVM has
/// @param modified null if there is no such file to be seen
/// @param size octets
public record Authorities(@Nullable Path file, @Nullable FileTime modified, long size) {

  /// Where systems keep the certificates that they trust.
  private static final List<Path> SYSTEMS =
      List.of(
          Path.of("/etc/ssl/certs/ca-certificates.crt"), // Debian, Arch
          Path.of("/etc/pki/tls/certs/ca-bundle.crt"), // Fedora
          Path.of("/etc/ssl/cert.pem")); // Alpine, the BSDs

  /// A certificate among whatever else a file holds, such as the key that belongs to it.
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (X509 )?CERTIFICATE-----[^-]*-----END (X509 )?CERTIFICATE-----");

  /// Looks at a file, and does not read it.
  ///
  /// @param wanted PEM file; null for the system's, or where there are none the JVM's
  public static Authorities of(@Nullable Path wanted) {
    Path file = wanted == null ? systemsOwn() : wanted;
    try {
      return file == null
          ? new Authorities(null, null, 0)
          : new Authorities(file, Files.getLastModifiedTime(file), Files.size(file));
    } catch (IOException _) {
      return new Authorities(file, null, 0); // whoever reads it says why
    }
  }

  private static @Nullable Path systemsOwn() {
    String named = System.getenv("SSL_CERT_FILE");
    return Stream.concat(Stream.ofNullable(named).map(Path::of), SYSTEMS.stream())
        .filter(Files::isReadable)
        .findFirst()
        .orElse(null);
  }

  /// Reads the file: what judges the certificates of peers.
  ///
  /// @throws SSLException if it cannot be read, or has no certificate; a sentence for the operator,
  ///   without its cause, which would be taken for one of the peer's
  public TrustManagerFactory read() throws SSLException {
    try {
      var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init(file == null ? null : storeOf(Files.readAllBytes(file)));
      return factory;
    } catch (IOException | GeneralSecurityException e) {
      String whose = file == null ? "of this Java" : "in " + file;
      throw new SSLException("the certificates " + whose + " cannot be read: " + whatIsWrong(e));
    }
  }

  private static KeyStore storeOf(byte[] pem) throws IOException, GeneralSecurityException {
    Collection<? extends Certificate> certificates =
        CertificateFactory.getInstance("X.509")
            .generateCertificates(new ByteArrayInputStream(certificatesIn(pem)));
    if (certificates.isEmpty()) {
      throw new CertificateException("none");
    }
    var store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    int count = 0;
    for (Certificate one : certificates) {
      store.setCertificateEntry("authority-" + count++, one);
    }
    return store;
  }

  private static byte[] certificatesIn(byte[] pem) {
    return BLOCK
        .matcher(new String(pem, StandardCharsets.ISO_8859_1))
        .results()
        .map(MatchResult::group)
        .collect(Collectors.joining("\n"))
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  private static String whatIsWrong(Exception e) {
    return switch (e) {
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "permission to read it is denied";
      case CertificateException _ -> "it has none in PEM form, or one that is damaged";
      default -> String.valueOf(e.getMessage());
    };
  }
}
