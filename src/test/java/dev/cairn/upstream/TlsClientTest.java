package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

class TlsClientTest {
  private static final Endpoint SERVER = Endpoint.at(new InetSocketAddress("127.0.0.1", 853));

  @TempDir Path folder;

  private Path file;
  private TlsClient known;

  @BeforeEach
  void know() throws IOException {
    file = folder.resolve("ca.pem");
    Files.copy(TestCertificates.authorities(), file);
    known = TlsClient.renewed(null, SERVER, file);
  }

  @Test
  void it_stays_the_same_while_the_file_does() throws Exception {
    assertThat(TlsClient.renewed(known, SERVER, file)).isSameAs(known);
  }

  @Test
  void it_is_made_anew_when_the_file_changes() throws Exception {
    change(Files.readString(file) + Files.readString(TestCertificates.otherAuthorities()));
    assertThat(TlsClient.renewed(known, SERVER, file)).isNotSameAs(known);
  }

  @Test
  void a_file_that_cannot_be_read_any_more_takes_no_trust_away_and_is_read_once() throws Exception {
    change("no certificate\n");
    TlsClient left = TlsClient.renewed(known, SERVER, file);
    assertThat(TlsClient.renewed(left, SERVER, file)).isSameAs(left);
    Files.delete(file);
    TlsClient gone = TlsClient.renewed(left, SERVER, file);
    assertThat(TlsClient.renewed(gone, SERVER, file)).isSameAs(gone);
  }

  @Test
  void another_file_that_cannot_be_read_is_an_error() {
    assertThatExceptionOfType(SSLException.class)
        .isThrownBy(() -> TlsClient.renewed(known, SERVER, folder.resolve("other.pem")))
        .withMessageEndingWith("other.pem cannot be read: there is no such file");
  }

  @Test
  void the_operator_is_told_in_a_sentence_which_file_it_is_and_what_is_wrong_with_it()
      throws Exception {
    var log = (Logger) LoggerFactory.getLogger(TlsClient.class);
    var written = new ListAppender<ILoggingEvent>();
    written.start();
    log.addAppender(written);
    try {
      change("no certificate\n");
      TlsClient.renewed(known, SERVER, file);
      Files.delete(file);
      TlsClient.renewed(known, SERVER, file);
      Files.createDirectory(file);
      TlsClient.renewed(known, SERVER, file);
    } finally {
      log.detachAppender(written);
    }
    String sentence =
        "upstream 127.0.0.1:853: the certificates in %s cannot be read: %s; what was in it before"
            + " stays trusted";
    assertThat(written.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            sentence.formatted(file, "it has none in PEM form, or one that is damaged"),
            sentence.formatted(file, "there is no such file"),
            sentence.formatted(file, "Is a directory"));
  }

  private void change(String content) throws IOException {
    Files.writeString(file, content); // of another length
  }
}
