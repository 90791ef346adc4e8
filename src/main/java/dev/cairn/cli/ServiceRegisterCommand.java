package dev.cairn.cli;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// `cairn service register`: takes an instance in.
@Command(
    name = "register",
    description = "Registers an instance of a service on the server's own node.",
    customSynopsis = {
      "cairn service register [OPTIONS] [--id ID] [--address ADDRESS] [--port PORT]",
      "       [--tag TAG]... [--meta KEY=VALUE]...",
      "       [--http URL | --tcp HOST:PORT | --ttl TIME] [--interval TIME] NAME"
    },
    footer = {
      "",
      "Exit status: 0 it is registered, and kept; 1 it is not, or the server does not",
      "answer; 2 used wrong."
    })
final class ServiceRegisterCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The name of the service.")
  private String name = "";

  @Option(names = "--id", paramLabel = "ID", description = "The instance's (default: NAME).")
  private @Nullable String id;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      description = "Where it is (default: the server's node).")
  private @Nullable String address;

  @Option(names = "--port", paramLabel = "PORT", description = "Its port (default: 0).")
  private int port;

  @Option(names = "--tag", paramLabel = "TAG", description = "A tag; may be repeated.")
  private List<String> tags = List.of();

  @Option(names = "--meta", paramLabel = "KEY=VALUE", description = "What else is known of it.")
  private Map<String, String> meta = new LinkedHashMap<>();

  @ArgGroup private @Nullable Check check;

  @Option(
      names = "--interval",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = SpanConverter.class,
      description = "Between two checks (default: ${DEFAULT-VALUE}).")
  private Duration interval = Duration.ofSeconds(10);

  @Mixin private RunningServer server = new RunningServer();

  /// How it is known to be well: one of the three.
  private static final class Check {
    @Option(names = "--http", paramLabel = "URL", description = "Well if this answers with 2xx.")
    private @Nullable String http;

    @Option(names = "--tcp", paramLabel = "HOST:PORT", description = "Well if this is open.")
    private @Nullable String tcp;

    @Option(
        names = "--ttl",
        paramLabel = "TIME",
        converter = SpanConverter.class,
        description = "Well if it says so, again and again within this time.")
    private @Nullable Duration ttl;

    void addTo(ObjectNode body) {
      if (http != null) {
        body.put("http", http);
      }
      if (tcp != null) {
        body.put("tcp", tcp);
      }
      if (ttl != null) {
        body.put("ttl", ttl.toSeconds());
      }
    }
  }

  @Override
  public Integer call() {
    ObjectNode body = JsonNodeFactory.instance.objectNode().put("name", name).put("port", port);
    if (id != null) {
      body.put("id", id);
    }
    if (address != null) {
      body.put("address", address);
    }
    var all = body.putArray("tags");
    tags.forEach(all::add);
    var known = body.putObject("meta");
    meta.forEach(known::put);
    if (check != null) {
      check.addTo(body);
    }
    body.put("interval", interval.toSeconds());
    return server.tell(
        ApiRequest.post("/api/v1/services/register", body.toString()), ServiceText::done);
  }
}
