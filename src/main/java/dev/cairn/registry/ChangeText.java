package dev.cairn.registry;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.cairn.health.Probe;
import dev.cairn.registry.Frame.NoFrame;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.deser.std.StdDeserializer;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;

/// Frames as they were written at first: JSON, the kinds of things by the names of their records.
/// They are read, and not written any more.
final class ChangeText {
  private static final JsonMapper MAPPER =
      JsonMapper.builder()
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .addMixIn(Change.class, Kind.class)
          .addMixIn(CheckSpec.Means.class, Kind.class)
          .addMixIn(Probe.class, Kind.class)
          .addModule(new SimpleModule().addDeserializer(Name.class, new NameReader()))
          .build();

  private ChangeText() {}

  /// @throws NoFrame if that is none
  static Frame read(byte[] octets) throws NoFrame {
    try {
      return MAPPER.readValue(octets, Frame.class);
    } catch (JacksonException e) {
      throw new NoFrame(e);
    }
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
