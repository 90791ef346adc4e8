package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.cairn.transport.AddressUnavailable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server with a registry, from HTTP to DNS.
final class RegistryServerTest {
  private static final String API =
      "{\"ID\": \"api-1\", \"Name\": \"api\", \"Address\": \"10.0.1.5\", \"Port\": 8080}";
  private static final Pattern SERVICES =
      Pattern.compile("```toml\n(\\[\\[service]].*?)```", Pattern.DOTALL);
  private static final Pattern METRIC = Pattern.compile("`(cairn_registry_[a-z_]+)");

  private final InetSocketAddress address = TestServer.freeAddress();
  private final HttpClient http = HttpClient.newHttpClient();
  private TestServer server;

  @BeforeEach
  void prepare() throws IOException {
    server = new TestServer();
  }

  @AfterEach
  void stop() {
    server.close();
    http.close();
  }

  private void start(String... tables) throws IOException, AddressUnavailable {
    configure(tables);
    server.start();
  }

  private void configure(String... tables) throws IOException {
    String registry =
        """
        [forward]
        upstreams = []
        [registry]
        enabled = true
        node = "node1"
        address = "10.0.0.1"
        [registry.http]
        listen = ["%s"]
        """
            .formatted(TestServer.shown(address));
    server.config(registry + String.join("\n", tables));
  }

  @Test
  void what_is_registered_by_http_has_a_name_at_once() throws Exception {
    start();
    assertThat(rcode("api.service.consul", Type.SRV)).isEqualTo(Rcode.NXDOMAIN);
    assertThat(put("/v1/agent/service/register", API)).isEqualTo(200);
    assertThat(records("api.service.consul", Type.SRV))
        .containsExactly("1 1 8080 0a000105.addr.dc1.consul.");
    assertThat(records("node1.node.consul", Type.A)).containsExactly("10.0.0.1");
    assertThat(records("5.1.0.10.in-addr.arpa", Type.PTR))
        .containsExactly("api.service.dc1.consul.");
    assertThat(put("/v1/agent/service/deregister/api-1", "")).isEqualTo(200);
    assertThat(rcode("api.service.consul", Type.SRV)).isEqualTo(Rcode.NXDOMAIN);
  }

  @Test
  void it_is_still_there_after_a_restart() throws Exception {
    start();
    assertThat(put("/v1/agent/service/register", API)).isEqualTo(200);
    server.running().close();
    server.start();
    assertThat(records("api.service.consul", Type.A)).containsExactly("10.0.1.5");
  }

  @Test
  void the_operator_takes_an_instance_out_and_brings_it_back() throws Exception {
    start();
    put("/v1/agent/service/register", API);
    assertThat(admin("down", "{\"id\": \"api-1\", \"reason\": \"disk\"}")).isEqualTo(200);
    assertThat(rcode("api.service.consul", Type.A)).isEqualTo(Rcode.NXDOMAIN);
    assertThat(admin("up", "{\"id\": \"api-1\"}")).isEqualTo(200);
    assertThat(records("api.service.consul", Type.A)).containsExactly("10.0.1.5");
    String web = "{\"name\": \"web\", \"port\": 80, \"tags\": [\"a\"]}";
    assertThat(admin("register", web)).isEqualTo(200);
    assertThat(records("a.web.service.consul", Type.A)).containsExactly("10.0.0.1");
    assertThat(admin("register", "{\"name\": \"w\", \"tcp\": \"nowhere\"}")).isEqualTo(409);
    assertThat(admin("register", "{\"name\": \"w\", \"address\": \"10.0.0.5:80\"}")).isEqualTo(409);
    assertThat(admin("deregister", "{\"id\": \"web\"}")).isEqualTo(200);
    assertThat(admin("deregister", "{\"id\": \"web\"}")).isEqualTo(409);
  }

  @Test
  void the_file_of_the_documents_is_a_source_and_every_meter_of_theirs_is_there() throws Exception {
    String document = Files.readString(Path.of("docs/registry.md"));
    var example = SERVICES.matcher(document).results().findFirst().orElseThrow().group(1);
    Path folder = Files.createDirectory(server.configFile.resolveSibling("registry.d"));
    Files.writeString(folder.resolve("printer.toml"), example);
    start("[[registry.source]]\nname = \"static\"\ntype = \"file\"\ndirectory = \"registry.d\"\n");
    Awaitility.await()
        .atMost(TestServer.PATIENCE)
        .until(() -> !json("/api/v1/services").get("services").isEmpty());
    JsonNode source = json("/api/v1/sources").at("/sources/0");
    assertThat(source.get("state").asString()).isEqualTo("synced");
    assertThat(source.get("flaws").intValue()).isZero();
    assertThat(json("/api/v1/services/show?name=printer").at("/instances/0/source").asString())
        .isEqualTo("static");
    String scraped = server.http("GET", "/metrics").body();
    var documented = new TreeSet<String>();
    METRIC.matcher(document).results().forEach(one -> documented.add(one.group(1)));
    assertThat(documented).hasSizeGreaterThan(10);
    for (String metric : documented) {
      assertThat(scraped).as(metric).containsPattern("(?m)^# TYPE " + metric + " ");
    }
    String id = json("/api/v1/services/show?name=printer").at("/instances/0/id").asString();
    String target = "{\"id\": \"%s\"}".formatted(id);
    assertThat(admin("deregister", target)).as("it is the source's").isEqualTo(409);
    assertThat(admin("down", target)).isEqualTo(200);
    assertThat(json("/api/v1/services/show?name=printer").at("/instances/0/status").asString())
        .isEqualTo("maintenance");
    assertThat(admin("up", target)).isEqualTo(200);
  }

  @Test
  void what_is_wrong_in_a_file_of_a_source_is_a_problem_until_it_is_mended() throws Exception {
    Path folder = Files.createDirectory(server.configFile.resolveSibling("registry.d"));
    Path good = folder.resolve("good.toml");
    Path bad = folder.resolve("bad.toml");
    server.saveInPlace(good, "[[service]]\nname = \"good\"\naddress = \"10.0.0.3\"\n");
    server.saveInPlace(bad, "[[service]]\nname = \"bad\"\nport = 70000\n");
    start("[[registry.source]]\nname = \"static\"\ntype = \"file\"\ndirectory = \"registry.d\"\n");
    server.awaitStatus("degraded");
    Awaitility.await() // until then it has never been read, which is a problem too
        .atMost(TestServer.PATIENCE)
        .until(() -> rcode("good.service.consul", Type.A) == Rcode.NOERROR);
    assertThat(server.problems()).singleElement().asString().startsWith(bad + ":3:");
    assertThat(server.health().at("/problems/0/file").asString()).isEqualTo(folder.toString());
    server.saveByRename(bad, "[[service]\n");
    Awaitility.await()
        .atMost(TestServer.PATIENCE)
        .until(() -> server.problems().getFirst().startsWith(bad + ":1:"));
    server.saveByRename(bad, "[[service]]\nname = \"bad\"\nport = 7000\n");
    server.awaitStatus("ok");
  }

  @Test
  void a_source_that_was_never_there_is_a_problem_and_no_reason_to_deny() throws Exception {
    start(
        """
        [[registry.source]]
        name = "lab"
        type = "etcd"
        endpoints = ["http://%s"]
        """
            .formatted(TestServer.shown(TestServer.freeAddress())));
    Awaitility.await().atMost(TestServer.PATIENCE).until(() -> !server.problems().isEmpty());
    assertThat(server.status()).isEqualTo("degraded");
    assertThat(server.http("GET", "/ready").statusCode()).isEqualTo(200);
    assertThat(rcode("db.service.consul", Type.A)).isEqualTo(Rcode.SERVFAIL);
    assertThat(put("/v1/agent/service/register", API)).isEqualTo(200);
    assertThat(rcode("api.service.consul", Type.A)).isEqualTo(Rcode.NOERROR);
  }

  @Test
  void what_happened_is_told_to_who_comes_later() throws Exception {
    server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
    start();
    put("/v1/agent/service/register", API.replace("}", ", \"Check\": {\"TTL\": \"1h\"}}"));
    put("/v1/agent/check/pass/service:api-1?note=fine", "");
    put("/v1/agent/check/pass/service:api-1?note=finer", "");
    put("/v1/agent/service/register", API.replace("8080", "8081"));
    put("/v1/agent/service/deregister/api-1", "");
    var told = events("service.removed");
    assertThat(told.getFirst()).isEqualTo("gap");
    assertThat(told)
        .containsSubsequence(
            "zone.loaded example.org. - 1",
            "service.added api/api-1 - -",
            "check.changed api/api-1/service:api-1 critical passing",
            "service.updated api/api-1 - -",
            "service.removed api/api-1 - -")
        .hasSize(6);
  }

  /// All from the start up to one of a type.
  private List<String> events(String last) throws IOException, InterruptedException {
    var uri = URI.create("http://" + TestServer.shown(server.adminAddress()) + "/api/v1/events");
    var request = HttpRequest.newBuilder(uri).header("Last-Event-ID", "of before").build();
    List<String> told = new ArrayList<>();
    try (var lines = http.send(request, HttpResponse.BodyHandlers.ofLines()).body()) {
      for (var each = lines.iterator(); each.hasNext(); ) {
        String line = each.next();
        if (line.equals("event: gap")) {
          told.add("gap");
        } else if (line.startsWith("data: ") && line.contains("\"id\"")) {
          JsonNode event = JsonMapper.shared().readTree(line.substring("data: ".length()));
          told.add(shown(event));
          if (event.get("type").asString().equals(last)) {
            return told;
          }
        }
      }
    }
    return told;
  }

  private static String shown(JsonNode event) {
    assertThat(event.get("node").asString()).isEqualTo("node1");
    return String.join(
        " ",
        event.get("type").asString(),
        event.get("subject").asString(),
        event.path("from").asString("-"),
        event.path("to").asString("-"));
  }

  @Test
  void names_and_sockets_change_with_the_configuration() throws Exception {
    start();
    put("/v1/agent/service/register", API);
    configure("[registry.service-ttl]\n\"*\" = \"7s\"\n");
    server.running().reload();
    Awaitility.await()
        .atMost(TestServer.PATIENCE)
        .until(() ->
            server.ask("api.service.consul", Type.A).getSection(Section.ANSWER).getFirst().getTTL()
                == 7);
  }

  @Test
  void the_newest_output_of_a_check_is_shown_though_its_status_is_the_same() throws Exception {
    start();
    put("/v1/agent/service/register", API.replace("}", ", \"Check\": {\"TTL\": \"10s\"}}"));
    put("/v1/agent/check/fail/service:api-1?note=refused", "");
    assertThat(json("/api/v1/services/show?name=api").at("/instances/0/checks/0/output").asString())
        .isEqualTo("refused");
  }

  @Test
  void two_servers_do_not_keep_the_same_folder() throws Exception {
    start();
    Path data = server.configFile.resolveSibling("../data/registry").normalize();
    try (var other = new TestServer()) {
      other.config(
          "[registry]\nenabled = true\ndata = \"%s\"\n[registry.http]\nlisten = []\n"
              .formatted(data));
      assertThat(catchThrowable(other::start))
          .hasMessageContaining("another Cairn keeps its registry in " + data);
    }
  }

  private int put(String path, String body) throws IOException, InterruptedException {
    var uri = URI.create("http://" + TestServer.shown(address) + path);
    var request =
        HttpRequest.newBuilder(uri).PUT(HttpRequest.BodyPublishers.ofString(body)).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private int admin(String deed, String body) throws IOException, InterruptedException {
    var uri =
        URI.create(
            "http://" + TestServer.shown(server.adminAddress()) + "/api/v1/services/" + deed);
    var request =
        HttpRequest.newBuilder(uri)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  private JsonNode json(String path) {
    return JsonMapper.shared().readTree(server.http("GET", path).body());
  }

  private int rcode(String name, int type) {
    return server.ask(name, type).getRcode();
  }

  private List<String> records(String name, int type) {
    Message reply = server.ask(name, type);
    return reply.getSection(Section.ANSWER).stream().map(one -> one.rdataToString()).toList();
  }
}
