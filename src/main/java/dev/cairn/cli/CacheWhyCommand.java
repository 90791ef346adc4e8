package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cairn cache why`: why a question is answered from memory, or is not.
@Command(
    name = "why",
    description = "Says who told what one question is answered with, and what would happen now.",
    customSynopsis = "cairn cache why [OPTIONS] NAME [TYPE]",
    footer = {
      "",
      "Exit status: 0 something is held; 1 nothing is held, or the server does not",
      "answer; 2 used wrong."
    })
final class CacheWhyCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "What is asked for.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      defaultValue = "A",
      description = "A record type, as AAAA or TYPE65; ${DEFAULT-VALUE} if none.")
  private String type = "A";

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.get("/api/v1/cache/why").with("name", name).with("type", type),
        CacheText::reason);
  }
}
