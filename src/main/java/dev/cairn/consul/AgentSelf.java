package dev.cairn.consul;

import dev.cairn.registry.Receipt;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/// What clients want to know of the agent, and of those who lead: it is always us.
final class AgentSelf {
  private static final String LEADER = "127.0.0.1:8300";
  private static final int SERF_PORT = 8301;
  private static final int ALIVE = 1;

  private final HttpSettings.Identity identity;
  private final Reads reads;

  AgentSelf(HttpSettings.Identity identity, Reads reads) {
    this.identity = identity;
    this.reads = reads;
  }

  List<Route> routes() {
    return List.of(
        Route.get("agent/self", "", this::self),
        Route.get("agent/members", "", this::members),
        Route.get("agent/version", "", this::version),
        Route.put(
            "agent/reload", "", _ -> Route.Written.done(new Receipt.Unchanged())), // files are hot
        Route.get("status/leader", "", request -> now(request, out -> out.writeString(LEADER))),
        Route.get("status/peers", "", this::peers));
  }

  private Reply now(Request request, Json.Value value) {
    return reads.now(request, request.json(value));
  }

  private Reply self(Request request) {
    return now(
        request,
        out -> {
          out.writeStartObject();
          out.writeName("Config");
          config(out, request.agent());
          empty(out, "DebugConfig");
          out.writeName("Member");
          member(out, request.agent());
          out.writeName("Stats");
          out.writeStartObject();
          Json.map(out, "agent", Map.of("check_monitors", "0"));
          out.writeEndObject();
          empty(out, "Meta");
          out.writeEndObject();
        });
  }

  private void config(JsonGenerator out, Agent agent) {
    out.writeStartObject();
    out.writeStringProperty("Datacenter", identity.datacenter());
    out.writeStringProperty("PrimaryDatacenter", identity.datacenter());
    out.writeStringProperty("NodeName", agent.name());
    out.writeStringProperty("NodeID", agent.id().toString());
    out.writeBooleanProperty("Server", true);
    out.writeStringProperty("Revision", "");
    out.writeStringProperty("Version", identity.version());
    out.writeEndObject();
  }

  private static void empty(JsonGenerator out, String key) {
    out.writeName(key);
    out.writeStartObject();
    out.writeEndObject();
  }

  private void member(JsonGenerator out, Agent agent) {
    out.writeStartObject();
    out.writeStringProperty("Name", agent.name());
    out.writeStringProperty("Addr", agent.address());
    out.writeNumberProperty("Port", SERF_PORT);
    Json.map(
        out,
        "Tags",
        Map.of(
            "role",
            "consul",
            "dc",
            identity.datacenter(),
            "port",
            "8300",
            "build",
            identity.version(),
            "id",
            agent.id().toString()));
    out.writeNumberProperty("Status", ALIVE);
    out.writeNumberProperty("ProtocolMin", 1);
    out.writeNumberProperty("ProtocolMax", 5);
    out.writeNumberProperty("ProtocolCur", 2);
    out.writeNumberProperty("DelegateMin", 2);
    out.writeNumberProperty("DelegateMax", 5);
    out.writeNumberProperty("DelegateCur", 4);
    out.writeEndObject();
  }

  private Reply members(Request request) {
    return now(
        request,
        out -> {
          out.writeStartArray();
          member(out, Agent.ours(identity));
          out.writeEndArray();
        });
  }

  private Reply version(Request request) {
    return now(
        request,
        out -> {
          out.writeStartObject();
          out.writeStringProperty("SHA", "");
          out.writeStringProperty("BuildDate", "1970-01-01T00:00:00Z");
          out.writeStringProperty("HumanVersion", identity.version());
          out.writeStringProperty("FIPS", "");
          out.writeEndObject();
        });
  }

  private Reply peers(Request request) {
    return now(
        request,
        out -> {
          out.writeStartArray();
          out.writeString(LEADER);
          out.writeEndArray();
        });
  }
}
