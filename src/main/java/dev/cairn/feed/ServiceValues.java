package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.Origin;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Keys `NAME/INSTANCE` with one of three kinds of values, told from each other by what they begin
/// with:
///
/// ```
/// 10.0.0.5:8080            [2001:db8::5]:8080            api.example.com
/// {"address": "10.0.0.5", "port": 8080, "weight": 10, "priority": 1, "tags": [], "meta": {}, "ttl": 5}
/// {"Op": 0, "Addr": "10.0.0.5:8080", "Metadata": {}}     as gRPC's naming writes it
/// ```
final class ServiceValues implements EtcdValues {
  private static final int MOST_16 = 65_535;
  private static final int LONGEST_LABEL = 63;
  private static final Set<String> LITERALS = Set.of("null", "true", "false"); // of JSON

  private final SourceSettings settings;
  private final Node node;

  ServiceValues(SourceSettings settings, Node node) {
    this.settings = settings;
    this.node = node;
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Reading read(String key, byte[] value, @Nullable Duration longestTtl) {
    int slash = key.indexOf('/');
    if (key.isEmpty() || slash >= 0 && slash == key.length() - 1) {
      return new Reading.Nothing(); // a folder
    }
    if (slash <= 0) {
      return new Reading.Bad("it is not NAME/INSTANCE");
    }
    String service = key.substring(0, slash);
    String id = key.substring(slash + 1);
    if (!Bounds.isName(service) || service.length() > LONGEST_LABEL || service.contains(":")) {
      return new Reading.Bad("its first part is not the name of a service");
    }
    if (!Bounds.isName(id)) {
      return new Reading.Bad("its last part is not the name of an instance");
    }
    if (value.length > Bounds.VALUE) {
      return new Reading.Bad("its value is longer than %,d octets".formatted(Bounds.VALUE));
    }
    var place = new Place(service, id, longestTtl);
    String text;
    try {
      text = UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString().strip();
    } catch (CharacterCodingException _) {
      return new Reading.Bad("its value is not text");
    }
    return text.startsWith("{") ? json(place, value) : plain(place, text, Map.of());
  }

  private record Place(String service, String id, @Nullable Duration longestTtl) {}

  private Reading json(Place place, byte[] value) {
    JsonNode json;
    try {
      json = HttpDoor.json(value);
    } catch (IOException _) {
      return new Reading.Bad("its value begins with { and is not JSON");
    }
    if (json.has("Addr")) {
      boolean isGone = json.path("Op").asInt(0) != 0; // deleted, says who wrote it
      return isGone
          ? new Reading.Nothing()
          : plain(place, text(json.path("Addr")), texts(json.path("Metadata")));
    }
    return described(place, json);
  }

  private Reading plain(Place place, String text, Map<String, String> meta) {
    HostPort address = LITERALS.contains(text) ? null : HostPort.of(text);
    return address == null
        ? new Reading.Bad("its value is neither JSON nor an address: " + Bounds.cut(text, 60))
        : good(
            place,
            address,
            List.of(),
            new Traits(meta, Weights.EQUAL, Map.of(), false, usual(place)));
  }

  private Reading described(Place place, JsonNode json) {
    HostPort written = HostPort.of(text(json.path("address")));
    if (written == null) {
      return new Reading.Bad("address is not an address");
    }
    for (String number : List.of("port", "weight", "priority")) {
      if (json.has(number) && !is16Bits(json.path(number))) {
        return new Reading.Bad(number + " is not a number from 0 to 65535");
      }
    }
    var address = new HostPort(written.host(), json.path("port").asInt(written.port()));
    int weight = json.path("weight").asInt(1);
    Duration ttl = Durations.of(json.path("ttl"));
    if (ttl == null && json.has("ttl")) {
      return new Reading.Bad("ttl is neither seconds nor a duration");
    }
    var manner =
        new Manner(
            json.path("priority").asInt(1), ttl == null ? settings.ttl() : ttl, place.longestTtl());
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : json.path("tags").values()) {
      if (tag.isString() && tags.size() < Bounds.PARTS) {
        tags.add(Bounds.cut(tag.stringValue(), Bounds.NAME));
      }
    }
    return good(
        place,
        address,
        tags,
        new Traits(texts(json.path("meta")), new Weights(weight, weight), Map.of(), false, manner));
  }

  /// A text, empty if it is anything else.
  static String text(JsonNode json) {
    return json.isString() ? json.stringValue() : "";
  }

  static boolean is16Bits(JsonNode number) {
    return number.isIntegralNumber()
        && number.canConvertToInt()
        && number.intValue() >= 0
        && number.intValue() <= MOST_16;
  }

  private Manner usual(Place place) {
    return new Manner(1, settings.ttl(), place.longestTtl());
  }

  private Reading good(Place place, HostPort address, List<String> tags, Traits traits) {
    List<String> all = new ArrayList<>(tags);
    if (!all.contains(place.id())) {
      all.add(place.id()); // INSTANCE.NAME.service
    }
    return new Reading.Good(
        new Instance(
            new Instance.Key(Parts.lower(node.name()), place.service() + ":" + place.id()),
            place.service(),
            all,
            address.host(),
            address.port(),
            traits,
            new Origin(settings.name(), ""),
            Stamp.NONE));
  }

  /// The members of an object that are texts, numbers or truth values.
  static Map<String, String> texts(JsonNode object) {
    Map<String, String> texts = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : object.properties()) {
      if (one.getValue().isValueNode() && !one.getValue().isNull() && texts.size() < Bounds.PARTS) {
        texts.put(
            Bounds.cut(one.getKey(), Bounds.NAME),
            Bounds.cut(one.getValue().asString(), Bounds.KEY));
      }
    }
    return texts;
  }
}
