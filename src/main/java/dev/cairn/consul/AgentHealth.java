package dev.cairn.consul;

import dev.cairn.health.Status;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Member;
import dev.cairn.registry.Service;
import dev.cairn.registry.ServiceDirectory;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/// `agent/health/service/…`: how a service of the client's node does, said by the status of HTTP
/// too, for load balancers.
final class AgentHealth {
  private static final String MAINTENANCE = "maintenance";

  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;

  AgentHealth(ServiceDirectory directory, Shapes shapes, Reads reads) {
    this.directory = directory;
    this.shapes = shapes;
    this.reads = reads;
  }

  List<Route> routes() {
    return List.of(
        Route.get("agent/health/service/id", "Missing serviceID", this::byId),
        Route.get("agent/health/service/name", "Missing service Name", this::byName));
  }

  private Reply byId(Request request) throws Refusal {
    Instance instance =
        directory.instance(new Instance.Key(request.agent().key(), request.argument()));
    List<Member> members =
        instance == null
            ? List.of()
            : members(request, instance.service()).stream()
                .filter(member -> member.instance().key().equals(instance.key()))
                .toList();
    if (members.isEmpty()) {
      throw Refusal.unknown("ServiceId " + request.argument() + " not found");
    }
    return page(request, members, out -> write(out, members.getFirst()));
  }

  private Reply byName(Request request) throws Refusal {
    List<Member> members = members(request, request.argument());
    if (members.isEmpty()) {
      throw Refusal.unknown("ServiceName " + request.argument() + " not found");
    }
    return page(
        request,
        members,
        out -> {
          out.writeStartArray();
          members.forEach(member -> write(out, member));
          out.writeEndArray();
        });
  }

  private List<Member> members(Request request, String name) {
    Service service = directory.service(name);
    return service == null
        ? List.of()
        : service.members().stream()
            .filter(member -> member.instance().key().node().equals(request.agent().key()))
            .toList();
  }

  private Reply page(Request request, List<Member> members, Json.Value json) {
    String worst = worst(members);
    HttpResponseStatus status =
        switch (worst) {
          case "passing" -> HttpResponseStatus.OK;
          case "warning" -> HttpResponseStatus.TOO_MANY_REQUESTS;
          default -> HttpResponseStatus.SERVICE_UNAVAILABLE; // critical, or in maintenance
        };
    return reads.now(
        request,
        request.parameters().text("format").equals("text")
            ? Page.text(status, worst)
            : request.json(json).as(status));
  }

  private void write(JsonGenerator out, Member member) {
    out.writeStartObject();
    out.writeStringProperty("AggregatedStatus", word(member));
    out.writeName("Service");
    shapes.agentService(out, member.instance(), "");
    out.writeName("Checks");
    shapes.checks(out, member.checks());
    out.writeEndObject();
  }

  private static String worst(List<Member> members) {
    Status worst = Status.PASSING;
    for (Member member : members) {
      if (member.isInMaintenance()) {
        return MAINTENANCE;
      }
      worst = worst.worse(member.status());
    }
    return worst.word();
  }

  private static String word(Member member) {
    return member.isInMaintenance() ? MAINTENANCE : member.status().word();
  }
}
