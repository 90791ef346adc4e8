package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn service deregister`: takes an instance out.
@Command(
    name = "deregister",
    description = "Takes an instance out, with its checks.",
    customSynopsis = "cairn service deregister [OPTIONS] [--node NODE] ID",
    footer = {
      "",
      "Exit status: 0 done, and kept; 1 not done, or the server does not answer;",
      "2 used wrong."
    })
final class ServiceDeregisterCommand implements Callable<Integer> {
  @Mixin private InstanceWords instance = new InstanceWords();

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(
        ApiRequest.post("/api/v1/services/deregister", instance.body().toString()),
        ServiceText::done);
  }
}
