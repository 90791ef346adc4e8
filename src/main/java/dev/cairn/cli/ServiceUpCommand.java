package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn service up`: brings an instance back.
@Command(
    name = "up",
    description = "Brings an instance back that was taken out of service.",
    customSynopsis = "cairn service up [OPTIONS] [--node NODE] ID",
    footer = {
      "",
      "Exit status: 0 done, and kept; 1 not done, or the server does not answer;",
      "2 used wrong."
    })
final class ServiceUpCommand implements Callable<Integer> {
  @Mixin private InstanceWords instance = new InstanceWords();

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.post("/api/v1/services/up", instance.body().toString()), ServiceText::done);
  }
}
