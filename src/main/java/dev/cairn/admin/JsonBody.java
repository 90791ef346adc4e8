package dev.cairn.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/// What was sent with a request: one JSON object, all of whose fields are known.
record JsonBody(JsonNode object) {
  private static final int MOST_OCTETS = 4096;

  /// @param fields that it may have
  static JsonBody of(Asked asked, List<String> fields) throws UnusableRequest {
    JsonNode body = parse(asked);
    for (String field : body.propertyNames()) {
      if (!fields.contains(field)) {
        throw UnusableRequest.because(
            "\"" + field + "\" is no field here; there are " + String.join(", ", fields));
      }
    }
    return new JsonBody(body);
  }

  private static JsonNode parse(Asked asked) throws UnusableRequest {
    if (!isJson(asked.headers())) { // forms of foreign pages cannot say that it is
      throw new UnusableRequest(
          HttpResponseStatus.UNSUPPORTED_MEDIA_TYPE, "Content-Type has to be application/json");
    }
    if (asked.body().length > MOST_OCTETS) {
      throw new UnusableRequest(
          HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
          "the body has at most " + MOST_OCTETS + " octets");
    }
    try {
      JsonNode body = Json.read(asked.body());
      if (body.isObject()) {
        return body;
      }
      throw UnusableRequest.because("the body has to be one JSON object");
    } catch (JacksonException e) {
      throw UnusableRequest.because("the body is not JSON as we know it" + place(e.getLocation()));
    }
  }

  private static boolean isJson(HttpHeaders headers) {
    List<String> types = headers.getAll(HttpHeaderNames.CONTENT_TYPE);
    return types.size() == 1
        && HttpHeaderValues.APPLICATION_JSON.contentEqualsIgnoreCase(
            HttpUtil.getMimeType(types.getFirst()));
  }

  private static String place(@Nullable TokenStreamLocation location) {
    return location == null || location.getLineNr() < 1
        ? ""
        : ", line %d column %d".formatted(location.getLineNr(), location.getColumnNr());
  }

  /// Null if the field is not there.
  @Nullable String text(String field) throws UnusableRequest {
    JsonNode value = object.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw UnusableRequest.because(field + " has to be a text in quotes");
    }
    return value.stringValue();
  }

  String orEmpty(String field) throws UnusableRequest {
    String text = text(field);
    return text == null ? "" : text;
  }

  String required(String field) throws UnusableRequest {
    String text = text(field);
    if (text == null || text.isEmpty()) {
      throw UnusableRequest.because(field + " is missing");
    }
    return text;
  }

  /// 0 if the field is not there.
  int number(String field, int most) throws UnusableRequest {
    JsonNode value = object.get(field);
    if (value == null) {
      return 0;
    }
    if (!value.isInt() || value.intValue() < 0 || value.intValue() > most) {
      throw UnusableRequest.because(field + " has to be a number from 0 to " + most);
    }
    return value.intValue();
  }

  List<String> texts(String field) throws UnusableRequest {
    JsonNode value = object.get(field);
    List<String> texts = new ArrayList<>();
    if (value == null) {
      return texts;
    }
    for (JsonNode one : value) {
      texts.add(one.isString() ? one.stringValue() : "");
    }
    if (!value.isArray() || texts.contains("")) {
      throw UnusableRequest.because(field + " has to be a list of texts in quotes");
    }
    return texts;
  }

  Map<String, String> pairs(String field) throws UnusableRequest {
    JsonNode value = object.get(field);
    Map<String, String> pairs = new LinkedHashMap<>();
    if (value == null) {
      return pairs;
    }
    if (!value.isObject() || !value.values().stream().allMatch(JsonNode::isString)) {
      throw UnusableRequest.because(field + " has to be an object of texts in quotes");
    }
    value.properties().forEach(one -> pairs.put(one.getKey(), one.getValue().stringValue()));
    return pairs;
  }
}
