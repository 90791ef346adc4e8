package dev.cairn.consul;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// What is answered to one request.
///
/// @param type as in `Content-Type`; empty without a body
/// @param body never changed
record Page(HttpResponseStatus status, String type, byte[] body, List<Header> headers) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";
  private static final byte[] NOTHING = {};

  record Header(String name, String value) {
    /// @throws IllegalArgumentException if the value would end the line, and begin another
    Header {
      if (value.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(name + " has a control character");
      }
    }
  }

  Page {
    headers = List.copyOf(headers);
  }

  /// Done, and nothing to say about it.
  static Page done() {
    return empty(HttpResponseStatus.OK);
  }

  static Page empty(HttpResponseStatus status) {
    return new Page(status, "", NOTHING, List.of());
  }

  static Page text(HttpResponseStatus status, String text) {
    return new Page(status, TEXT, text.getBytes(StandardCharsets.UTF_8), List.of());
  }

  static Page json(byte[] json) {
    return new Page(HttpResponseStatus.OK, JSON, json, List.of());
  }

  static Page truth(boolean is) {
    return json(String.valueOf(is).getBytes(StandardCharsets.US_ASCII));
  }

  /// @param allowed as in `GET, HEAD`
  static Page notAllowed(String allowed) {
    return text(HttpResponseStatus.METHOD_NOT_ALLOWED, "method not allowed, only " + allowed)
        .with("Allow", allowed);
  }

  Page with(String name, String value) {
    var more = new ArrayList<>(headers);
    more.add(new Header(name, value));
    return new Page(status, type, body, more);
  }

  Page as(HttpResponseStatus other) {
    return new Page(other, type, body, headers);
  }
}
