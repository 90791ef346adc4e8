package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `cairn cache top`: what is asked most often.
@Command(
    name = "top",
    description = "Shows what the cache has answered with most often.",
    footer = {
      "",
      "Exit status: 0 shown; 1 the cache is empty, or the server does not answer;",
      "2 used wrong."
    })
final class CacheTopCommand implements Callable<Integer> {
  @Option(
      names = "--count",
      paramLabel = "N",
      defaultValue = "20",
      description = "How many, 1 to 1000 (default: ${DEFAULT-VALUE}).")
  private int count = 20;

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.get("/api/v1/cache/top").with("count", String.valueOf(count)), CacheText::top);
  }
}
