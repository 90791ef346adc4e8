package dev.cairn.cli;

import picocli.CommandLine.Command;

/// `cairn upstream`: whom a running server asks.
@Command(
    name = "upstream",
    description = "Shows whom a running server asks, and how they do.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {UpstreamStatusCommand.class, UpstreamSimulateCommand.class})
final class UpstreamCommand {}
