package dev.cairn.cli;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// One request to the API of a running server.
///
/// @param path with its slash
/// @param parameters already encoded
/// @param body JSON that is sent with POST; empty for GET
record ApiRequest(String path, List<String> parameters, String body) {

  static ApiRequest get(String path) {
    return new ApiRequest(path, List.of(), "");
  }

  static ApiRequest post(String path, String body) {
    return new ApiRequest(path, List.of(), body);
  }

  ApiRequest with(String parameter, String value) {
    return with(parameter, List.of(value));
  }

  ApiRequest with(String parameter, List<String> values) {
    var all = new ArrayList<>(parameters);
    values.forEach(
        value -> all.add(parameter + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return new ApiRequest(path, List.copyOf(all), body);
  }

  boolean isPost() {
    return !body.isEmpty();
  }

  /// Path and parameters.
  String target() {
    return parameters.isEmpty()
        ? path
        : parameters.stream().collect(Collectors.joining("&", path + "?", ""));
  }
}
