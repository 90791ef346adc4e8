package dev.cairn.consul;

import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Instance;
import dev.cairn.registry.KeyValue;
import dev.cairn.registry.Member;
import dev.cairn.registry.Node;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.core.JsonGenerator;

/// What things of the registry look like in JSON, key for key as Consul's clients expect them.
final class Shapes {
  private final String datacenter;
  private final ServiceDirectory directory;

  Shapes(String datacenter, ServiceDirectory directory) {
    this.datacenter = datacenter;
    this.directory = directory;
  }

  void node(JsonGenerator out, Node node) {
    out.writeStartObject();
    out.writeStringProperty("ID", node.id().toString());
    out.writeStringProperty("Node", node.name());
    out.writeStringProperty("Address", node.address());
    out.writeStringProperty("Datacenter", datacenter);
    Json.map(out, "TaggedAddresses", addresses(node));
    Json.map(out, "Meta", node.meta());
    stamp(out, node.stamp());
    out.writeEndObject();
  }

  private static Map<String, String> addresses(Node node) {
    return node.taggedAddresses().isEmpty()
        ? Map.of("lan", node.address(), "wan", node.address())
        : node.taggedAddresses();
  }

  /// An element of `health/service`.
  void member(JsonGenerator out, Member member) {
    out.writeStartObject();
    out.writeName("Node");
    node(out, member.node());
    out.writeName("Service");
    service(out, member.instance());
    out.writeName("Checks");
    checks(out, member.checks());
    out.writeEndObject();
  }

  /// An instance within `health` and `catalog/node`.
  void service(JsonGenerator out, Instance instance) {
    Instance.Traits traits = instance.traits();
    out.writeStartObject();
    out.writeStringProperty("ID", instance.key().id());
    out.writeStringProperty("Service", instance.service());
    Json.texts(out, "Tags", instance.tags());
    out.writeStringProperty("Address", instance.address());
    taggedAddresses(out, "TaggedAddresses", instance);
    Json.map(out, "Meta", traits.meta());
    out.writeNumberProperty("Port", instance.port());
    weights(out, "Weights", traits.weights());
    out.writeBooleanProperty("EnableTagOverride", traits.enableTagOverride());
    stamp(out, instance.stamp());
    out.writeEndObject();
  }

  /// An instance as its agent tells of it.
  ///
  /// @param contentHash left out if empty
  void agentService(JsonGenerator out, Instance instance, String contentHash) {
    Instance.Traits traits = instance.traits();
    out.writeStartObject();
    out.writeStringProperty("ID", instance.key().id());
    out.writeStringProperty("Service", instance.service());
    Json.texts(out, "Tags", instance.tags());
    Json.map(out, "Meta", traits.meta());
    out.writeNumberProperty("Port", instance.port());
    out.writeStringProperty("Address", instance.address());
    taggedAddresses(out, "TaggedAddresses", instance);
    weights(out, "Weights", traits.weights());
    out.writeBooleanProperty("EnableTagOverride", traits.enableTagOverride());
    if (!contentHash.isEmpty()) {
      out.writeStringProperty("ContentHash", contentHash);
    }
    out.writeStringProperty("Datacenter", datacenter);
    out.writeEndObject();
  }

  /// An element of `catalog/service`: an instance and its node in one.
  void catalogService(JsonGenerator out, Member member) {
    Node node = member.node();
    Instance instance = member.instance();
    out.writeStartObject();
    out.writeStringProperty("ID", node.id().toString());
    out.writeStringProperty("Node", node.name());
    out.writeStringProperty("Address", node.address());
    out.writeStringProperty("Datacenter", datacenter);
    Json.map(out, "TaggedAddresses", addresses(node));
    Json.map(out, "NodeMeta", node.meta());
    out.writeStringProperty("ServiceID", instance.key().id());
    out.writeStringProperty("ServiceName", instance.service());
    Json.texts(out, "ServiceTags", instance.tags());
    out.writeStringProperty("ServiceAddress", instance.address());
    out.writeNumberProperty("ServicePort", instance.port());
    Json.map(out, "ServiceMeta", instance.traits().meta());
    weights(out, "ServiceWeights", instance.traits().weights());
    taggedAddresses(out, "ServiceTaggedAddresses", instance);
    out.writeBooleanProperty("ServiceEnableTagOverride", instance.traits().enableTagOverride());
    stamp(out, instance.stamp());
    out.writeEndObject();
  }

  private static void weights(JsonGenerator out, String key, Instance.Weights weights) {
    out.writeName(key);
    out.writeStartObject();
    out.writeNumberProperty("Passing", weights.passing());
    out.writeNumberProperty("Warning", weights.warning());
    out.writeEndObject();
  }

  private static void taggedAddresses(JsonGenerator out, String key, Instance instance) {
    out.writeName(key);
    out.writeStartObject();
    taggedAddresses(instance)
        .forEach((tag, place) -> {
          out.writeName(tag);
          out.writeStartObject();
          out.writeStringProperty("Address", place.address());
          out.writeNumberProperty("Port", place.port());
          out.writeEndObject();
        });
    out.writeEndObject();
  }

  /// Those that were given, and the address itself.
  private static Map<String, Instance.TaggedAddress> taggedAddresses(Instance instance) {
    var places = new TreeMap<>(instance.traits().taggedAddresses());
    try {
      if (!instance.address().isEmpty()) {
        InetAddress address = InetAddress.ofLiteral(instance.address());
        places.putIfAbsent(
            address instanceof Inet4Address ? "lan_ipv4" : "lan_ipv6",
            new Instance.TaggedAddress(instance.address(), instance.port()));
      }
    } catch (IllegalArgumentException _) {
      // a host name
    }
    return places;
  }

  void checks(JsonGenerator out, Collection<Check> checks) {
    out.writeStartArray();
    checks.forEach(check -> check(out, check));
    out.writeEndArray();
  }

  /// A check with its newest output, which makes no new page by itself.
  void check(JsonGenerator out, Check known) {
    Check check = directory.newest(known);
    Instance instance = check.instance().isEmpty() ? null : directory.instance(check.subject());
    Node node = directory.node(check.key().node());
    out.writeStartObject();
    out.writeStringProperty("Node", node == null ? check.key().node() : node.name());
    out.writeStringProperty("CheckID", check.key().id());
    out.writeStringProperty("Name", check.name());
    out.writeStringProperty("Status", check.result().status().word());
    out.writeStringProperty("Notes", check.spec().notes());
    out.writeStringProperty("Output", check.result().output());
    out.writeStringProperty("ServiceID", check.instance());
    out.writeStringProperty("ServiceName", instance == null ? "" : instance.service());
    Json.texts(out, "ServiceTags", instance == null ? List.of() : instance.tags());
    out.writeStringProperty("Type", check.spec().type());
    out.writeStringProperty(
        "Interval",
        check.spec().means() instanceof Means.Probed probed
            ? GoDuration.text(probed.interval())
            : "");
    out.writeStringProperty(
        "Timeout",
        check.spec().means() instanceof Means.Probed probed
            ? GoDuration.text(probed.timeout())
            : "");
    stamp(out, check.stamp());
    out.writeEndObject();
  }

  void value(JsonGenerator out, KeyValue entry) {
    out.writeStartObject();
    out.writeNumberProperty("LockIndex", 0);
    out.writeStringProperty("Key", entry.key());
    out.writeName("Flags");
    out.writeNumber(Long.toUnsignedString(entry.flags()));
    if (entry.value().length == 0) {
      out.writeNullProperty("Value"); // as Consul says that it is empty
    } else {
      out.writeStringProperty("Value", Base64.getEncoder().encodeToString(entry.value()));
    }
    stamp(out, entry.stamp());
    out.writeEndObject();
  }

  private static void stamp(JsonGenerator out, Stamp stamp) {
    out.writeNumberProperty("CreateIndex", stamp.created());
    out.writeNumberProperty("ModifyIndex", stamp.modified());
  }
}
