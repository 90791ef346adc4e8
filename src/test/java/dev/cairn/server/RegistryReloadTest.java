package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What of `[registry.http]` is taken without a restart. Clients come from elsewhere, through a
/// trusted proxy.
final class RegistryReloadTest {
  private static final String TOKENS = "tokens-file = \"tokens\"\n";

  private final InetSocketAddress dns = TestServer.freeAddress();
  private final InetSocketAddress admin = TestServer.freeAddress();
  private final InetSocketAddress address = TestServer.freeAddress();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Logger log = (Logger) LoggerFactory.getLogger(ConfigKeeper.class);
  private final ListAppender<ILoggingEvent> written = new ListAppender<>();
  private TestServer server;
  private Path tokens;

  @BeforeEach
  void prepare() throws IOException {
    written.list = new CopyOnWriteArrayList<>();
    written.start();
    log.setLevel(Level.INFO);
    log.addAppender(written);
    server = new TestServer();
    tokens = server.configFile.resolveSibling("tokens");
  }

  @AfterEach
  void stop() {
    log.detachAppender(written);
    log.setLevel(null);
    server.close();
    http.close();
  }

  private void configure(String registry, String table) throws IOException {
    server.saveByRename( // the first look does not wait until a file is still
        server.configFile,
        """
        [server]
        listen = ["%s"]
        [admin]
        listen = ["%s"]
        [forward]
        upstreams = []
        [registry]
        enabled = true
        node = "node1"
        address = "10.0.0.1"
        %s[registry.http]
        listen = ["%s"]
        trusted-proxies = ["loopback"]
        %s\
        """
            .formatted(
                TestServer.shown(dns),
                TestServer.shown(admin),
                registry,
                TestServer.shown(address),
                table));
  }

  /// A server with these tokens.
  private void start(String lines) throws Exception {
    server.saveInPlace(tokens, lines);
    configure("", TOKENS);
    server.start();
  }

  @Test
  void a_token_that_is_taken_out_of_its_file_is_refused_and_a_new_one_is_heard() throws Exception {
    start("old\n");
    assertThat(write("old")).isEqualTo(200);
    assertThat(write("new")).isEqualTo(403);
    server.saveByRename(tokens, "# since today\nnew\n");
    awaitWrite("new", 200);
    assertThat(write("old")).isEqualTo(403);
  }

  @Test
  void another_file_of_tokens_is_taken_with_dns_toml() throws Exception {
    start("old\n");
    server.saveInPlace(tokens.resolveSibling("others"), "new\n");
    configure("", "tokens-file = \"others\"\n");
    awaitWrite("new", 200);
    assertThat(write("old")).isEqualTo(403);
    configure("", "");
    awaitWrite("new", 403);
  }

  @Test
  void tokens_hold_where_their_file_or_dns_toml_cannot_be_read() throws Exception {
    start("old\n");
    Files.delete(tokens);
    server.awaitStatus("degraded");
    assertThat(server.problems())
        .singleElement()
        .asString()
        .contains("the tokens of before hold (1)");
    assertThat(write("old")).isEqualTo(200);
    server.saveInPlace(tokens, "old\n");
    server.awaitStatus("ok");
    configure("", TOKENS + "tokens = \"new\"\n");
    server.awaitStatus("degraded");
    assertThat(write("old")).isEqualTo(200);
    assertThat(write("new")).isEqualTo(403);
  }

  /// As while it is being written, or when the disk is full.
  @Test
  void tokens_hold_where_their_file_is_emptied() throws Exception {
    start("old\n");
    server.saveInPlace(tokens, "");
    server.awaitStatus("degraded");
    assertThat(server.problems()).singleElement().asString().contains("is empty");
    assertThat(write("old")).isEqualTo(200);
    server.saveInPlace(tokens, "# none\n");
    awaitWrite("old", 403);
  }

  /// Whoever names another file may have a reason to trust the one of before no more.
  @Test
  void tokens_of_another_file_do_not_hold() throws Exception {
    start("old\n");
    Files.write(tokens.resolveSibling("others"), new byte[] {'#', (byte) 0xE4, '\n'});
    configure("", "tokens-file = \"others\"\n");
    server.awaitStatus("degraded");
    assertThat(server.problems()).singleElement().asString().contains("; no token is known");
    assertThat(write("old")).isEqualTo(403);
  }

  @Test
  void a_registry_that_is_to_end_is_guarded_as_before_until_the_next_start() throws Exception {
    start("old\n");
    server.saveByRename(
        server.configFile,
        "[server]\nlisten = [\"%s\"]\n[admin]\nlisten = [\"%s\"]\n"
            .formatted(TestServer.shown(dns), TestServer.shown(admin)));
    awaitLine(": taken, in force from now on", 1);
    assertThat(write("old")).isEqualTo(200);
    assertThat(write("new")).isEqualTo(403);
  }

  @Test
  void readers_and_the_version_change_too() throws Exception {
    start("old\n");
    assertThat(read("catalog/services")).isEqualTo(200);
    configure("", "read-from = [\"192.0.2.0/24\"]\nversion = \"1.23.4\"\n" + TOKENS);
    Awaitility.await().atMost(TestServer.PATIENCE).until(() -> read("catalog/services") == 403);
    assertThat(send("GET", "agent/version?token=old").body()).contains("1.23.4");
  }

  @Test
  void what_needs_a_restart_is_told_for_as_long_as_it_does() throws Exception {
    start("old\n");
    configure("virtual-agents = false\ndatacenter = \"dc2\"\n", TOKENS);
    String sentence =
        ": taken at the next start, so a restart is needed: virtual-agents, datacenter (over HTTP)"
            + " of [registry]";
    awaitLine(sentence, 1);
    assertThat(send("GET", "catalog/datacenters").body()).isEqualTo("[\"dc1\"]");
    configure("virtual-agents = false\ndatacenter = \"dc2\"\n", "max-connections = 7\n");
    awaitLine(sentence, 2);
    configure("", TOKENS);
    awaitLine(": taken, in force from now on", 3);
    awaitLine(sentence, 2);
  }

  private void awaitLine(String end, int times) {
    Awaitility.await(end)
        .atMost(TestServer.PATIENCE)
        .until(() ->
            written.list.stream().filter(event -> event.getFormattedMessage().endsWith(end)).count()
                == times);
  }

  private void awaitWrite(String token, int status) {
    Awaitility.await().atMost(TestServer.PATIENCE).until(() -> write(token) == status);
  }

  private int write(String token) {
    return send("PUT", "kv/a?token=" + token).statusCode();
  }

  private int read(String path) {
    return send("GET", path).statusCode();
  }

  /// From 10.0.0.5.
  private HttpResponse<String> send(String method, String path) {
    var request =
        HttpRequest.newBuilder(URI.create("http://" + TestServer.shown(address) + "/v1/" + path))
            .header("X-Forwarded-For", "10.0.0.5")
            .method(method, HttpRequest.BodyPublishers.noBody())
            .build();
    try {
      return http.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
