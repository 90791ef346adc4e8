package dev.cairn.cli;

import picocli.CommandLine.Command;

/// `cairn cache`: what a running server has in memory.
@Command(
    name = "cache",
    description = "Shows what a running server has in its cache, and purges it.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      CacheShowCommand.class,
      CacheWhyCommand.class,
      CachePurgeCommand.class,
      CacheTopCommand.class,
      CacheStatsCommand.class
    })
final class CacheCommand {}
