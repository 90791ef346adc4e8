package dev.cairn.consul;

import dev.cairn.health.DialRule;
import dev.cairn.registry.Journal;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Limits;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.transport.EventLoops;
import dev.cairn.transport.EventLoops.Engine;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The registry behind its HTTP socket on a free port, on two threads.
final class TestConsul implements AutoCloseable {
  static final String TOKEN = "open-sesame";
  static final HttpSettings.Identity IDENTITY =
      new HttpSettings.Identity("dc1", "node1", "10.0.1.1", "1.22.0");
  private static final JsonMapper JSON = new JsonMapper();

  final AtomicLong now = new AtomicLong(1_000_000_000);
  final ServiceDirectory directory = new ServiceDirectory(100);
  final AtomicReference<Limits.Most> most = new AtomicReference<>(Limits.Most.ANY);
  final AtomicReference<Map<String, Lapse>> lapses = new AtomicReference<>(Map.of());
  final Registry registry =
      new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(now.get()), most::get);
  final HttpSettings settings;
  final ConsulApi api;
  private final EventLoops loops;
  private final ConsulServer server;
  private final HttpClient client = HttpClient.newHttpClient();

  /// What came back.
  record Reply(HttpResponse<String> all) {
    int status() {
      return all.statusCode();
    }

    String text() {
      return all.body();
    }

    JsonNode json() {
      return JSON.readTree(all.body());
    }

    String header(String name) {
      return all.headers().firstValue(name).orElse("");
    }

    long index() {
      return Long.parseLong(header("X-Consul-Index"));
    }
  }

  TestConsul() throws IOException {
    this(HttpSettings.Bounds.USUAL, HttpSettings.Manners.USUAL);
  }

  TestConsul(HttpSettings.Bounds bounds, HttpSettings.Manners manners) throws IOException {
    this(bounds, manners, InetAddress::isLoopbackAddress);
  }

  TestConsul(
      HttpSettings.Bounds bounds, HttpSettings.Manners manners, Predicate<InetAddress> proxies)
      throws IOException {
    this(bounds, manners, proxies, Engine.best());
  }

  TestConsul(
      HttpSettings.Bounds bounds,
      HttpSettings.Manners manners,
      Predicate<InetAddress> proxies,
      Engine engine)
      throws IOException {
    loops = new EventLoops(engine, 2);
    var access =
        new HttpSettings.Access(
            address -> address.isLoopbackAddress() || address.getHostAddress().startsWith("10.0."),
            proxies,
            Set.of(TOKEN));
    settings = new HttpSettings(IDENTITY, access, bounds, manners);
    api =
        new ConsulApi(
            registry,
            settings,
            new ConsulApi.Means(
                Thread::startVirtualThread,
                (_, _, _) -> new NoMetadata(),
                lapses::get,
                HttpObserver.NONE));
    server =
        ConsulServer.open(
            new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0),
            new ConsulServer.Sockets(loops.group(), loops::newServerChannel),
            api);
  }

  /// All but link-local addresses.
  private static final class NoMetadata implements DialRule {
    @Override
    public String refusal(String host, InetAddress address) {
      return address.isLinkLocalAddress() ? "link-local addresses are never dialled" : "";
    }

    @Override
    public String meant(String host) {
      return host;
    }

    @Override
    public List<InetAddress> addresses(String host) {
      return List.of(InetAddress.ofLiteral(host.equals("localhost") ? "127.0.0.1" : host));
    }
  }

  String url() {
    return "http://127.0.0.1:" + port();
  }

  int port() {
    return server.address().getPort();
  }

  int connections() {
    return api.connections();
  }

  Reply get(String path, String... headers) {
    return send("GET", path, "", headers);
  }

  Reply put(String path, String body, String... headers) {
    return send("PUT", path, body, headers);
  }

  Reply put(String path) {
    return put(path, "");
  }

  /// @param headers names and values by turns
  Reply send(String method, String path, String body, String... headers) {
    return begin(method, path, body, headers).join();
  }

  /// A request whose answer may take a while.
  CompletableFuture<Reply> poll(String path) {
    return begin("GET", path, "");
  }

  private CompletableFuture<Reply> begin(
      String method, String path, String body, String... headers) {
    var request =
        HttpRequest.newBuilder(URI.create(url() + "/v1/" + path))
            .method(method, BodyPublishers.ofString(body))
            .timeout(Duration.ofSeconds(20));
    if (headers.length > 0) {
      request.headers(headers);
    }
    return client.sendAsync(request.build(), BodyHandlers.ofString()).thenApply(Reply::new);
  }

  @Override
  public void close() {
    client.shutdownNow();
    server.close();
    registry.close();
    loops.close();
  }
}
