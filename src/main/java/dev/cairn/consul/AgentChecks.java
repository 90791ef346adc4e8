package dev.cairn.consul;

import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// `agent/check/…`: checks of their own, and the results that clients tell.
final class AgentChecks {
  private static final int LONGEST_OUTPUT = 4096;

  private final Registry registry;
  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;
  private final CheckMaking making;

  AgentChecks(Registry registry, Shapes shapes, Reads reads, CheckMaking making) {
    this.registry = registry;
    this.directory = registry.directory();
    this.shapes = shapes;
    this.reads = reads;
    this.making = making;
  }

  List<Route> routes() {
    String missing = "Missing check ID";
    return List.of(
        Route.get("agent/checks", "", this::checks),
        Route.put("agent/check/register", "", this::register),
        Route.put("agent/check/deregister", missing, this::deregister),
        Route.put("agent/check/pass", missing, request -> report(request, Status.PASSING)),
        Route.put("agent/check/warn", missing, request -> report(request, Status.WARNING)),
        Route.put("agent/check/fail", missing, request -> report(request, Status.CRITICAL)),
        Route.put("agent/check/update", missing, this::update));
  }

  private Reply checks(Request request) {
    return reads.now(
        request,
        request.json(out -> {
          out.writeStartObject();
          for (Check check : directory.checksOn(request.agent().key())) {
            out.writeName(check.key().id());
            shapes.check(out, check);
          }
          out.writeEndObject();
        }));
  }

  private Route.Written register(Request request) throws Refusal {
    var body = Body.of(request.asked().body());
    if (body.text("Name").isEmpty()) {
      throw Refusal.bad("Missing check name");
    }
    ServiceBody.refuseNamespace(body);
    Node node = request.agent().node();
    Instance instance = instance(body, request);
    CheckBody given = CheckBody.of(body, node.name());
    Check check = making.check(given.orElse(given.name(), ""), request.caller(), node, instance);
    return Route.Written.done(registry.putCheck(node, check));
  }

  private @Nullable Instance instance(Body body, Request request) throws Refusal {
    String id = body.text("ServiceID");
    if (id.isEmpty()) {
      return null;
    }
    Instance instance = directory.instance(new Instance.Key(request.agent().key(), id));
    if (instance == null) {
      throw Refusal.unknown("ServiceID \"%s\" does not exist".formatted(id));
    }
    return instance;
  }

  private Route.Written deregister(Request request) throws Refusal {
    return Route.Written.done(registry.removeCheck(owned(request)));
  }

  private Check.Key owned(Request request) throws Refusal {
    return new Ownership(directory).check(request, request.argument()).key();
  }

  private Route.Written report(Request request, Status status) throws Refusal {
    String note = bounded(request.parameters().text("note"));
    return Route.Written.done(registry.report(owned(request), status, note));
  }

  private Route.Written update(Request request) throws Refusal {
    var body = Body.of(request.asked().body());
    Status status = Status.of(body.text("Status"));
    if (status == null) {
      throw Refusal.bad("Invalid check status: '" + body.text("Status") + "'");
    }
    return Route.Written.done(
        registry.report(owned(request), status, bounded(body.text("Output"))));
  }

  private static String bounded(String output) {
    return output.length() <= LONGEST_OUTPUT
        ? output
        : output.substring(0, LONGEST_OUTPUT)
            + " ... (captured %d of %d bytes)".formatted(LONGEST_OUTPUT, output.length());
  }
}
