package dev.cairn.admin;

import dev.cairn.admin.Purge.AllTypes;
import dev.cairn.admin.Purge.Everything;
import dev.cairn.admin.Purge.OneType;
import dev.cairn.admin.Purge.Subtree;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads what is to be purged: `{"scope": "name", "name": "www.example.org", "type": "A"}`.
final class PurgeBody {
  private static final List<String> FIELDS = List.of("name", "type", "scope");

  private PurgeBody() {}

  static Purge read(Asked asked) throws UnusableRequest {
    JsonBody body = JsonBody.of(asked, FIELDS);
    String scope = body.text("scope");
    String name = body.text("name");
    String type = body.text("type");
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
