package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.TaggedAddress;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Stamp;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Reads what a client says that a service on one node is.
final class ServiceBody {
  private static final int LARGEST_NUMBER = 65_535;
  private static final int LONGEST_NAME = 512;
  private static final int LONGEST_ADDRESS = 254; // a name with its final dot
  private static final Set<String> ANYWHERE = Set.of("0.0.0.0", "::");

  private ServiceBody() {}

  /// @param name that it has in the body: `Name`, or `Service` in the catalog
  /// @param node in lower case
  static Instance instance(Body body, String name, String node, Instance.Origin origin)
      throws Refusal {
    String service = body.text(name);
    if (service.isEmpty()) {
      throw Refusal.bad("Missing service name");
    }
    refuseNamespace(body);
    String id = body.text("ID");
    refuseLong(service);
    refuseLong(id);
    return new Instance(
        new Instance.Key(node, id.isEmpty() ? service : id),
        service,
        body.texts("Tags"),
        address(body),
        number(body, "Port", "Invalid service port"),
        traits(body),
        origin,
        Stamp.NONE);
  }

  static void refuseNamespace(Body body) throws Refusal {
    String namespace = body.text("Namespace");
    if (!namespace.isEmpty() && !namespace.equals("default")) {
      throw Refusal.bad("Invalid request: Namespace has to be default");
    }
    if (!body.isEmptyText("Partition") && !body.text("Partition").equals("default")) {
      throw Refusal.bad("Invalid request: Partition has to be default");
    }
  }

  static void refuseLong(String name) throws Refusal {
    if (name.length() > LONGEST_NAME || name.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw Refusal.bad("Invalid name: control characters, or longer than " + LONGEST_NAME);
    }
  }

  private static String address(Body body) throws Refusal {
    String address = body.text("Address");
    boolean isOfNode = address.isEmpty();
    if (!isOfNode && (!isAddress(address) || ANYWHERE.contains(address))) {
      throw Refusal.bad("Invalid service address");
    }
    return address;
  }

  /// Whether DNS can give it.
  static boolean isAddress(String text) {
    return text.length() <= LONGEST_ADDRESS
        && text.chars().noneMatch(c -> c <= ' ' || c == 0x7F)
        && Instance.isAddress(text);
  }

  private static int number(Body body, String key, String refusal) throws Refusal {
    int number = body.number(key);
    if (number < 0 || number > LARGEST_NUMBER) {
      throw Refusal.bad(refusal);
    }
    return number;
  }

  private static Traits traits(Body body) throws Refusal {
    var tagged = new LinkedHashMap<String, TaggedAddress>();
    for (Map.Entry<String, Body> entry : body.bodies("TaggedAddresses").entrySet()) {
      Body place = entry.getValue();
      tagged.put(
          entry.getKey(),
          new TaggedAddress(address(place), number(place, "Port", "Invalid service port")));
    }
    return new Traits(
        ServiceMeta.of(body),
        weights(body.body("Weights")),
        tagged,
        body.isSet("EnableTagOverride"));
  }

  private static Weights weights(@Nullable Body weights) throws Refusal {
    if (weights == null || weights.isEmpty()) {
      return Weights.EQUAL;
    }
    int passing = weights.has("Passing") ? number(weights, "Passing", "Invalid Weights") : 1;
    int warning = weights.has("Warning") ? number(weights, "Warning", "Invalid Weights") : 1;
    if (passing == 0) {
      throw Refusal.bad("Invalid Weights: Passing must be greater than 0");
    }
    return new Weights(passing, warning);
  }
}
