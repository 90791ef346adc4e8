package dev.cairn.registry;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.cairn.health.Probe;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

/// Steps as they stand in files: JSON, the kinds of things by the names of their records. Keys that
/// an older or a newer Cairn does not know are passed over.
final class ChangeText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Change.class, Kind.class)
          .addMixIn(CheckSpec.Means.class, Kind.class)
          .addMixIn(Probe.class, Kind.class)
          .addModule(
              new SimpleModule()
                  .addSerializer(Name.class, ToStringSerializer.instance)
                  .addDeserializer(Name.class, new NameReader()))
          .build();

  private ChangeText() {}

  /// One step.
  ///
  /// @param index 0 for things with stamps of their own
  /// @param marks where a file begins that holds all; null elsewhere
  record Frame(long index, List<Change> changes, Indexes.@Nullable Marks marks) {}

  static byte[] write(Frame frame) {
    return MAPPER.writeValueAsBytes(frame);
  }

  /// @throws JacksonException if it is no step
  static Frame read(byte[] octets) {
    return MAPPER.readValue(octets, Frame.class);
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "is")
  private interface Kind {}

  private static final class NameReader extends StdDeserializer<Name> {
    NameReader() {
      super(Name.class);
    }

    @Override
    public Name deserialize(JsonParser parser, DeserializationContext context) {
      try {
        return Name.fromString(parser.getString());
      } catch (TextParseException e) {
        return (Name) context.handleWeirdStringValue(Name.class, parser.getString(), "no name");
      }
    }
  }
}
