package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn cache stats`: the cache as a whole.
@Command(
    name = "stats",
    description = "Shows how full the cache is, and what it has done since the start.",
    footer = {"", "Exit status: 0 shown; 1 the server does not answer; 2 used wrong."})
final class CacheStatsCommand implements Callable<Integer> {
  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(ApiRequest.get("/api/v1/cache/stats"), CacheText::totals);
  }
}
