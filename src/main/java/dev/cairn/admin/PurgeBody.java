package dev.cairn.admin;

import dev.cairn.admin.Purge.AllTypes;
import dev.cairn.admin.Purge.Everything;
import dev.cairn.admin.Purge.OneType;
import dev.cairn.admin.Purge.Subtree;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.databind.JsonNode;

/// Reads what is to be purged: `{"scope": "name", "name": "www.example.org", "type": "A"}`.
final class PurgeBody {
  private static final int MOST_OCTETS = 4096;
  private static final List<String> FIELDS = List.of("name", "type", "scope");

  private PurgeBody() {}

  static Purge read(Asked asked) throws UnusableRequest {
    JsonNode body = parse(asked);
    for (String field : body.propertyNames()) {
      if (!FIELDS.contains(field)) {
        throw UnusableRequest.because(
            "\"" + field + "\" is no field here; there are " + String.join(", ", FIELDS));
      }
    }
    String scope = text(body, "scope");
    String name = text(body, "name");
    String type = text(body, "type");
    if (scope == null) {
      throw UnusableRequest.because("scope is missing: name, subtree or all");
    }
    return switch (scope) {
      case "name" -> ofName(required(name), type);
      case "subtree" -> {
        unwanted("type", type, scope);
        yield new Subtree(Words.name(required(name)));
      }
      case "all" -> {
        unwanted("name", name, scope);
        unwanted("type", type, scope);
        yield new Everything();
      }
      default ->
          throw UnusableRequest.because(
              "scope: \"" + scope + "\" is none; there are name, subtree and all");
    };
  }

  private static Purge ofName(String name, @Nullable String type) throws UnusableRequest {
    return type == null
        ? new AllTypes(Words.name(name))
        : new OneType(Words.name(name), Words.type(type));
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

  private static @Nullable String text(JsonNode body, String field) throws UnusableRequest {
    JsonNode value = body.get(field);
    if (value == null) {
      return null;
    }
    if (!value.isString()) {
      throw UnusableRequest.because(field + " has to be a text in quotes");
    }
    return value.stringValue();
  }

  private static String required(@Nullable String name) throws UnusableRequest {
    if (name == null) {
      throw UnusableRequest.because("name is missing");
    }
    return name;
  }

  private static void unwanted(String field, @Nullable String value, String scope)
      throws UnusableRequest {
    if (value != null) {
      throw UnusableRequest.because(field + " has no meaning where scope is " + scope);
    }
  }
}
