package dev.cairn.consul;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What of a request shapes its answer: requests that are equal in it are answered by the same
/// octets. Whatever is not known to make no difference counts.
///
/// @param path as it stands in the first line
/// @param given parameters, but for those that say how long to wait and who asks
/// @param tokenHash of the caller
record Inquiry(String path, Map<String, List<String>> given, String tokenHash, Agent agent) {
  private static final Set<String> OF_NO_MATTER = Set.of("index", "wait", "token");

  static Inquiry of(Request request) {
    String uri = request.asked().uri();
    int end = uri.indexOf('?');
    var given = new HashMap<>(request.parameters().given());
    given.keySet().removeAll(OF_NO_MATTER);
    return new Inquiry(
        end < 0 ? uri : uri.substring(0, end),
        given,
        request.caller().tokenHash(),
        request.agent());
  }
}
