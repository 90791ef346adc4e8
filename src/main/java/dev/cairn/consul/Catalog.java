package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Member;
import dev.cairn.registry.Node;
import dev.cairn.registry.Resource;
import dev.cairn.registry.Service;
import dev.cairn.registry.ServiceDirectory;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import tools.jackson.core.JsonGenerator;

/// What can be read of `catalog/…`: all that there is, whoever registered it.
final class Catalog {
  private final String datacenter;
  private final ServiceDirectory directory;
  private final Shapes shapes;
  private final Reads reads;

  Catalog(String datacenter, ServiceDirectory directory, Shapes shapes, Reads reads) {
    this.datacenter = datacenter;
    this.directory = directory;
    this.shapes = shapes;
    this.reads = reads;
  }

  List<Route> routes() {
    return List.of(
        Route.get("catalog/datacenters", "", this::datacenters),
        Route.get("catalog/nodes", "", this::nodes),
        Route.get("catalog/services", "", this::services),
        Route.get("catalog/service", "Missing service name", this::service),
        Route.get(
            "catalog/node", "Missing node name", request -> node(request, this::servicesById)),
        Route.get(
            "catalog/node-services",
            "Missing node name",
            request -> node(request, this::servicesInTurn)));
  }

  static Resource resource(String service) {
    return new Resource.OfService(ServiceDirectory.fold(service));
  }

  private Reply datacenters(Request request) {
    return reads.now(
        request,
        request.json(out -> {
          out.writeStartArray();
          out.writeString(datacenter);
          out.writeEndArray();
        }));
  }

  private Reply nodes(Request request) throws Refusal {
    Map<String, String> nodeMeta = request.parameters().nodeMeta();
    return reads.watched(
        request,
        new Resource.Nodes(),
        () ->
            request.json(out -> {
              out.writeStartArray();
              directory.nodes().stream()
                  .filter(node -> Wanted.hasAll(node, nodeMeta))
                  .forEach(node -> shapes.node(out, node));
              out.writeEndArray();
            }));
  }

  private Reply services(Request request) throws Refusal {
    Map<String, String> nodeMeta = request.parameters().nodeMeta();
    return reads.watched(
        request,
        new Resource.Services(),
        () ->
            request.json(out -> {
              out.writeStartObject();
              for (Service service : directory.services()) {
                List<Member> members =
                    service.members().stream()
                        .filter(member -> Wanted.hasAll(member.node(), nodeMeta))
                        .toList();
                if (!members.isEmpty()) {
                  Json.texts(out, service.name(), tags(members));
                }
              }
              out.writeEndObject();
            }));
  }

  private static Collection<String> tags(List<Member> members) {
    var tags = new TreeSet<String>();
    members.forEach(member -> tags.addAll(member.instance().tags()));
    return tags;
  }

  private Reply service(Request request) throws Refusal {
    var wanted = Wanted.of(request.parameters());
    return reads.watched(
        request,
        new Resource.Placed(ServiceDirectory.fold(request.argument())),
        () ->
            request.json(out -> {
              out.writeStartArray();
              HealthReads.members(directory, request.argument(), wanted)
                  .forEach(member -> shapes.catalogService(out, member));
              out.writeEndArray();
            }));
  }

  private Reply node(Request request, BiConsumer<JsonGenerator, Collection<Instance>> services)
      throws Refusal {
    String name = ServiceDirectory.fold(request.argument());
    return reads.watched(
        request, new Resource.OnNode(name), () -> request.json(out -> node(out, name, services)));
  }

  private void node(
      JsonGenerator out, String name, BiConsumer<JsonGenerator, Collection<Instance>> services) {
    Node node = directory.node(name);
    if (node == null) {
      out.writeNull();
      return;
    }
    out.writeStartObject();
    out.writeName("Node");
    shapes.node(out, node);
    out.writeName("Services");
    services.accept(out, directory.instancesOn(name));
    out.writeEndObject();
  }

  private void servicesById(JsonGenerator out, Collection<Instance> instances) {
    out.writeStartObject();
    for (Instance instance : instances) {
      out.writeName(instance.key().id());
      shapes.service(out, instance);
    }
    out.writeEndObject();
  }

  private void servicesInTurn(JsonGenerator out, Collection<Instance> instances) {
    out.writeStartArray();
    instances.forEach(instance -> shapes.service(out, instance));
    out.writeEndArray();
  }
}
