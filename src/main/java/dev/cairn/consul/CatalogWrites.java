package dev.cairn.consul;

import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.Receipt;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// `catalog/register` and `catalog/deregister`: what agents elsewhere say of nodes that are not
/// theirs alone. Their checks are as told; we make none.
final class CatalogWrites {
  private static final int MOST_CHECKS = 1024;

  private final Registry registry;
  private final ServiceDirectory directory;
  private final String datacenter;
  private final NamesBesideDns besideDns;

  CatalogWrites(Registry registry, String datacenter, NamesBesideDns besideDns) {
    this.registry = registry;
    this.directory = registry.directory();
    this.datacenter = datacenter;
    this.besideDns = besideDns;
  }

  List<Route> routes() {
    return List.of(
        Route.put("catalog/register", "", this::register),
        Route.put("catalog/deregister", "", this::deregister));
  }

  private Route.Written register(Request request) throws Refusal {
    Body body = body(request);
    Node node = node(body);
    Body service = body.body("Service");
    var origin = new Instance.Origin("", request.caller().tokenHash());
    Instance instance =
        service == null
            ? null
            : ServiceBody.instance(service, "Service", ServiceDirectory.fold(node.name()), origin);
    var bodies = new ArrayList<Body>();
    Body one = body.body("Check");
    if (one != null && !one.isEmpty()) {
      bodies.add(one);
    }
    bodies.addAll(body.list("Checks", MOST_CHECKS));
    var checks = new ArrayList<Check>();
    for (Body check : bodies) {
      checks.add(check(check, node, instance));
    }
    return Route.Written.truth(besideDns.tell(registry.enroll(node, instance, checks), instance));
  }

  private Body body(Request request) throws Refusal {
    Body body = Body.of(request.asked().body());
    ServiceBody.refuseNamespace(body);
    if (!body.isEmptyText("Datacenter") && !body.text("Datacenter").equalsIgnoreCase(datacenter)) {
      throw Refusal.failed("No path to datacenter");
    }
    return body;
  }

  private Node node(Body body) throws Refusal {
    String name = body.text("Node");
    String address = body.text("Address");
    Node known = name.isEmpty() ? null : directory.node(name);
    if (known != null && body.isSet("SkipNodeUpdate")) {
      return known;
    }
    if (name.isEmpty() || address.isEmpty()) {
      throw Refusal.bad("Must provide node and address");
    }
    ServiceBody.refuseLong(name);
    if (!ServiceBody.isAddress(address)) {
      throw Refusal.bad("Invalid node address");
    }
    return new Node(
        name,
        id(body.text("ID"), known, new Agent(name, address)),
        address,
        body.map("TaggedAddresses"),
        body.map("NodeMeta"),
        Stamp.NONE);
  }

  private static UUID id(String given, @Nullable Node known, Agent agent) throws Refusal {
    if (given.isEmpty()) {
      return known == null ? agent.id() : known.id();
    }
    try {
      return UUID.fromString(given);
    } catch (IllegalArgumentException _) {
      throw Refusal.bad("Invalid node ID: it has to be a UUID");
    }
  }

  private Check check(Body body, Node node, @Nullable Instance instance) throws Refusal {
    String name = body.text("Name");
    String id = body.isEmptyText("CheckID") ? name : body.text("CheckID");
    if (id.isEmpty()) {
      throw Refusal.bad("Missing check name");
    }
    ServiceBody.refuseLong(id);
    String about = body.text("ServiceID");
    String key = ServiceDirectory.fold(node.name());
    boolean isThere =
        about.isEmpty()
            || instance != null && instance.key().id().equals(about)
            || directory.instance(new Instance.Key(key, about)) != null;
    if (!isThere) {
      throw Refusal.bad("ServiceID \"%s\" does not exist".formatted(about));
    }
    Status told = CheckBody.status(body);
    Status status = told == null ? Status.CRITICAL : told;
    return new Check(
        new Check.Key(key, id),
        name,
        about,
        CheckSpec.told(id, status, body.text("Notes")),
        new Check.Result(status, body.text("Output"), 0, 0),
        Stamp.NONE);
  }

  private Route.Written deregister(Request request) throws Refusal {
    Body body = body(request);
    String node = ServiceDirectory.fold(body.text("Node"));
    if (node.isEmpty()) {
      throw Refusal.bad("Must provide node");
    }
    return new Route.Written(removed(body, node), Page.truth(true), Page.truth(true));
  }

  private Receipt removed(Body body, String node) throws Refusal {
    var key = new Instance.Key(node, body.text("ServiceID"));
    if (!key.id().isEmpty()) {
      return directory.instance(key) == null ? new Receipt.Unchanged() : registry.deregister(key);
    }
    var checkKey = new Check.Key(node, body.text("CheckID"));
    if (!checkKey.id().isEmpty()) {
      return directory.check(checkKey) == null
          ? new Receipt.Unchanged()
          : registry.removeCheck(checkKey);
    }
    return registry.dismissNode(node);
  }
}
