package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registration;
import dev.cairn.registry.Registration.OtherChecks;
import dev.cairn.registry.Registry;
import dev.cairn.registry.Resource;
import dev.cairn.registry.ServiceDirectory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `agent/service/…`: a program puts itself into the registry, and takes itself out.
final class AgentServices {
  private static final int HASH_DIGITS = 16;

  private final Registry registry;
  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;
  private final CheckMaking checks;
  private final NamesBesideDns besideDns;

  AgentServices(
      Registry registry, Shapes shapes, Reads reads, CheckMaking checks, NamesBesideDns besideDns) {
    this.registry = registry;
    this.directory = registry.directory();
    this.shapes = shapes;
    this.reads = reads;
    this.checks = checks;
    this.besideDns = besideDns;
  }

  List<Route> routes() {
    return List.of(
        Route.put("agent/service/register", "", this::register),
        Route.put("agent/service/deregister", "Missing service ID", this::deregister),
        Route.put("agent/service/maintenance", "Missing service ID", this::maintenance),
        Route.put("agent/maintenance", "", this::nodeMaintenance),
        Route.get("agent/services", "", this::services),
        Route.get("agent/service", "Missing service ID", this::service));
  }

  private Route.Written register(Request request) throws Refusal {
    var body = Body.of(request.asked().body());
    Node node = request.agent().node();
    var origin = new Instance.Origin("", request.caller().tokenHash());
    Instance instance = ServiceBody.instance(body, "Name", request.agent().key(), origin);
    var others =
        request.parameters().isSet("replace-existing-checks") ? OtherChecks.GO : OtherChecks.STAY;
    var registration =
        new Registration(
            node, instance, checks.ofService(body, request.caller(), node, instance), others);
    return Route.Written.done(besideDns.tell(registry.register(registration), instance));
  }

  private Route.Written deregister(Request request) throws Refusal {
    Instance instance = owned(request);
    return Route.Written.done(registry.deregister(instance.key()));
  }

  private Instance owned(Request request) throws Refusal {
    return new Ownership(directory).instance(request, request.argument());
  }

  private Route.Written maintenance(Request request) throws Refusal {
    boolean isEnabled = isEnabled(request);
    Instance.Key key = owned(request).key();
    return Route.Written.done(
        isEnabled
            ? registry.maintain(key, request.parameters().text("reason"))
            : registry.endMaintenance(key));
  }

  private Route.Written nodeMaintenance(Request request) throws Refusal {
    Node node = request.agent().node();
    return Route.Written.done(
        isEnabled(request)
            ? registry.maintain(node, request.parameters().text("reason"))
            : registry.endMaintenance(node));
  }

  private static boolean isEnabled(Request request) throws Refusal {
    String word = request.parameters().text("enable");
    if (word.isEmpty()) {
      throw Refusal.bad("Missing value for enable");
    }
    Boolean is = GoTruth.parse(word);
    if (is == null) {
      throw Refusal.bad("Invalid value for enable: \"" + word + "\"");
    }
    return is;
  }

  private Reply services(Request request) {
    return reads.now(
        request,
        request.json(out -> {
          out.writeStartObject();
          for (Instance instance : directory.instancesOn(request.agent().key())) {
            out.writeName(instance.key().id());
            shapes.agentService(out, instance, "");
          }
          out.writeEndObject();
        }));
  }

  /// Who names the hash that it knows waits until it is another.
  private Reply service(Request request) throws Refusal {
    Instance.Key key = new Instance.Key(request.agent().key(), request.argument());
    String known = request.parameters().text("hash");
    return reads.watched(
        request,
        new Resource.OnNode(key.node()),
        () -> known.isEmpty() || !known.equals(hash(directory.instance(key))),
        () -> page(request, directory.instance(key)));
  }

  private Page page(Request request, @Nullable Instance instance) {
    if (instance == null) {
      return Page.text(HttpResponseStatus.NOT_FOUND, "unknown service ID: " + request.argument());
    }
    String hash = hash(instance);
    return request
        .json(out -> shapes.agentService(out, instance, hash))
        .with("X-Consul-ContentHash", hash);
  }

  /// Of what its registrant said; not of indexes, nor of how it does.
  private String hash(@Nullable Instance instance) {
    if (instance == null) {
      return "";
    }
    byte[] content =
        Json.octets(out -> shapes.agentService(out, instance, ""), Json.Layout.COMPACT);
    return Digest.sha256(content).substring(0, HASH_DIGITS);
  }
}
