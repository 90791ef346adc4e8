package dev.cairn.cli;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cairn service watch`: what happens to services, as it happens.
@Command(
    name = "watch",
    description = "Shows what happens to services and their checks, until it is stopped.",
    customSynopsis = "cairn service watch [OPTIONS] [NAME]",
    footer = {
      "",
      "--timeout is how long the server may take to begin. Exit status: 0 the server",
      "ended it; 1 it does not answer; 2 used wrong."
    })
final class ServiceWatchCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      arity = "0..1",
      description = "Only of this service, and its checks.")
  private @Nullable String name;

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    var request =
        ApiRequest.get("/api/v1/events").with("type", "service.*").with("type", "check.*");
    String prefix = name == null ? "" : name + "/";
    return server.follow(request, event -> event.path("subject").asString("").startsWith(prefix));
  }
}
