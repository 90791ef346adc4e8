package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.cairn.upstream.ServerCertificate;
import dev.cairn.upstream.TestCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;

/// Plays a Consul: what it knows is set by the test, and long polls wait for that.
final class ScriptedConsul implements AutoCloseable {
  private final HttpServer server;
  private final Map<String, String> services = new TreeMap<>(); // its members as JSON
  private final Map<String, String> checks = new TreeMap<>(); // its state as JSON
  private long servicesIndex = 10;
  private long checksIndex = 10;
  private boolean isClosed;
  private volatile Conduct conduct = Conduct.GOOD;
  final List<String> asked = new CopyOnWriteArrayList<>();
  final List<String> tokens = new CopyOnWriteArrayList<>();

  /// How it answers.
  enum Conduct {
    GOOD,
    SILENT,
    BROKEN,
    FAILING,
    LEADERLESS
  }

  ScriptedConsul() throws IOException {
    this(HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0));
  }

  private ScriptedConsul(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
  }

  /// One that is spoken to by TLS, with a certificate of the test's authority.
  static ScriptedConsul withTls() throws IOException, GeneralSecurityException {
    var server = HttpsServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    var tls = SSLContext.getInstance("TLS");
    tls.init(TestCertificates.keys(ServerCertificate.RIGHT).getKeyManagers(), null, null);
    server.setHttpsConfigurator(new HttpsConfigurator(tls));
    return new ScriptedConsul(server);
  }

  URI endpoint() {
    String scheme = server instanceof HttpsServer ? "https" : "http";
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  void behave(Conduct other) {
    conduct = other;
  }

  /// A service with one instance for each address, whose check has this status.
  synchronized void put(String service, String status, String... addresses) {
    var members = new ArrayList<String>();
    servicesIndex++;
    for (int i = 0; i < addresses.length; i++) {
      members.add(member(service, i + 1, status, addresses[i]));
    }
    services.put(service, "[" + String.join(",", members) + "]");
    checks.put(service, check(service, 1, status, servicesIndex));
    notifyAll();
  }

  /// Only the check of a service is another.
  synchronized void check(String service, String status, String... addresses) {
    long before = servicesIndex;
    put(service, status, addresses);
    servicesIndex = before;
    checksIndex = Math.max(checksIndex, before) + 1;
    checks.put(service, check(service, 1, status, checksIndex));
    notifyAll();
  }

  synchronized void remove(String service) {
    services.remove(service);
    checks.remove(service);
    servicesIndex++;
    notifyAll();
  }

  /// It counts from another index on.
  synchronized void count(long from) {
    servicesIndex = from;
    checksIndex = from;
    notifyAll();
  }

  private static String member(String service, int number, String status, String address) {
    return """
    {"Node":{"ID":"","Node":"Node%2$d","Address":"%4$s","Datacenter":"dc1","TaggedAddresses":{"lan":"%4$s"},"Meta":{"rack":"r1"}},
     "Service":{"ID":"%1$s-%2$d","Service":"%1$s","Tags":["v1"],"Address":"","Port":8080,"Weights":{"Passing":5,"Warning":2},"Meta":{"k":"v"}},
     "Checks":[%3$s,{"Node":"Node%2$d","CheckID":"serfHealth","Name":"Serf","Status":"passing","Output":"alive","ServiceID":""}]}
    """
        .formatted(service, number, check(service, number, status, 1), address);
  }

  private static String check(String service, int number, String status, long modified) {
    return """
    {"Node":"Node%2$d","CheckID":"service:%1$s-%2$d","Name":"alive","Status":"%3$s","Notes":"n","Output":"o","ServiceID":"%1$s-%2$d","ServiceName":"%1$s","ModifyIndex":%4$d}
    """
        .formatted(service, number, status, modified);
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    String query = String.valueOf(exchange.getRequestURI().getQuery());
    asked.add(path);
    tokens.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Consul-Token")));
    try (exchange) {
      switch (conduct) {
        case SILENT -> silent();
        case FAILING -> send(exchange, 500, "No cluster leader", 0);
        case BROKEN -> send(exchange, 200, "{\"half\":", 5);
        case LEADERLESS -> {
          exchange.getResponseHeaders().set("X-Consul-KnownLeader", "false");
          send(exchange, 200, path.endsWith("leader") ? "\"\"" : "{}", 5);
        }
        case GOOD -> good(exchange, path, query);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void silent() throws InterruptedException {
    while (conduct == Conduct.SILENT && !isClosed) {
      wait(100);
    }
  }

  private void good(HttpExchange exchange, String path, String query)
      throws IOException, InterruptedException {
    if (path.equals("/v1/status/leader")) {
      send(exchange, 200, "\"127.0.0.1:8300\"", 0);
      return;
    }
    String body;
    long index;
    synchronized (this) {
      long seen =
          query.contains("&index=")
              ? Long.parseLong(query.replaceAll(".*&index=(\\d+).*", "$1"))
              : 0;
      boolean isCatalog = path.equals("/v1/catalog/services");
      boolean isChecks = path.equals("/v1/health/state/any");
      while (!isClosed
          && conduct == Conduct.GOOD
          && (isCatalog && servicesIndex == seen || isChecks && checksIndex == seen)) {
        wait();
      }
      index = isCatalog ? servicesIndex : checksIndex;
      body =
          isCatalog
              ? "{"
                  + String.join(
                      ",", services.keySet().stream().map(name -> "\"" + name + "\":[]").toList())
                  + "}"
              : isChecks
                  ? "[" + String.join(",", checks.values()) + "]"
                  : services.getOrDefault(path.replace("/v1/health/service/", ""), "[]");
    }
    send(exchange, 200, body, index);
  }

  private static void send(HttpExchange exchange, int status, String body, long index)
      throws IOException {
    byte[] octets = body.getBytes(UTF_8);
    if (index > 0) {
      exchange.getResponseHeaders().set("X-Consul-Index", Long.toString(index));
    }
    exchange.sendResponseHeaders(status, octets.length);
    exchange.getResponseBody().write(octets);
  }

  @Override
  public void close() {
    synchronized (this) {
      isClosed = true;
      notifyAll();
    }
    server.stop(0);
  }
}
