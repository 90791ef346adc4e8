package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn source list`: how all sources do.
@Command(
    name = "list",
    description = "Shows each source: state, what is known from it, what is held.",
    footer = {
      "",
      "Exit status: 0 shown; 1 there are none, or the server does not answer;",
      "2 used wrong."
    })
final class SourceListCommand implements Callable<Integer> {
  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(ApiRequest.get("/api/v1/sources"), ServiceText::sources);
  }
}
