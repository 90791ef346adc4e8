package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import dev.cairn.server.TestServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The system's own resolver asks us: in a mount namespace of their own, programs see a resolv.conf
/// that names nobody but this server, on port 53 of a loopback address.
///
/// ```
/// resolv.conf: nameserver 127.53.x.y ──► server ─system─► 127.53.x.y, which is itself: left out
///                                                     └─► 127.53.u.v, the provider
/// ```
final class SystemResolverTest {
  private static final int DNS = 53;

  private static final String ZONE =
      """
      $TTL 60
      @     SOA   ns hostmaster 1 2h 15m 2w 5m
            NS    ns
      ns    A     127.0.0.1
      www   A     127.0.0.1
      alias CNAME www
      out   CNAME www.example.com.
      """;

  private static final String REVERSE_ZONE =
      """
      $TTL 60
      @  SOA ns.example.org. hostmaster.example.org. 1 2h 15m 2w 5m
         NS  ns.example.org.
      80 PTR www.example.org.
      """;

  @TempDir private static Path folder;
  private static TestServer provider;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    assumeAllowed();
    InetSocketAddress providers = freeAddress();
    InetSocketAddress ours = freeAddress();
    provider = listening(providers);
    provider.saveInPlace(provider.file("example.com"), ZONE);
    provider.start();
    server = listening(ours);
    server.config(listen(ours) + "[forward]\nupstreams = [\"system\"]\n");
    server.saveInPlace(server.file("example.org"), ZONE);
    server.saveInPlace(server.file("2.0.192.in-addr.arpa"), REVERSE_ZONE);
    server.saveInPlace(
        server.resolvConf,
        "nameserver %s\nnameserver %s\n"
            .formatted(
                ours.getAddress().getHostAddress(), providers.getAddress().getHostAddress()));
    server.start();
    Files.writeString(
        folder.resolve("resolv.conf"),
        "nameserver %s\noptions timeout:5 attempts:1\n"
            .formatted(ours.getAddress().getHostAddress()));
    Files.writeString(folder.resolve("nsswitch.conf"), "hosts: files dns\n");
  }

  @AfterAll
  static void stop() {
    if (server != null) {
      server.close();
    }
    if (provider != null) {
      provider.close();
    }
  }

  @Test
  void getent_finds_addresses_and_names() throws Exception {
    assertThat(run("getent", "hosts", "www.example.org")).startsWith("127.0.0.1 ");
    assertThat(run("getent", "hosts", "alias.example.org"))
        .startsWith("127.0.0.1 ")
        .contains("www.example.org");
    assertThat(run("getent", "hosts", "192.0.2.80")).contains("www.example.org");
  }

  @Test
  void getent_does_not_find_what_does_not_exist() throws Exception {
    assertThat(run("getent", "hosts", "missing.example.org")).endsWith("status 2");
  }

  @Test
  void names_of_others_come_from_the_provider_as_this_server_is_not_its_own_upstream()
      throws Exception {
    assertThat(run("getent", "hosts", "www.example.com")).startsWith("127.0.0.1 ");
    assertThat(run("getent", "hosts", "out.example.org")).startsWith("127.0.0.1 ");
  }

  @Test
  void curl_reaches_a_server_by_its_name() throws Exception {
    assumeInstalled("curl");
    var web = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
    web.createContext(
        "/",
        exchange -> {
          byte[] body =
              exchange.getRequestHeaders().getFirst("Host").getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    web.start();
    try {
      String host = "alias.example.org:" + web.getAddress().getPort();
      assertThat(run("curl", "--silent", "--show-error", "--noproxy", "*", "http://" + host + "/"))
          .startsWith(host);
    } finally {
      web.stop(0);
    }
  }

  @Test
  void ping_reaches_a_host_by_its_name() throws Exception {
    assumeInstalled("ping");
    assertThat(run("ping", "-n", "-c", "1", "-W", "5", "www.example.org"))
        .contains("PING www.example.org (127.0.0.1)")
        .contains("1 received");
  }

  private static TestServer listening(InetSocketAddress address) throws IOException {
    var server = new TestServer();
    server.config(listen(address) + "[forward]\nupstreams = []\n");
    return server;
  }

  private static String listen(InetSocketAddress address) {
    return "[server]\nlisten = [\"%s\"]\n".formatted(TestServer.shown(address));
  }

  /// Port 53 of a loopback address that nobody else has.
  private static InetSocketAddress freeAddress() {
    var random = ThreadLocalRandom.current();
    byte[] address = {127, 53, (byte) random.nextInt(256), (byte) random.nextInt(1, 255)};
    try (var socket = new ServerSocket(DNS, 1, InetAddress.getByAddress(address))) {
      return (InetSocketAddress) socket.getLocalSocketAddress();
    } catch (IOException e) {
      assumeTrue(false, "port 53 of a loopback address cannot be had here: " + e.getMessage());
      throw new IllegalStateException(e);
    }
  }

  private static void assumeAllowed() throws Exception {
    assumeTrue(
        System.getProperty("os.name").equals("Linux"), "mount namespaces are those of Linux");
    assumeInstalled("unshare");
    assumeInstalled("getent");
    Files.createFile(folder.resolve("any"));
    String tried = run(List.of("unshare", "-m", "mount", "--bind", folder.toString(), "/mnt"));
    assumeTrue(
        tried.endsWith("status 0"), "a mount namespace is not allowed here (not root?): " + tried);
  }

  private static void assumeInstalled(String command) {
    assumeTrue(
        Arrays.stream(System.getenv("PATH").split(":"))
            .anyMatch(bin -> Files.isExecutable(Path.of(bin, command))),
        "the package with the command '" + command + "' is not installed");
  }

  /// What a command says where the system's resolver asks us, and its exit status.
  private static String run(String... command) throws Exception {
    String script =
        """
        set -e
        mount --bind '%1$s/resolv.conf' /etc/resolv.conf
        if [ -e /etc/nsswitch.conf ]; then mount --bind '%1$s/nsswitch.conf' /etc/nsswitch.conf; fi
        exec "$@"
        """
            .formatted(folder);
    List<String> words =
        new java.util.ArrayList<>(List.of("unshare", "-m", "sh", "-c", script, "sh"));
    words.addAll(List.of(command));
    return run(words);
  }

  private static String run(List<String> words) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "output", "");
    Process process =
        new ProcessBuilder(words).redirectErrorStream(true).redirectOutput(output.toFile()).start();
    if (!process.waitFor(TestServer.PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError(words + " goes on");
    }
    return Files.readString(output) + "status " + process.exitValue();
  }
}
