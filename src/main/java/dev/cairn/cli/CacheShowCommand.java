package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/// `cairn cache show`: all that is held at a name.
@Command(
    name = "show",
    description = "Shows what the cache has at a name, of all types.",
    customSynopsis = "cairn cache show [OPTIONS] NAME",
    footer = {
      "",
      "Exit status: 0 shown; 1 nothing is held, or the server does not answer;",
      "2 used wrong."
    })
final class CacheShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "NAME", description = "The name, with or without the dot at its end.")
  private String name = "";

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(ApiRequest.get("/api/v1/cache").with("name", name), CacheText::entries);
  }
}
