package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the operator sees over HTTP.
final class AdminTest {
  /// Every meter of ours and its type.
  private static final Map<String, List<String>> METERS =
      Map.of(
          "counter",
          List.of(
              "cairn_bugs_total",
              "cairn_cache_evictions_total",
              "cairn_cache_failures_total",
              "cairn_cache_hits_total",
              "cairn_cache_misses_total",
              "cairn_cache_prefetches_total",
              "cairn_cache_purged_total",
              "cairn_cache_refused_total",
              "cairn_cache_stale_total",
              "cairn_cache_too_large_total",
              "cairn_ignored_total",
              "cairn_cookies_total",
              "cairn_overloaded_total",
              "cairn_loop_standstills_total",
              "cairn_queries_total",
              "cairn_registry_check_runs_total",
              "cairn_registry_requests_total",
              "cairn_registry_source_flaws_total",
              "cairn_registry_turned_away_total",
              "cairn_reload_failures_total",
              "cairn_tcp_closed_total",
              "cairn_tcp_opened_total",
              "cairn_dropped_total",
              "cairn_signatures_rejected_total",
              "cairn_transfers_total",
              "cairn_udp_overflow_total",
              "cairn_unsent_total",
              "cairn_upstream_failures_total",
              "cairn_upstream_ignored_total",
              "cairn_upstream_queries_total",
              "cairn_upstream_rejected_total",
              "cairn_upstream_replies_total",
              "cairn_upstream_truncated_total",
              "cairn_upstream_connections_opened_total",
              "cairn_upstream_tls_resumed_total"),
          "gauge",
          List.of(
              "cairn_cache_bytes",
              "cairn_cache_bytes_max",
              "cairn_cache_entries",
              "cairn_loop_delay_seconds",
              "cairn_registry_check_passing",
              "cairn_registry_index",
              "cairn_registry_instances",
              "cairn_registry_kept",
              "cairn_registry_services",
              "cairn_registry_source_held",
              "cairn_registry_source_instances",
              "cairn_registry_source_stale_seconds",
              "cairn_registry_watchers",
              "cairn_tcp_connections",
              "cairn_upstream_connections",
              "cairn_upstream_in_flight",
              "cairn_upstream_open",
              "cairn_upstream_up",
              "cairn_waiting",
              "cairn_zone_current",
              "cairn_zone_load_seconds",
              "cairn_zone_records",
              "cairn_zone_serial",
              "cairn_zones",
              "cairn_zones_bytes",
              "cairn_zones_outdated"),
          "histogram",
          List.of("cairn_query_duration_seconds", "cairn_upstream_rtt_seconds"));

  private static final Pattern TYPE = Pattern.compile("# TYPE (\\S+) (\\S+)");
  private static final Pattern SAMPLE =
      Pattern.compile("([a-z][a-z0-9_]*)(\\{([a-z_]+=\"[^\"]*\",?)+})? [-+.\\dEInfNa]+");

  private static TestUpstream upstream;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    upstream = TestUpstream.answering("a.example.com. 300 IN TXT told");
    server = new TestServer();
    server.saveInPlace(server.file("example.org"), TestServer.zone("v1"));
    Path services = Files.createDirectory(server.configFile.resolveSibling("registry.d"));
    Files.writeString(
        services.resolve("a.toml"), "[[service]]\nname = 'a'\n[service.check]\nttl = '1h'\n");
    server.config(
        """
        [forward]
        upstreams = ["%s"]
        [registry]
        enabled = true
        [registry.http]
        listen = []
        [[registry.source]]
        name = "static"
        type = "file"
        directory = "registry.d"
        """
            .formatted(TestServer.shown(upstream.address())));
    server.start();
    await("cairn_registry_services", count -> count == 1);
    assertThat(server.says("a.example.com")).isEqualTo("told");
    assertThat(server.says("www.example.org")).isEqualTo("v1");
  }

  @AfterAll
  static void stop() {
    server.close();
    upstream.close();
  }

  @Test
  void every_meter_is_there_with_its_type() {
    Map<String, String> types = types();
    METERS.forEach((type, names) ->
        names.forEach(name -> assertThat(types).as(name).containsEntry(name, type)));
    assertThat(types.keySet())
        .filteredOn(name -> name.startsWith("cairn_"))
        .isSubsetOf(METERS.values().stream().flatMap(List::stream).toList());
  }

  /// <https://prometheus.io/docs/practices/naming>
  @Test
  void names_of_meters_conform() {
    types()
        .forEach((name, type) -> {
          assertThat(name).matches("(cairn|jvm|process|system)_[a-z0-9_]*[a-z0-9]");
          assertThat(name.endsWith("_total")).as(name).isEqualTo(type.equals("counter"));
          assertThat(name).doesNotContainPattern("millis|nanos|_ms\\b|kilo|mega|_kb|__");
        });
    assertThat(metrics().body().lines())
        .filteredOn(line -> !line.startsWith("#"))
        .allMatch(line -> SAMPLE.matcher(line).matches());
  }

  @Test
  void every_meter_of_ours_says_what_it_is() {
    String text = metrics().body();
    types().keySet().stream()
        .filter(name -> name.startsWith("cairn_"))
        .forEach(name -> assertThat(text).contains("# HELP " + name + " "));
  }

  @Test
  void metrics_are_text_for_prometheus() {
    assertThat(metrics().headers().firstValue("content-type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/plain; version=0.0.4"));
  }

  @Test
  void queries_are_counted_by_protocol_type_and_rcode() {
    String udp = "cairn_queries_total{protocol=\"udp\",rcode=\"NXDOMAIN\",type=\"MX\"}";
    String tcp = "cairn_queries_total{protocol=\"tcp\",rcode=\"NOERROR\",type=\"other\"}";
    String seconds = "cairn_query_duration_seconds_count{protocol=\"udp\"}";
    double before = server.meter(seconds);
    assertThat(server.meter(udp)).isZero();

    server.ask("missing.example.org", Type.MX);
    server.client().tcp(TestClient.query("www.example.org", Type.LOC));
    await(udp, value -> value == 1);
    await(tcp, value -> value == 1);
    await(seconds, value -> value == before + 1);
    assertThat(server.meter("cairn_tcp_opened_total")).isPositive();
  }

  @Test
  void zones_and_cache_and_upstreams_are_shown() {
    String asked = "{upstream=\"" + TestServer.shown(upstream.address()) + "\"}";
    assertThat(server.meter("cairn_zones")).isEqualTo(1);
    assertThat(server.meter("cairn_zone_serial{zone=\"example.org.\"}")).isEqualTo(1);
    assertThat(server.meter("cairn_zone_records{zone=\"example.org.\"}")).isEqualTo(4);
    assertThat(server.meter("cairn_zone_current{zone=\"example.org.\"}")).isEqualTo(1);
    assertThat(server.meter("cairn_zone_load_seconds{zone=\"example.org.\"}")).isPositive();
    assertThat(server.meter("cairn_cache_bytes_max")).isEqualTo(64 << 20);
    assertThat(server.meter("cairn_cache_bytes")).isPositive();
    await("cairn_cache_entries", value -> value == 1);
    assertThat(server.meter("cairn_upstream_queries_total" + asked)).isEqualTo(1);
    assertThat(server.meter("cairn_upstream_replies_total" + asked)).isEqualTo(1);
    assertThat(server.meter("cairn_upstream_rtt_seconds_count" + asked)).isEqualTo(1);
  }

  @Test
  void health_says_how_it_stands() {
    var health = server.health();
    assertThat(health.get("status").asString()).isEqualTo("ok");
    assertThat(health.get("ready").asBoolean()).isTrue();
    assertThat(health.get("version").asString()).isEqualTo("Cairn test");
    assertThat(health.at("/zones/served").asInt()).isEqualTo(1);
    assertThat(health.get("problemCount").asInt()).isZero();
    assertThat(health.get("problems")).isEmpty();
  }

  @Test
  void the_api_tells_of_upstreams_and_cache() {
    var upstreams = json("/api/v1/upstreams").get("upstreams");
    assertThat(upstreams).hasSize(1);
    assertThat(upstreams.get(0).get("name").asString())
        .isEqualTo(TestServer.shown(upstream.address()));
    assertThat(upstreams.get(0).get("replies").asInt()).isEqualTo(1);
    assertThat(upstreams.get(0).at("/rtt/smoothedMs").asDouble()).isPositive();
    assertThat(json("/api/v1/cache/stats").get("octetsMax").asInt()).isEqualTo(64 << 20);
    assertThat(server.http("POST", "/api/v1/cache/purge").statusCode()).isEqualTo(415);
  }

  private static JsonNode json(String path) {
    return JsonMapper.shared().readTree(server.http("GET", path).body());
  }

  @Test
  void what_is_not_there_is_404_and_what_is_not_get_is_405() {
    assertThat(server.http("GET", "/nothing").statusCode()).isEqualTo(404);
    assertThat(server.http("GET", "/").statusCode()).isEqualTo(404);
    assertThat(server.http("GET", "/health/../metrics").statusCode()).isEqualTo(404);
    for (String path : List.of("/metrics", "/health", "/ready", "/nothing")) {
      assertThat(server.http("POST", path).statusCode()).isEqualTo(405);
      assertThat(server.http("DELETE", path).statusCode()).isEqualTo(405);
    }
    assertThat(server.http("GET", "/ready?verbose").statusCode()).isEqualTo(200);
  }

  @Test
  void head_is_get_without_the_body() {
    var head = server.http("HEAD", "/ready");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(head.body()).isEmpty();
    assertThat(head.headers().firstValueAsLong("content-length"))
        .hasValue(server.http("GET", "/ready").body().length());
  }

  @ParameterizedTest(name = "{index}")
  @ValueSource(
      strings = {
        "\0\1\2\3\r\n\r\n",
        "GET\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: x\r\n\r\n",
        "GET /ready HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        "GET /ready HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        "POST /ready HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n"
      })
  void a_request_that_is_none_hurts_nobody(String request) throws IOException {
    assertThat(send(request)).doesNotContain("200 OK");
    assertThat(server.http("GET", "/ready").statusCode()).isEqualTo(200);
    assertThat(server.says("www.example.org")).isEqualTo("v1");
  }

  @Test
  void a_request_without_an_end_is_not_collected() throws IOException {
    assertThat(send("GET /" + "a".repeat(100_000))).doesNotContain("200 OK");
    assertThat(send("GET / HTTP/1.1\r\n" + "a: b\r\n".repeat(100_000))).doesNotContain("200 OK");
    assertThat(server.http("GET", "/ready").statusCode()).isEqualTo(200);
  }

  @Test
  void the_threads_that_read_packets_are_watched() {
    Awaitility.await()
        .atMost(TestServer.PATIENCE)
        .until(() -> server.meter("cairn_loop_delay_seconds") > 0);
  }

  @Test
  void it_is_ready_from_the_start_until_it_is_told_to_stop() throws Exception {
    var gate = new CountDownLatch(1);
    try (var slow =
            TestUpstream.doing(
                Scripts.after(gate, Scripts.answer("b.example.com. 300 IN TXT late")));
        var stopping = new TestServer()) {
      stopping.config(
          "[forward]\nupstreams = [\"%s\"]\ntimeout = \"4s\"\n"
              .formatted(TestServer.shown(slow.address())));
      stopping.start();
      assertThat(stopping.http("GET", "/ready").statusCode()).isEqualTo(200);
      try (var client = new TestSockets.Client(stopping.address())) {
        var answer =
            CompletableFuture.supplyAsync(
                () -> udp(client, "b.example.com"), Thread::startVirtualThread);
        Awaitility.await()
            .atMost(TestServer.PATIENCE)
            .until(() -> stopping.meter("cairn_waiting") == 1);

        var stopped =
            CompletableFuture.runAsync(stopping.running()::close, Thread::startVirtualThread);
        Awaitility.await()
            .atMost(TestServer.PATIENCE)
            .until(() -> stopping.http("GET", "/ready").statusCode() == 503);
        assertThat(stopping.health().get("ready").asBoolean()).isFalse();
        gate.countDown();
        assertThat(TestClient.text(answer.join())).isEqualTo("late");
        stopped.join();
      }
    }
  }

  private static Message udp(TestSockets.Client client, String name) {
    try {
      return new Message(client.udp(TestClient.query(name, Type.TXT).toWire()));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static HttpResponse<String> metrics() {
    return server.http("GET", "/metrics");
  }

  /// Names of meters and their types.
  private static Map<String, String> types() {
    return TYPE.matcher(metrics().body())
        .results()
        .collect(Collectors.toMap(line -> line.group(1), line -> line.group(2)));
  }

  private static void await(String meter, Predicate<Double> value) {
    Awaitility.await(meter)
        .atMost(TestServer.PATIENCE)
        .until(() -> value.test(server.meter(meter)));
  }

  /// What comes back for some octets, up to the end of the connection.
  private static String send(String octets) throws IOException {
    var address = server.adminAddress();
    try (var socket = new Socket(address.getAddress(), address.getPort())) {
      socket.setSoTimeout((int) TestServer.PATIENCE.toMillis());
      socket.getOutputStream().write(octets.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    } catch (SocketException e) {
      return "closed: " + e.getMessage();
    }
  }
}
