package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// How commands get on with a server that is odd, or not there.
final class RunningServerTest {
  @TempDir private Path folder;
  private HttpServer http;
  private volatile int status = 200;
  private volatile String said = "{\"purged\": 1}";
  private volatile List<String> authorization = List.of();

  @BeforeEach
  void start() throws IOException {
    http = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    http.createContext("/", this::answer);
    http.start();
  }

  @AfterEach
  void stop() {
    http.stop(0);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      authorization = exchange.getRequestHeaders().getOrDefault("Authorization", List.of());
      byte[] octets = said.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, octets.length);
      exchange.getResponseBody().write(octets);
    }
  }

  @Test
  void nobody_there_is_said_with_what_to_do() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = closed.getLocalPort();
    }
    Run run = Run.of("cache", "stats", "--server", "http://127.0.0.1:" + port);

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualToNormalizingNewlines(
            "cairn cache stats: nobody listens at http://127.0.0.1:%d; is cairn serve running? --server names another [admin] listen\n"
                .formatted(port));
  }

  @Test
  void a_silent_server_is_not_waited_for_longer_than_wanted() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      String url = "http://127.0.0.1:" + silent.getLocalPort();
      Run run = Run.of("cache", "stats", "--timeout", "50ms", "--server", url);

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err())
          .contains("no answer from " + url + " within 50 ms; --timeout gives it longer");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>hello</html>", "{", "{\"purged\": 1} {"})
  void what_is_no_cairn_is_said(String text) {
    said = text;
    Run run = purge();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err()).contains("what answers at http://127.0.0.1:", " is no Cairn");
  }

  @Test
  void a_refusal_is_told_in_the_words_of_the_server() {
    status = 403;
    said = "{\"error\": \"only from loopback\\u001b\"}";
    Run run = purge();

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err().strip())
        .isEqualTo("cairn cache purge: the server says: only from loopback\\027");
  }

  @Test
  void a_refusal_without_words_is_told_by_its_status() {
    status = 502;
    said = "{}";

    assertThat(purge().err()).contains("the server says: HTTP status 502");
  }

  @Test
  void a_token_is_sent() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), "abc-123==\n");

    assertThat(purge("--token-file", token.toString()).status()).isZero();
    assertThat(authorization).containsExactly("Bearer abc-123==");
  }

  @Test
  void without_a_token_none_is_sent() {
    assertThat(purge().status()).isZero();
    assertThat(authorization).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "line\nX-Other: yes", "ümlaut"})
  void a_file_without_a_token_is_used_wrong_and_not_shown(String text) throws IOException {
    Path token = Files.writeString(folder.resolve("token"), text);
    Run run = purge("--token-file", token.toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().strip())
        .isEqualTo("cairn cache purge: --token-file: there is no token in " + token);
  }

  @Test
  void a_token_file_that_is_not_there_is_used_wrong() {
    Run run = purge("--token-file", folder.resolve("none").toString());

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("cannot be read");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "ftp://127.0.0.1", "http://", "/tmp/x", "http:///x"})
  void a_server_has_to_be_an_address(String server) {
    Run run = Run.of("cache", "stats", "--server", server);

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("cairn cache stats: ");
  }

  private Run purge(String... options) {
    String[] words = new String[options.length + 5];
    words[0] = "cache";
    words[1] = "purge";
    System.arraycopy(options, 0, words, 2, options.length);
    words[words.length - 3] = "--all";
    words[words.length - 2] = "--server";
    words[words.length - 1] = "http://127.0.0.1:" + http.getAddress().getPort();
    return Run.of(words);
  }
}
