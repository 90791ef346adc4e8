package dev.cairn.upstream;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// An authority of our own and the certificates it has issued, made by keytool when they are first
/// wanted, and deleted when the JVM ends.
public final class TestCertificates {
  /// Whom the right certificate is for, besides 127.0.0.1.
  public static final String NAME = "dns.test.example";

  private static final String CA = "ca";
  private static final char[] PASSWORD = "test-only".toCharArray();

  private TestCertificates() {}

  /// A PEM file with the authority's certificate.
  public static Path authorities() {
    return Made.ONCE.file(CA);
  }

  /// A PEM file with another authority's certificate, from which no other comes.
  public static Path otherAuthorities() {
    return Made.ONCE.file(ServerCertificate.SELF_SIGNED.name());
  }

  /// The key of a certificate, for servers.
  public static KeyManagerFactory keys(ServerCertificate which) {
    try {
      var only = KeyStore.getInstance("PKCS12");
      only.load(null, null);
      KeyStore all = Made.ONCE.store;
      only.setKeyEntry(
          which.name(),
          all.getKey(which.name(), PASSWORD),
          PASSWORD,
          all.getCertificateChain(which.name()));
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(only, PASSWORD);
      return keys;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// The certificate itself.
  public static X509Certificate certificate(ServerCertificate which) {
    try {
      return (X509Certificate) Made.ONCE.store.getCertificate(which.name());
    } catch (KeyStoreException e) {
      throw new IllegalStateException(e);
    }
  }

  /// TLS for a server with this certificate.
  public static SSLContext server(ServerCertificate which) {
    return context(keys(which).getKeyManagers(), null);
  }

  /// TLS for a client that trusts the authority and no other.
  public static SSLContext client() {
    try {
      var trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      trusted.setCertificateEntry(CA, Made.ONCE.store.getCertificate(CA));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      return context(null, trust.getTrustManagers());
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static SSLContext context(
      KeyManager @Nullable [] keys, TrustManager @Nullable [] trusted) {
    try {
      var tls = SSLContext.getInstance("TLS");
      tls.init(keys, trusted, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What keytool has made.
  private record Made(Path folder, KeyStore store) {
    static final Made ONCE = make();

    private static Made make() {
      try {
        Path folder = Files.createTempDirectory("cairn-certificates");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
        Path file = folder.resolve("keys.p12");
        issue(file, CA, List.of("-ext", "bc:c", "-ext", "ku=keyCertSign,cRLSign"));
        for (var certificate : ServerCertificate.values()) {
          issue(file, certificate.name(), signed(certificate));
        }
        var store = KeyStore.getInstance(file.toFile(), PASSWORD);
        Files.delete(file);
        writePem(folder, store, CA);
        writePem(folder, store, ServerCertificate.SELF_SIGNED.name());
        return new Made(folder, store);
      } catch (IOException | GeneralSecurityException e) {
        throw new IllegalStateException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static List<String> signed(ServerCertificate certificate) {
      List<String> options = new ArrayList<>(certificate.options());
      if (certificate != ServerCertificate.SELF_SIGNED) {
        options.addAll(List.of("-signer", CA));
      }
      return options;
    }

    private static void issue(Path file, String alias, List<String> options)
        throws IOException, InterruptedException {
      List<String> command = new ArrayList<>();
      command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
      command.addAll(List.of("-J-XX:TieredStopAtLevel=1", "-J-XX:+UseSerialGC")); // it is short
      command.addAll(List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1"));
      command.addAll(List.of("-alias", alias, "-dname", "CN=Cairn test " + alias));
      command.addAll(List.of("-keystore", file.toString(), "-storepass", new String(PASSWORD)));
      command.addAll(options);
      Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
      var said = new String(keytool.getInputStream().readAllBytes());
      if (keytool.waitFor() != 0) {
        throw new IOException("keytool: " + said);
      }
    }

    private static void writePem(Path folder, KeyStore store, String alias)
        throws IOException, GeneralSecurityException {
      byte[] encoded = store.getCertificate(alias).getEncoded();
      String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(encoded);
      Files.writeString(
          folder.resolve(alias + ".pem"),
          "-----BEGIN CERTIFICATE-----\n" + text + "\n-----END CERTIFICATE-----\n");
    }

    Path file(String alias) {
      return folder.resolve(alias + ".pem");
    }

    private static void delete(Path folder) {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.delete(file);
        }
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
