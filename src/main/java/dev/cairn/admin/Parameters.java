package dev.cairn.admin;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// What stands behind the question mark of a request, all of it known.
record Parameters(Map<String, List<String>> given) {

  /// @param known what may stand there
  static Parameters of(Asked asked, Set<String> known) throws UnusableRequest {
    Map<String, List<String>> given = decoded(asked.uri());
    for (String name : given.keySet()) {
      if (!known.contains(name)) {
        throw UnusableRequest.because(
            known.isEmpty()
                ? "there are no parameters here, not also \"" + name + "\""
                : "\"%s\" is no parameter here; there are %s"
                    .formatted(name, String.join(", ", new TreeSet<>(known))));
      }
    }
    return new Parameters(given);
  }

  private static Map<String, List<String>> decoded(String uri) throws UnusableRequest {
    try {
      return QueryStringDecoder.builder().semicolonIsNormalChar(true).build(uri).parameters();
    } catch (IllegalArgumentException _) {
      throw UnusableRequest.because("what stands behind the ? is not encoded as it should be");
    }
  }

  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  /// The one value of a parameter, null if it is not given.
  @Nullable String optional(String name) throws UnusableRequest {
    List<String> values = all(name);
    if (values.size() > 1) {
      throw UnusableRequest.because(name + " may be given once");
    }
    return values.isEmpty() ? null : values.getFirst();
  }

  String required(String name) throws UnusableRequest {
    String value = optional(name);
    if (value == null) {
      throw UnusableRequest.because(name + " is missing");
    }
    return value;
  }

  String orElse(String name, String otherwise) throws UnusableRequest {
    String value = optional(name);
    return value == null ? otherwise : value;
  }
}
