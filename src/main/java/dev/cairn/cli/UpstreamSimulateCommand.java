package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `cairn upstream simulate`: what would happen to a query.
@Command(
    name = "simulate",
    description = "Shows what would happen to a query, without sending anything.",
    customSynopsis = "cairn upstream simulate [OPTIONS] NAME [TYPE]",
    sortOptions = false,
    footer = {"", "Exit status: 0 shown; 1 the server does not answer; 2 used wrong."})
final class UpstreamSimulateCommand implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "NAME", description = "What would be asked for.")
  private String name = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "TYPE",
      defaultValue = "A",
      description = "A record type, as AAAA or TYPE65; ${DEFAULT-VALUE} if none.")
  private String type = "A";

  @Option(
      names = "--down",
      paramLabel = "UPSTREAM",
      description =
          "As if this upstream did not answer, by its name in dns.toml. May be given several times.")
  private List<String> down = new ArrayList<>();

  @Option(
      names = "--client",
      paramLabel = "ADDRESS",
      description = "As if this client asked; this machine if none.")
  private @Nullable String client;

  @Mixin private RunningServer server = new RunningServer();

  @Override
  public Integer call() {
    var request =
        ApiRequest.get("/api/v1/upstreams/simulate")
            .with("name", name)
            .with("type", type)
            .with("down", down);
    return server.tell(
        client == null ? request : request.with("client", client), UpstreamText::simulation);
  }
}
