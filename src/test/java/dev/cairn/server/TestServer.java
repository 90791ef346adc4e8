package dev.cairn.server;

import dev.cairn.config.Admin;
import dev.cairn.config.Config;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.LocalAddresses;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A server as the operator has it: dns.toml, a zones folder and a resolv.conf in a temporary
/// folder, and real sockets on 127.0.0.1. A listener that dns.toml does not name gets port 0.
///
/// Forwards nothing unless dns.toml says so.
public final class TestServer implements AutoCloseable {
  public static final Duration PATIENCE =
      Duration.ofSeconds(20); // for a machine that does other things
  private static final AtomicInteger NEXT_PORT =
      new AtomicInteger(ThreadLocalRandom.current().nextInt(10_000));
  private static final String NOTHING_FORWARDED = "[forward]\nupstreams = []\n";

  final Path folder;
  public final Path zones;
  final Path configFile;
  public final Path resolvConf;
  private final HttpClient http = HttpClient.newHttpClient();
  private final AtomicInteger versions = new AtomicInteger();
  Supplier<List<InetAddress>> localAddresses = LocalAddresses::ofThisMachine;
  private @Nullable Server server;

  public TestServer() throws IOException {
    folder = Files.createTempDirectory("cairn");
    zones = Files.createDirectory(folder.resolve("zones"));
    configFile = Files.createDirectory(folder.resolve("conf")).resolve("dns.toml");
    resolvConf = folder.resolve("resolv.conf");
    Files.writeString(resolvConf, "");
    config(NOTHING_FORWARDED);
  }

  /// A server with one zone, started.
  static TestServer serving(String zone, String text) throws IOException, AddressUnavailable {
    var server = new TestServer();
    server.saveInPlace(server.file(zone), text);
    return server.start();
  }

  /// Writes dns.toml: the zones folder, and these lines.
  public void config(String lines) throws IOException {
    saveInPlace(configFile, "[zones]\ndirectory = \"../zones\"\n" + lines);
  }

  public TestServer start() throws AddressUnavailable {
    var started =
        new Server(
            ServerOptions.before(configFile, resolvConf, "Cairn test", "test-host"),
            read(),
            new NetworkWatch(() -> localAddresses.get(), System::nanoTime));
    server = started;
    started.reload(); // what the test wrote is whole, and need not be still for half a second
    try {
      started.start();
    } catch (AddressUnavailable e) {
      close();
      throw e;
    }
    return this;
  }

  private Config read() {
    return switch (ConfigReader.read(configFile)) {
      case ConfigResult.Good(Config config) -> onFreePorts(config);
      case ConfigResult.Bad bad -> throw new AssertionError(bad.errors());
    };
  }

  private static Config onFreePorts(Config config) {
    var free = List.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    var dns = config.server();
    boolean namesDns = !dns.listen().equals(dev.cairn.config.Server.DEFAULTS.listen());
    boolean namesAdmin = !config.admin().equals(Admin.DEFAULTS);
    return new Config(
        namesDns
            ? dns
            : new dev.cairn.config.Server(
                free,
                dns.chaos(),
                dns.identity(),
                dns.any(),
                dns.udpEngine(),
                dns.cookies(),
                dns.tcp()),
        config.zonesDirectory(),
        config.zones(),
        config.forward(),
        config.cache(),
        config.access(),
        config.signingKeys(),
        config.transfer(),
        namesAdmin ? config.admin() : new Admin(free),
        config.registry());
  }

  Server running() {
    Server running = server;
    if (running == null) {
      throw new IllegalStateException("not started");
    }
    return running;
  }

  /// Where it serves DNS.
  public InetSocketAddress address() {
    return running().addresses().getFirst();
  }

  /// The file of a zone in the zones folder.
  public Path file(String zone) {
    return zones.resolve(zone + ".zone");
  }

  /// Writes over what is in a file.
  public void saveInPlace(Path file, String text) throws IOException {
    Files.writeString(file, text, StandardCharsets.UTF_8);
  }

  /// Writes beside the file, then renames, as editors do.
  void saveByRename(Path file, String text) throws IOException {
    Path temporary = file.resolveSibling("." + file.getFileName() + ".tmp");
    Files.writeString(temporary, text);
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }

  /// Writes a new file elsewhere, and has a symbolic link that replaces `link` lead to it.
  void saveBySymlink(Path link, String text) throws IOException {
    Path version = Files.createDirectories(folder.resolve("versions")).resolve(nextVersion());
    Files.writeString(version, text);
    swapLink(link, version);
  }

  /// Has a link lead elsewhere, with no moment without it.
  void swapLink(Path link, Path target) throws IOException {
    Path temporary = link.resolveSibling("." + link.getFileName() + ".link");
    Files.createSymbolicLink(temporary, target);
    Files.move(temporary, link, StandardCopyOption.ATOMIC_MOVE);
  }

  /// A name that no file has had.
  String nextVersion() {
    return "2026_" + versions.incrementAndGet();
  }

  /// A zone whose TXT record at `www` is a version; the serial is always 1.
  public static String zone(String version) {
    return """
    $TTL 60
    @   SOA ns hostmaster 1 2h 15m 2w 5m
        NS  ns
    ns  A   192.0.2.1
    www TXT "%s"
    """
        .formatted(version);
  }

  Message ask(String name, int type) {
    return client().udp(TestClient.query(name, type));
  }

  TestClient client() {
    return new TestClient(address());
  }

  /// What the TXT records of a name say, or the rcode if it is not NOERROR.
  String says(String name) {
    return TestClient.text(ask(name, Type.TXT));
  }

  /// Waits until a name says this; how long it took.
  Duration awaitSaying(String name, String text) {
    long start = System.nanoTime();
    Awaitility.await(name + " to say " + text)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> says(name), text::equals);
    return Duration.ofNanos(System.nanoTime() - start);
  }

  public InetSocketAddress adminAddress() {
    return running().adminAddresses().getFirst();
  }

  HttpResponse<String> http(String method, String path) {
    var uri = URI.create("http://127.0.0.1:" + adminAddress().getPort() + path);
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(PATIENCE)
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

  JsonNode health() {
    return JsonMapper.shared().readTree(http("GET", "/health").body());
  }

  /// Everything that /health says is wrong.
  List<String> problems() {
    List<String> errors = new ArrayList<>();
    for (JsonNode problem : health().get("problems")) {
      problem.get("errors").forEach(error -> errors.add(error.asString()));
    }
    return errors;
  }

  String status() {
    return health().get("status").asString();
  }

  /// Waits until everything is in force that the operator asked for, or until something is not.
  void awaitStatus(String status) {
    Awaitility.await("health to be " + status)
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20))
        .until(this::status, status::equals);
  }

  /// A meter's value as it is written; 0 if it is not there.
  ///
  /// @param meter name and labels
  double meter(String meter) {
    return http("GET", "/metrics")
        .body()
        .lines()
        .filter(line -> line.startsWith(meter + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(meter.length() + 1)))
        .findFirst()
        .orElse(0);
  }

  /// An address of 127.0.0.1 that nobody has for UDP or TCP at this moment, outside of the ports
  /// that the system gives to clients.
  public static InetSocketAddress freeAddress() {
    while (true) {
      int port = 20_000 + NEXT_PORT.getAndIncrement() % 10_000; // never the same one twice
      var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
      try (var _ = new ServerSocket(port, 1, address.getAddress());
          var _ = new DatagramSocket(address)) {
        return address;
      } catch (IOException _) {
        continue; // taken
      }
    }
  }

  /// Whether a file that was not written for so long counts as finished: then what becomes of half
  /// of it proves nothing, as the machine was too busy to write the rest in time.
  static boolean isStillAfter(Duration pause) {
    return pause.compareTo(ServerOptions.STILL) >= 0;
  }

  public static String shown(InetSocketAddress address) {
    return AddressUnavailable.shown(address);
  }

  @Override
  public void close() {
    Server running = server;
    if (running != null) {
      running.close();
    }
    http.close();
    try (var files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
