package dev.cairn.consul;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// One JSON object that a client sent. The case of its keys does not matter, nor do underscores in
/// them; keys that nobody asks for are no matter; `null` is as if the key were not there.
final class Body {
  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(32)
          .maxTokenCount(100_000)
          .maxNameLength(4096)
          .maxStringLength(Gathering.LARGEST_BODY)
          .maxNumberLength(32)
          .build();
  private static final JsonMapper MAPPER =
      JsonMapper.builder(JsonFactory.builder().streamReadConstraints(BOUNDS).build()).build();

  private final Map<String, JsonNode> fields = new HashMap<>();

  private Body(JsonNode object) {
    object
        .properties()
        .forEach(field -> {
          if (!field.getValue().isNull()) {
            fields.put(folded(field.getKey()), field.getValue());
          }
        });
  }

  static Body of(byte[] octets) throws Refusal {
    try {
      JsonNode value = MAPPER.readTree(octets);
      if (value.isObject()) {
        return new Body(value);
      }
      throw undecoded("one JSON object is wanted");
    } catch (JacksonException _) {
      throw undecoded("no JSON as we know it");
    }
  }

  private static String folded(String key) {
    return key.replace("_", "").toLowerCase(Locale.ROOT);
  }

  static Refusal undecoded(String why) {
    return Refusal.bad("Request decode failed: " + why);
  }

  boolean has(String key) {
    return field(key) != null;
  }

  private @Nullable JsonNode field(String key) {
    return fields.get(key.toLowerCase(Locale.ROOT));
  }

  /// Whether it is not there, or a string of nothing.
  boolean isEmptyText(String key) {
    JsonNode value = field(key);
    return value == null || value.isString() && value.stringValue().isEmpty();
  }

  /// Empty if it is not there.
  String text(String key) throws Refusal {
    JsonNode value = field(key);
    return value == null ? "" : text(key, value);
  }

  private static String text(String key, JsonNode value) throws Refusal {
    if (!value.isString()) {
      throw undecoded(key + " has to be a string");
    }
    return value.stringValue();
  }

  /// False if it is not there.
  boolean isSet(String key) throws Refusal {
    JsonNode value = field(key);
    if (value == null) {
      return false;
    }
    Boolean is =
        value.isBoolean()
            ? (Boolean) value.booleanValue()
            : value.isString() ? GoTruth.parse(value.stringValue()) : null;
    if (is == null) {
      throw undecoded(key + " has to be true or false");
    }
    return is;
  }

  /// Zero if it is not there.
  int number(String key) throws Refusal {
    JsonNode value = field(key);
    if (value == null) {
      return 0;
    }
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw undecoded(key + " has to be a whole number");
    }
    return value.intValue();
  }

  /// As a string of Go, or as a number of nanoseconds; zero if it is not there.
  Duration duration(String key) throws Refusal {
    JsonNode value = field(key);
    if (value == null || value.isString() && value.stringValue().isEmpty()) {
      return Duration.ZERO;
    }
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Duration.ofNanos(value.longValue());
    }
    Duration duration = value.isString() ? GoDuration.parse(value.stringValue()) : null;
    if (duration == null) {
      throw undecoded(key + ": time: invalid duration");
    }
    return duration;
  }

  List<String> texts(String key) throws Refusal {
    var texts = new ArrayList<String>();
    for (JsonNode value : list(key)) {
      texts.add(text(key, value));
    }
    return texts;
  }

  /// A string on its own is a list of one; empty, it is as if it were not there.
  List<String> textOrTexts(String key) throws Refusal {
    if (isEmptyText(key)) {
      return List.of();
    }
    JsonNode value = field(key);
    return value != null && value.isString() ? List.of(text(key, value)) : texts(key);
  }

  private List<JsonNode> list(String key) throws Refusal {
    JsonNode value = field(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isArray()) {
      throw undecoded(key + " has to be a list");
    }
    return List.copyOf(value.values());
  }

  /// Keys as they were written.
  Map<String, String> map(String key) throws Refusal {
    var map = new LinkedHashMap<String, String>();
    for (Map.Entry<String, JsonNode> entry : entries(key)) {
      map.put(entry.getKey(), text(key, entry.getValue()));
    }
    return map;
  }

  Map<String, List<String>> lists(String key) throws Refusal {
    var map = new LinkedHashMap<String, List<String>>();
    for (Map.Entry<String, JsonNode> entry : entries(key)) {
      var values = new ArrayList<String>();
      for (JsonNode value :
          entry.getValue().isArray() ? entry.getValue().values() : List.of(entry.getValue())) {
        values.add(text(key, value));
      }
      map.put(entry.getKey(), values);
    }
    return map;
  }

  /// Objects by keys as they were written.
  Map<String, Body> bodies(String key) throws Refusal {
    var map = new LinkedHashMap<String, Body>();
    for (Map.Entry<String, JsonNode> entry : entries(key)) {
      map.put(entry.getKey(), object(key, entry.getValue()));
    }
    return map;
  }

  private Iterable<Map.Entry<String, JsonNode>> entries(String key) throws Refusal {
    JsonNode value = field(key);
    if (value == null) {
      return List.of();
    }
    if (!value.isObject()) {
      throw undecoded(key + " has to be an object");
    }
    return value.properties().stream().filter(field -> !field.getValue().isNull()).toList();
  }

  /// Null if it is not there.
  @Nullable Body body(String key) throws Refusal {
    JsonNode value = field(key);
    return value == null ? null : object(key, value);
  }

  List<Body> list(String key, int most) throws Refusal {
    var bodies = new ArrayList<Body>();
    for (JsonNode value : list(key)) {
      if (!value.isNull()) {
        bodies.add(object(key, value));
      }
    }
    if (bodies.size() > most) {
      throw Refusal.bad(key + ": at most " + most);
    }
    return bodies;
  }

  private static Body object(String key, JsonNode value) throws Refusal {
    if (!value.isObject()) {
      throw undecoded(key + " has to be an object");
    }
    return new Body(value);
  }

  boolean isEmpty() {
    return fields.isEmpty();
  }
}
