package dev.cairn.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;

/// What is answered to one request.
///
/// @param type of the text, as in `Content-Type`
/// @param allowed the methods that are known there, for 405; else empty
record Page(HttpResponseStatus status, String type, String text, String allowed) {

  static Page text(String type, String text) {
    return new Page(HttpResponseStatus.OK, type, text, "");
  }

  static Page json(HttpResponseStatus status, Object value) {
    return new Page(status, Json.TYPE, Json.of(value), "");
  }

  /// @param sentence what is wrong, for the operator
  static Page error(HttpResponseStatus status, String sentence) {
    return json(status, Map.of("error", sentence));
  }

  /// @param allowed as in `GET, HEAD`
  static Page notAllowed(String allowed) {
    String sentence = "only " + allowed.replace(", ", " and ") + " are known here";
    return new Page(
        HttpResponseStatus.METHOD_NOT_ALLOWED,
        Json.TYPE,
        Json.of(Map.of("error", sentence)),
        allowed);
  }
}
