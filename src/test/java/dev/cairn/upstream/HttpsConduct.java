package dev.cairn.upstream;

import java.io.IOException;

/// How a scripted server answers a request, apart from what it says.
@FunctionalInterface
public interface HttpsConduct {

  /// Answers a request; a stream of which nothing is said stays open.
  void answer(HttpsExchange exchange) throws IOException, InterruptedException;
}
