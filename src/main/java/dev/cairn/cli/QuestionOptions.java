package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// What is asked, whom and how, for commands that ask DNS servers.
final class QuestionOptions {
  @Parameters(
      arity = "0..*",
      paramLabel = "WORD",
      description = {
        "NAME: what to ask for.",
        "TYPE: a record type, as AAAA or TYPE65; A if none.",
        "@SERVER: whom to ask, as @192.0.2.53 or @[::1]:1053."
      })
  private List<String> words = new ArrayList<>();

  @Option(names = "--tcp", description = "Ask over TCP from the start.")
  private boolean tcp;

  @Option(names = "--dnssec", description = "Ask for signatures (the DO bit).")
  private boolean dnssec;

  @Option(names = "--norec", description = "Do not ask for recursion (no RD bit).")
  private boolean noRecursion;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // picocli sets it before the command is called
  private CommandSpec command;

  /// Reads words, in one form or another; throws an [IllegalArgumentException] with a sentence.
  interface Form {
    QueryWords read(List<String> words);
  }

  /// What the words say.
  ///
  /// @throws ParameterException with a sentence for the user if that is nothing
  QueryWords read(Form form) {
    try {
      return form.read(words);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(command.commandLine(), e.getMessage(), e);
    }
  }

  /// Whether there is a word that names no server.
  boolean haveName() {
    return words.stream().anyMatch(word -> !word.startsWith("@"));
  }

  boolean overTcp() {
    return tcp;
  }

  boolean dnssecOk() {
    return dnssec;
  }

  boolean recursionDesired() {
    return !noRecursion;
  }

  /// To be thrown when options do not go together.
  ParameterException wrong(String sentence) {
    return new ParameterException(command.commandLine(), sentence);
  }
}
