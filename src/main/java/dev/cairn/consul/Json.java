package dev.cairn.consul;

import java.io.ByteArrayOutputStream;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/// Writes JSON key by key, since the order of keys is part of the contract. Lists and maps that
/// hold nothing are written empty, never as `null`.
final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final DefaultIndenter INDENT = new DefaultIndenter("    ", "\n");
  private static final ObjectWriter PRETTY =
      MAPPER
          .writer()
          .with(new DefaultPrettyPrinter().withObjectIndenter(INDENT).withArrayIndenter(INDENT));
  private static final int USUAL_SIZE = 1024;

  /// Writes one value.
  interface Value {
    void writeTo(JsonGenerator out);
  }

  /// How it is laid out.
  enum Layout {
    COMPACT,
    PRETTY
  }

  private Json() {}

  static byte[] octets(Value value, Layout layout) {
    var octets = new ByteArrayOutputStream(USUAL_SIZE);
    try (JsonGenerator out =
        switch (layout) {
          case COMPACT -> MAPPER.createGenerator(octets);
          case PRETTY -> PRETTY.createGenerator(octets);
        }) {
      value.writeTo(out);
    }
    if (layout == Layout.PRETTY) {
      octets.write('\n');
    }
    return octets.toByteArray();
  }

  static void texts(JsonGenerator out, String key, Collection<String> texts) {
    out.writeName(key);
    out.writeStartArray();
    texts.forEach(out::writeString);
    out.writeEndArray();
  }

  /// By key.
  static void map(JsonGenerator out, String key, Map<String, String> map) {
    out.writeName(key);
    out.writeStartObject();
    (map.size() < 2 ? map : new TreeMap<>(map)).forEach(out::writeStringProperty);
    out.writeEndObject();
  }
}
