package dev.cairn.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is answered to one request.
///
/// @param type of the text, as in `Content-Type`
/// @param allowed the methods that are known there, for 405; else empty
/// @param events what is told as it happens, behind all this; null for nothing
record Page(
    HttpResponseStatus status,
    String type,
    String text,
    String allowed,
    EventStream.@Nullable Wanted events) {

  static Page events(EventStream.Wanted wanted) {
    return new Page(HttpResponseStatus.OK, EventStream.TYPE, "", "", wanted);
  }

  static Page text(String type, String text) {
    return new Page(HttpResponseStatus.OK, type, text, "", null);
  }

  static Page json(HttpResponseStatus status, Object value) {
    return new Page(status, Json.TYPE, Json.of(value), "", null);
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
        allowed,
        null);
  }
}
