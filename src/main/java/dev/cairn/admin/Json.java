package dev.cairn.admin;

import java.util.Locale;
import org.xbill.DNS.Name;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Values of the operator's socket as JSON. Names, which clients may have chosen, are in
/// presentation form (RFC 1035 §5.1); words of an enum are in lower case with dashes.
final class Json {
  static final String TYPE = "application/json";

  private static final StreamReadConstraints BOUNDS =
      StreamReadConstraints.builder()
          .maxNestingDepth(4)
          .maxTokenCount(512)
          .maxNameLength(64)
          .maxStringLength(2048) // a name of escapes only
          .maxNumberLength(20)
          .build();

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(BOUNDS)
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(SerializationFeature.INDENT_OUTPUT)
          .addModule(
              new SimpleModule()
                  .addSerializer(Name.class, ToStringSerializer.instance)
                  .addSerializer(new Word()))
          .build();

  private static final JsonMapper LINES =
      MAPPER.rebuild().disable(SerializationFeature.INDENT_OUTPUT).build();

  private Json() {}

  static String of(Object value) {
    return MAPPER.writeValueAsString(value) + "\n";
  }

  /// In one line, without its end.
  static String line(Object value) {
    return LINES.writeValueAsString(value);
  }

  /// @throws JacksonException if it is no JSON, or more of it than we want
  static JsonNode read(byte[] octets) {
    return MAPPER.readTree(octets);
  }

  @SuppressWarnings("rawtypes") // every enum
  private static final class Word extends StdSerializer<Enum> {
    Word() {
      super(Enum.class);
    }

    @Override
    public void serialize(Enum value, JsonGenerator out, SerializationContext context) {
      out.writeString(value.name().toLowerCase(Locale.ROOT).replace('_', '-'));
    }
  }
}
