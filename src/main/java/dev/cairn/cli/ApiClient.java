package dev.cairn.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
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
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks the API of a running server.
///
/// @param token sent with each request; empty for none
/// @param timeout from the connection to the last octet
record ApiClient(URI server, String token, Duration timeout) {
  private static final int OK = 200;
  private static final int LARGEST_ERROR = 64 << 10;
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

  /// Reads what is told as it happens, until the server ends it.
  ///
  /// @return its status, and what it says if that is none of success
  /// @throws NoReplyException with a sentence for the user
  ApiReply follow(ApiRequest request, Consumer<BufferedReader> body) throws NoReplyException {
    try (var http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build()) {
      try {
        HttpResponse<InputStream> reply =
            http.sendAsync(http(request), BodyHandlers.ofInputStream())
                .get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        try (var in = reply.body()) {
          if (reply.statusCode() != OK) {
            return new ApiReply(
                reply.statusCode(), new String(in.readNBytes(LARGEST_ERROR), UTF_8));
          }
          body.accept(new BufferedReader(new InputStreamReader(in, UTF_8)));
          return new ApiReply(OK, "");
        }
      } finally {
        http.shutdownNow();
      }
    } catch (TimeoutException _) {
      throw new NoReplyException(
          "no answer from %s within %d ms; --timeout gives it longer"
              .formatted(server, timeout.toMillis()));
    } catch (ExecutionException e) {
      throw failed(e.getCause());
    } catch (IOException e) {
      throw failed(e);
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
