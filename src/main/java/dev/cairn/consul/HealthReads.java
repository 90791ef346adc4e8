package dev.cairn.consul;

import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.Member;
import dev.cairn.registry.Node;
import dev.cairn.registry.Resource;
import dev.cairn.registry.Service;
import dev.cairn.registry.ServiceDirectory;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// `health/…`: who is there, and how they do.
final class HealthReads {
  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;

  HealthReads(ServiceDirectory directory, Shapes shapes, Reads reads) {
    this.directory = directory;
    this.shapes = shapes;
    this.reads = reads;
  }

  List<Route> routes() {
    return List.of(
        Route.get("health/service", "Missing service name", this::service),
        Route.get("health/checks", "Missing service name", this::checks),
        Route.get("health/node", "Missing node name", this::node),
        Route.get("health/state", "Missing check state", this::state));
  }

  private Reply service(Request request) throws Refusal {
    var wanted = Wanted.of(request.parameters());
    boolean onlyPassing = request.parameters().isSet("passing");
    return reads.watched(
        request,
        Catalog.resource(request.argument()),
        () ->
            request.json(out -> {
              out.writeStartArray();
              members(directory, request.argument(), wanted)
                  .filter(member -> !onlyPassing || member.status() == Status.PASSING)
                  .forEach(member -> shapes.member(out, member));
              out.writeEndArray();
            }));
  }

  /// Those of a service that are wanted.
  static Stream<Member> members(ServiceDirectory directory, String name, Wanted wanted) {
    Service service = directory.service(name);
    return service == null ? Stream.empty() : service.members().stream().filter(wanted::includes);
  }

  private Reply checks(Request request) throws Refusal {
    var wanted = Wanted.of(request.parameters());
    return reads.watched(
        request,
        Catalog.resource(request.argument()),
        () ->
            request.json(out -> {
              out.writeStartArray();
              members(directory, request.argument(), wanted)
                  .flatMap(member -> member.checks().stream())
                  .filter(check -> !check.instance().isEmpty())
                  .forEach(check -> shapes.check(out, check));
              out.writeEndArray();
            }));
  }

  private Reply node(Request request) throws Refusal {
    String name = ServiceDirectory.fold(request.argument());
    return reads.watched(
        request,
        new Resource.OfNode(name),
        () -> request.json(out -> shapes.checks(out, directory.checksOn(name))));
  }

  private Reply state(Request request) throws Refusal {
    Status status = Status.of(request.argument());
    if (status == null && !request.argument().equals("any")) {
      throw Refusal.bad("Invalid check state: " + request.argument());
    }
    Map<String, String> nodeMeta = request.parameters().nodeMeta();
    return reads.watched(
        request,
        new Resource.Checks(),
        () ->
            request.json(out -> {
              out.writeStartArray();
              directory.checks().stream()
                  .filter(check -> status == null || check.result().status() == status)
                  .filter(check -> isOn(check, nodeMeta))
                  .forEach(check -> shapes.check(out, check));
              out.writeEndArray();
            }));
  }

  private boolean isOn(Check check, Map<String, String> nodeMeta) {
    if (nodeMeta.isEmpty()) {
      return true;
    }
    @Nullable Node node = directory.node(check.key().node());
    return node != null && Wanted.hasAll(node, nodeMeta);
  }
}
