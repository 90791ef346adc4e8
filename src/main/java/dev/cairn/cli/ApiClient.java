package dev.cairn.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// Asks the API of a running server.
///
/// @param token sent with each request; empty for none
/// @param timeout from the connection to the last octet
record ApiClient(URI server, String token, Duration timeout) {
  private static final long MOST_OCTETS = 64 << 20;

  /// What the server said.
  record ApiReply(int status, String text) {}

  /// @throws NoReplyException with a sentence for the user
  ApiReply ask(ApiRequest request) throws NoReplyException {
    try (var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY) // it is meant for this machine
            .build()) {
      try {
        HttpResponse<String> reply =
            http.sendAsync(
                    http(request), BodyHandlers.limiting(BodyHandlers.ofString(), MOST_OCTETS))
                .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        return new ApiReply(reply.statusCode(), reply.body());
      } finally {
        http.shutdownNow();
      }
    } catch (TimeoutException _) {
      throw new NoReplyException(
          "no answer from %s within %d ms; --timeout gives it longer"
              .formatted(server, timeout.toMillis()));
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      throw new NoReplyException("interrupted");
    }
  }

  private HttpRequest http(ApiRequest request) {
    var builder = HttpRequest.newBuilder(server.resolve(request.target()));
    if (!token.isEmpty()) {
      builder.header("Authorization", "Bearer " + token);
    }
    if (request.isPost()) {
      builder
          .header("Content-Type", "application/json")
          .POST(HttpRequest.BodyPublishers.ofString(request.body()));
    }
    return builder.build();
  }

  private NoReplyException failed(@Nullable Throwable cause) {
    if (cause instanceof ConnectException) {
      return new NoReplyException(
          "nobody listens at %s; is cairn serve running? --server names another [admin] listen"
              .formatted(server));
    }
    if (cause instanceof IOException) {
      return new NoReplyException(
          "no answer from %s: %s; --server names another [admin] listen"
              .formatted(server, cause.getMessage()));
    }
    throw new IllegalStateException("asking " + server + " failed", cause);
  }
}
