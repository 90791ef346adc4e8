package dev.cairn.cli;

import picocli.CommandLine.Command;

/// `cairn service`: what a running server has registered.
@Command(
    name = "service",
    description = "Shows what is registered with a running server, and changes it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServiceListCommand.class,
      ServiceShowCommand.class,
      ServiceRegisterCommand.class,
      ServiceDeregisterCommand.class,
      ServiceUpCommand.class,
      ServiceDownCommand.class,
      ServiceWatchCommand.class
    })
final class ServiceCommand {}
