package dev.cairn.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// `cairn service down`: takes an instance out of service.
@Command(
    name = "down",
    description = "Takes an instance out of service; it stays registered.",
    customSynopsis = "cairn service down [OPTIONS] [--for TIME] [--reason TEXT] [--node NODE] ID",
    footer = {
      "",
      "Exit status: 0 done, and kept; 1 not done, or the server does not answer;",
      "2 used wrong."
    })
final class ServiceDownCommand implements Callable<Integer> {
  @Mixin private InstanceWords instance = new InstanceWords();

  @Option(
      names = "--for",
      paramLabel = "TIME",
      converter = SpanConverter.class,
      description = "It comes back by itself after that, such as 90s, 30m, 1h (default: never).")
  private @Nullable Duration time;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for others who look.")
  private String reason = "";

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    ObjectNode body = instance.body().put("reason", reason);
    if (time != null) {
      body.put("seconds", time.toSeconds());
    }
    return server.tell(
        ApiRequest.post("/api/v1/services/down", body.toString()), ServiceText::done);
  }
}
