package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.Origin;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Keys as SkyDNS lays them out: the labels of a name from the root down, and below them what
/// stands for the name.
///
/// ```
/// /skydns/com/example/www/x1   {"host": "10.0.0.5", "port": 80, "priority": 10, "weight": 100, "text": "", "mail": false,
///                               "ttl": 300, "targetstrip": 0, "group": ""}
/// ```
///
/// An instance stands for one key: its id is the path, its service the name, its address the host;
/// a weight of 0 is one that is not said; what services do not have is in meta, under the names
/// above.
final class SkyValues implements EtcdValues {
  static final String TEXT = "text";
  static final String MAIL = "mail";
  static final String STRIP = "targetstrip";
  static final String GROUP = "group";

  private static final int PRIORITY = 10;
  private static final Duration TTL = Duration.ofMinutes(5);
  private static final int LONGEST_NAME = 253;
  private static final int LONGEST_LABEL = 63;

  private final SourceSettings settings;
  private final Node node;
  private final String above; // what stands between /skydns/ and the keys

  SkyValues(SourceSettings settings, Etcd etcd, Node node) {
    this.settings = settings;
    this.node = node;
    this.above = etcd.prefix().substring("/skydns/".length());
  }

  @Override
  public Node node() {
    return node;
  }

  @Override
  public Reading read(String key, byte[] value, @Nullable Duration longestTtl) {
    if (key.isEmpty() || key.endsWith("/")) {
      return new Reading.Nothing(); // a folder
    }
    String path = Parts.lower(above + key);
    String name = name(path);
    if (name == null) {
      return new Reading.Bad("it is not a name");
    }
    if (value.length > Bounds.VALUE) {
      return new Reading.Bad("its value is longer than %,d octets".formatted(Bounds.VALUE));
    }
    try {
      return read(new Instance.Key(Parts.lower(node.name()), path), name, value, longestTtl);
    } catch (IOException _) {
      return new Reading.Bad("its value is not JSON");
    }
  }

  private static @Nullable String name(String path) {
    List<String> labels = List.of(path.split("/", -1));
    boolean areLabels =
        labels.stream()
            .allMatch(one ->
                !one.isEmpty()
                    && one.length() <= LONGEST_LABEL
                    && one.chars().allMatch(c -> c > ' ' && c < 0x7F && c != '.' && c != '\\'));
    return areLabels && path.length() <= LONGEST_NAME ? String.join(".", labels.reversed()) : null;
  }

  private Reading read(Instance.Key key, String name, byte[] value, @Nullable Duration longestTtl)
      throws IOException {
    JsonNode json = HttpDoor.json(value);
    if (!json.isObject()) {
      return new Reading.Bad("its value is not an object");
    }
    String host = ServiceValues.text(json.path("host"));
    boolean isOtherwise = json.hasNonNull("host") && !json.path("host").isString();
    if (isOtherwise || !host.isEmpty() && !HostPort.isHost(host)) {
      return new Reading.Bad("host is neither an address nor a name");
    }
    for (String number : List.of("port", "priority", "weight")) {
      if (json.hasNonNull(number) && !ServiceValues.is16Bits(json.path(number))) {
        return new Reading.Bad(number + " is not a number from 0 to 65535");
      }
    }
    int priority = json.path("priority").asInt(0);
    int weight = json.path("weight").asInt(0);
    Map<String, String> more = new LinkedHashMap<>();
    List.of(TEXT, MAIL, STRIP, GROUP)
        .forEach(field -> {
          String text = json.path(field).asString("");
          if (!text.isEmpty()) {
            more.put(field, Bounds.cut(text, Bounds.OUTPUT));
          }
        });
    var manner = new Manner(priority == 0 ? PRIORITY : priority, ttl(json), longestTtl);
    return new Reading.Good(
        new Instance(
            key,
            name,
            List.of(),
            host,
            json.path("port").asInt(0),
            new Traits(more, new Weights(weight, weight), Map.of(), false, manner),
            new Origin(settings.name(), ""),
            Stamp.NONE));
  }

  private Duration ttl(JsonNode json) {
    Duration written = Durations.of(json.path("ttl"));
    if (written != null && !written.isZero()) {
      return written;
    }
    return settings.ttl() == null ? TTL : settings.ttl();
  }
}
