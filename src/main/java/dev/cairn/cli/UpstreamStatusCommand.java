package dev.cairn.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `cairn upstream status`: how all upstreams do.
@Command(
    name = "status",
    description = "Shows each upstream: state, round trips, errors.",
    footer = {
      "",
      "Exit status: 0 shown; 1 the server does not answer or has no upstreams;",
      "2 used wrong."
    })
final class UpstreamStatusCommand implements Callable<Integer> {
  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    return server.tell(ApiRequest.get("/api/v1/upstreams"), UpstreamText::status);
  }
}
