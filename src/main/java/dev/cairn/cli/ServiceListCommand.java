package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn service list`: all services.
@Command(
    name = "list",
    description = "Shows each service: its instances, how they do, its tags.",
    footer = {
      "",
      "Exit status: 0 shown; 1 there are none, or the server does not answer;",
      "2 used wrong."
    })
final class ServiceListCommand implements Callable<Integer> {
  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(ApiRequest.get("/api/v1/services"), ServiceText::services);
  }
}
