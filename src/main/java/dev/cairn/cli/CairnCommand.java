package dev.cairn.cli;

import java.io.PrintWriter;
import java.util.Objects;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/// The command `cairn`, with one class for each of its subcommands.
///
/// Exit status: 0 done, 1 found wrong, 2 used wrong.
@Command(
    name = "cairn",
    description = "An authoritative and forwarding DNS server.",
    mixinStandardHelpOptions = true,
    versionProvider = CairnCommand.Version.class,
    scope = ScopeType.INHERIT, // --help and --version for the subcommands too
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      ServeCommand.class,
      CheckCommand.class,
      QueryCommand.class,
      BenchCommand.class,
      UpstreamCommand.class,
      CacheCommand.class,
      ServiceCommand.class,
      SourceCommand.class,
      HelpCommand.class
    })
final class CairnCommand {
  /// Does what the arguments say; the exit status.
  static int run(String... arguments) {
    return commandLine().execute(arguments);
  }

  static CommandLine commandLine() {
    return new CommandLine(new CairnCommand())
        .setExpandAtFiles(false) // a word that begins with @ is a server, never a file of arguments
        .setParameterExceptionHandler(CairnCommand::usedWrong);
  }

  private static int usedWrong(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getCommandSpec().qualifiedName() + ": " + mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, err)
        && !command.getSubcommands().isEmpty()) {
      command.usage(err);
    }
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  /// The version as the jar's manifest tells it, and what it runs on.
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = CairnCommand.class.getPackage().getImplementationVersion();
      return new String[] {
        "cairn %s (Java %s, %s %s)"
            .formatted(
                Objects.requireNonNullElse(version, "unpackaged"),
                Runtime.version(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"))
      };
    }
  }
}
