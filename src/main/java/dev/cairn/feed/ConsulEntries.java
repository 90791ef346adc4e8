package dev.cairn.feed;

import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.TaggedAddress;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// What Consul's `health/service/NAME` says, entry by entry.
final class ConsulEntries {
  private static final int MOST_16 = 65_535;

  private final SourceSettings settings;

  ConsulEntries(SourceSettings settings) {
    this.settings = settings;
  }

  /// What one entry means.
  sealed interface Reading {
    record Good(Node node, Instance instance, List<Check> checks) implements Reading {}

    record Bad(String where, String why) implements Reading {}
  }

  Reading read(JsonNode entry) {
    JsonNode service = entry.path("Service");
    String name = text(service, "Service");
    String id = text(service, "ID").isEmpty() ? name : text(service, "ID");
    Node node = node(entry.path("Node"));
    String where = Bounds.cut("service %s, id %s".formatted(name, id), Bounds.KEY);
    if (node == null) {
      return new Reading.Bad(where, "its node has no name or no address");
    }
    if (!Bounds.isName(name) || id.length() > Bounds.KEY) {
      return new Reading.Bad(where, "its name or its id cannot be one");
    }
    String address = text(service, "Address");
    if (!address.isEmpty() && !HostPort.isHost(address)) {
      return new Reading.Bad(where, "its address is neither an address nor a name");
    }
    int port = service.path("Port").asInt(0);
    if (port < 0 || port > MOST_16) {
      return new Reading.Bad(where, "its port is not one");
    }
    var instance =
        new Instance(
            new Instance.Key(Parts.lower(node.name()), id),
            name,
            tags(service.path("Tags")),
            address,
            port,
            traits(service),
            new Instance.Origin(settings.name(), ""),
            Stamp.NONE);
    return new Reading.Good(node, instance, checks(node, instance, entry.path("Checks")));
  }

  private static @Nullable Node node(JsonNode json) {
    String name = text(json, "Node");
    String address = text(json, "Address");
    return Bounds.isName(name) && HostPort.isHost(address)
        ? new Node(
            name,
            id(text(json, "ID"), name),
            address,
            ServiceValues.texts(json.path("TaggedAddresses")),
            ServiceValues.texts(json.path("Meta")),
            Stamp.NONE)
        : null;
  }

  private static UUID id(String written, String name) {
    try {
      return UUID.fromString(written);
    } catch (IllegalArgumentException _) {
      return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)); // old agents have none
    }
  }

  private Traits traits(JsonNode service) {
    Map<String, TaggedAddress> addresses = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> one : service.path("TaggedAddresses").properties()) {
      String address = text(one.getValue(), "Address");
      if (HostPort.isHost(address) && addresses.size() < Bounds.PARTS) {
        int port = Math.clamp(one.getValue().path("Port").asInt(0), 0, MOST_16);
        addresses.put(Bounds.cut(one.getKey(), Bounds.NAME), new TaggedAddress(address, port));
      }
    }
    JsonNode weights = service.path("Weights");
    return new Traits(
        ServiceValues.texts(service.path("Meta")),
        new Weights(
            Math.clamp(weights.path("Passing").asInt(1), 0, MOST_16),
            Math.clamp(weights.path("Warning").asInt(1), 0, MOST_16)),
        addresses,
        service.path("EnableTagOverride").asBoolean(false),
        settings.ttl() == null ? Manner.USUAL : new Manner(1, settings.ttl(), null));
  }

  private static List<String> tags(JsonNode json) {
    List<String> tags = new ArrayList<>();
    for (JsonNode tag : json.values()) {
      if (tag.isString() && tags.size() < Bounds.PARTS) {
        tags.add(Bounds.cut(tag.stringValue(), Bounds.NAME));
      }
    }
    return tags;
  }

  private static List<Check> checks(Node node, Instance instance, JsonNode json) {
    List<Check> checks = new ArrayList<>();
    for (JsonNode one : json.values()) {
      Status status = Status.of(text(one, "Status"));
      String id = text(one, "CheckID");
      if (!id.isEmpty() && id.length() <= Bounds.KEY && checks.size() < Bounds.PARTS) {
        boolean isOfNode = text(one, "ServiceID").isEmpty();
        checks.add(
            SnapshotJson.told(
                new Check.Key(Parts.lower(node.name()), id),
                new SnapshotJson.Subject(
                    Bounds.cut(text(one, "Name"), Bounds.KEY),
                    isOfNode ? "" : instance.key().id(),
                    Bounds.cut(text(one, "Notes"), Bounds.OUTPUT)),
                status == null ? Status.CRITICAL : status,
                Bounds.cut(text(one, "Output"), Bounds.OUTPUT)));
      }
    }
    return checks;
  }

  private static String text(JsonNode json, String field) {
    return json.path(field).asString("");
  }
}
