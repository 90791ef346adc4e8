package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.JsonNodeFactory;

/// `cairn source accept`: believes what is held.
@Command(
    name = "accept",
    description = "Serves what a source says now, though it takes much away.",
    customSynopsis = "cairn source accept [OPTIONS] NAME",
    footer = {
      "",
      "Exit status: 0 it is served; 1 nothing is held, or the server does not answer;",
      "2 used wrong."
    })
final class SourceAcceptCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The name of the source.")
  private String name = "";

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    String body = JsonNodeFactory.instance.objectNode().put("name", name).toString();
    return server.tell(ApiRequest.post("/api/v1/sources/accept", body), ServiceText::done);
  }
}
