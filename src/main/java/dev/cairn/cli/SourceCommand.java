package dev.cairn.cli;

import picocli.CommandLine.Command;

/// `cairn source`: whom else a running server knows services from.
@Command(
    name = "source",
    description = "Shows the other registries that a running server mirrors.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {SourceListCommand.class, SourceAcceptCommand.class})
final class SourceCommand {}
