package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cairn service show`: the instances of one service.
@Command(
    name = "show",
    description = "Shows the instances of a service, and what their checks say.",
    customSynopsis = "cairn service show [OPTIONS] NAME",
    footer = {
      "",
      "Exit status: 0 shown; 1 there is no such service, or the server does not",
      "answer; 2 used wrong."
    })
final class ServiceShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The name of the service.")
  private String name = "";

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.get("/api/v1/services/show").with("name", name), ServiceText::instances);
  }
}
