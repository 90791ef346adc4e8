package dev.cairn.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `cairn serve`: serves in the foreground until it is told to stop.
@Command(
    name = "serve",
    description = "Serves DNS in the foreground.",
    footer = {
      "",
      "SIGHUP takes all changed files at once, SIGTERM and SIGINT finish what is",
      "under way and stop.",
      "",
      "Exit status: 0 stopped as told; 1 the configuration is wrong or an address",
      "cannot be had; 2 used wrong."
    })
final class ServeCommand implements Callable<Integer> {
  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--resolv-conf",
      paramLabel = "FILE",
      defaultValue = Serving.RESOLV_CONF,
      description = "Where \"system\" upstreams are read (default: ${DEFAULT-VALUE}).")
  private Path resolvConf = Path.of(Serving.RESOLV_CONF);

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws InterruptedException {
    return new Serving(config.file(), resolvConf).run(spec.commandLine().getErr());
  }
}
