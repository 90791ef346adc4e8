package dev.cairn.trust;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.cairn.upstream.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLException;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuthoritiesTest {
  @TempDir Path folder;

  @Test
  void all_of_a_file_are_trusted_and_nobody_else() throws Exception {
    Path file = folder.resolve("ca.pem");
    Files.writeString(
        file,
        "0 What stands between is not looked at.\n"
            + "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
            + Files.readString(TestCertificates.authorities())
            + Files.readString(TestCertificates.otherAuthorities()));
    assertThat(trusted(file)).isEqualTo(2);
    assertThat(trusted(TestCertificates.authorities())).isEqualTo(1);
  }

  @Test
  void without_a_file_they_are_the_systems_or_those_of_java() throws Exception {
    assertThat(trusted(null)).isGreaterThan(10);
  }

  @Test
  void they_are_the_same_while_nothing_is_written_to_the_file() throws Exception {
    Path file = Files.copy(TestCertificates.authorities(), folder.resolve("ca.pem"));
    var before = Authorities.of(file);
    assertThat(Authorities.of(file)).isEqualTo(before);
    Files.writeString(file, "longer by this");
    assertThat(Authorities.of(file)).isNotEqualTo(before);
    Files.delete(file);
    assertThat(Authorities.of(file)).isNotEqualTo(before);
  }

  @Test
  void a_file_that_cannot_be_read_is_told_in_a_sentence() throws Exception {
    Path file = folder.resolve("ca.pem");
    String damaged = "it has none in PEM form, or one that is damaged";
    cannotBeRead(file, "there is no such file");
    Files.writeString(file, "no certificate\n");
    cannotBeRead(file, damaged);
    Files.writeString(file, "");
    cannotBeRead(file, damaged);
    String pem = Files.readString(TestCertificates.authorities());
    Files.writeString(file, pem.substring(0, pem.length() / 2));
    cannotBeRead(file, damaged);
    Files.writeString(file, pem + pem.replace("MII", "MMM"));
    cannotBeRead(file, damaged);
    cannotBeRead(folder, "Is a directory");
  }

  private static void cannotBeRead(Path file, String why) {
    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> Authorities.of(file).read())
        .withMessage("the certificates in " + file + " cannot be read: " + why)
        .withNoCause();
  }

  private static int trusted(@Nullable Path file) throws IOException {
    return Arrays.stream(Authorities.of(file).read().getTrustManagers())
        .map(manager -> ((X509TrustManager) manager).getAcceptedIssuers().length)
        .reduce(0, Integer::sum);
  }
}
