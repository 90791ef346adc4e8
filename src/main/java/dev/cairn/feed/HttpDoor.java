package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.trust.Authorities;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Speaks HTTP with one endpoint of a source; everything has a bound of time and size. Follows no
/// redirects. Its methods may wait.
final class HttpDoor implements AutoCloseable {
  static final JsonMapper JSON =
      new JsonMapper(
          JsonFactory.builder()
              .streamReadConstraints(
                  StreamReadConstraints.builder()
                      .maxNestingDepth(32)
                      .maxStringLength(Bounds.LINE)
                      .build())
              .build());

  private static final long LARGEST_SECRET = 64 << 10;

  private final Allowance allowance = new Allowance(Bounds.BODY);
  private final HttpClient client;
  private final String endpoint;
  private volatile Map<String, String> headers;

  /// What came back.
  record Reply(int status, HttpHeaders headers, byte[] body) {

    JsonNode json() throws IOException {
      return HttpDoor.json(body);
    }

    long number(String header) {
      try {
        return headers.firstValueAsLong(header).orElse(0);
      } catch (NumberFormatException _) {
        return 0;
      }
    }
  }

  /// @param headers sent with each request
  HttpDoor(Remote remote, URI endpoint, Map<String, String> headers, Duration patience)
      throws IOException {
    this.endpoint = endpoint.toString().replaceFirst("/+$", "");
    this.headers = headers;
    var building =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(patience)
            .executor(Executors.newVirtualThreadPerTaskExecutor());
    if ("https".equalsIgnoreCase(endpoint.getScheme())) {
      building.sslContext(trusting(Authorities.of(remote.ca())));
    }
    client = building.build();
  }

  private static SSLContext trusting(Authorities authorities) throws IOException {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, authorities.read().getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("this Java has no TLS", e);
    }
  }

  void show(Map<String, String> others) {
    headers = others;
  }

  CompletableFuture<Reply> get(String path) {
    return send(request(path).GET().build());
  }

  CompletableFuture<Reply> post(String path, JsonNode body) {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build());
  }

  /// The body of an answer that goes on and on, once it has begun.
  InputStream stream(String path, JsonNode body, Duration patience)
      throws IOException, InterruptedException {
    var request =
        request(path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(JSON.writeValueAsBytes(body)))
            .build();
    var asked = client.sendAsync(request, BodyHandlers.ofInputStream());
    HttpResponse<InputStream> response = await(asked, patience);
    if (response.statusCode() != 200) {
      response.body().close();
      throw new IOException("%s answered %d".formatted(endpoint, response.statusCode()));
    }
    return response.body();
  }

  private CompletableFuture<Reply> send(HttpRequest request) {
    var asked = client.sendAsync(request, allowance.counting(BodyHandlers.ofByteArray()));
    var reply =
        asked.thenApply(
            response -> new Reply(response.statusCode(), response.headers(), response.body()));
    var _ =
        reply.whenComplete((_, failure) -> {
          if (failure != null) {
            asked.cancel(true); // nobody waits any more
          }
        });
    return reply;
  }

  private HttpRequest.Builder request(String path) {
    var building = HttpRequest.newBuilder(URI.create(endpoint + path));
    headers.forEach(building::header);
    return building;
  }

  /// Waits for an answer, but not for ever.
  <T> T await(CompletableFuture<T> asked, Duration patience)
      throws IOException, InterruptedException {
    try {
      return asked.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      asked.cancel(true);
      throw new IOException(
          "%s does not answer within %d ms".formatted(endpoint, patience.toMillis()));
    } catch (InterruptedException e) {
      asked.cancel(true);
      throw e;
    } catch (ExecutionException e) {
      throw new IOException("%s: %s".formatted(endpoint, why(e.getCause())), e.getCause());
    }
  }

  /// A failure in a few words.
  static String why(@Nullable Throwable failure) {
    if (failure instanceof CompletionException wrapping && wrapping.getCause() != null) {
      return why(wrapping.getCause());
    }
    if (failure instanceof TimeoutException) {
      return "there is no answer in time";
    }
    if (failure instanceof HttpConnectTimeoutException) {
      return "cannot be reached";
    }
    if (failure instanceof ConnectException) {
      return "the connection is refused";
    }
    String message = failure == null ? null : failure.getMessage();
    if (message == null && failure != null && failure.getCause() != null) {
      return why(failure.getCause());
    }
    return message == null || message.isEmpty() ? String.valueOf(failure) : message;
  }

  static JsonNode json(byte[] text) throws IOException {
    try {
      return JSON.readTree(text);
    } catch (JacksonException e) {
      throw new IOException("what came is not JSON: " + e.getOriginalMessage(), e);
    }
  }

  /// The first line of a file that holds a secret.
  static String secret(Path file) throws IOException {
    if (Files.size(file) > LARGEST_SECRET) {
      throw new IOException(file + " is too large for a secret");
    }
    try (var lines = Files.lines(file)) {
      return lines.findFirst().orElse("").strip();
    } catch (UncheckedIOException e) {
      throw new IOException(file + " is not text", e);
    }
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
