package dev.cairn.upstream;

import static dev.cairn.upstream.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import org.junit.jupiter.api.Test;

class TestCertificatesTest {
  private static X509Certificate inFile(Path file) throws IOException, GeneralSecurityException {
    try (var in = Files.newInputStream(file)) {
      return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
    }
  }

  private static List<Object> names(X509Certificate certificate) throws GeneralSecurityException {
    return certificate.getSubjectAlternativeNames().stream()
        .map(name -> (Object) name.getLast())
        .toList();
  }

  @Test
  void the_right_one_is_for_the_name_and_the_address_and_comes_from_the_authority()
      throws Exception {
    X509Certificate right = certificate(ServerCertificate.RIGHT);
    assertThat(names(right)).containsExactly(TestCertificates.NAME, "127.0.0.1");
    X509Certificate authority = inFile(TestCertificates.authorities());
    assertThat(authority.getBasicConstraints()).isNotNegative();
    assertThatCode(() -> right.verify(authority.getPublicKey())).doesNotThrowAnyException();
    assertThatCode(right::checkValidity).doesNotThrowAnyException();
  }

  @Test
  void the_wrong_one_is_for_others() throws GeneralSecurityException {
    assertThat(names(certificate(ServerCertificate.WRONG_NAME)))
        .containsExactly("other.test.example", "192.0.2.1");
  }

  @Test
  void the_expired_one_has_expired() {
    assertThatThrownBy(() -> certificate(ServerCertificate.EXPIRED).checkValidity())
        .isInstanceOf(CertificateExpiredException.class);
  }

  @Test
  void the_self_signed_one_is_its_own_authority() throws Exception {
    X509Certificate own = certificate(ServerCertificate.SELF_SIGNED);
    assertThat(own).isEqualTo(inFile(TestCertificates.otherAuthorities()));
    assertThatCode(() -> own.verify(own.getPublicKey())).doesNotThrowAnyException();
    assertThat(own.getIssuerX500Principal()).isEqualTo(own.getSubjectX500Principal());
  }
}
