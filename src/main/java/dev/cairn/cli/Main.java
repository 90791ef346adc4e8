package dev.cairn.cli;

import dev.cairn.transport.AddressUnavailable;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.Charset;

/// Where Java begins. Knows nothing of the command line but through [CairnCommand]: a start that
/// needs no other options opens no library for them.
public final class Main {
  private Main() {}

  public static void main(String[] arguments)
      throws InterruptedException, IOException, AddressUnavailable {
    LogProvider.install();
    System.exit(run(arguments));
  }

  private static int run(String... arguments)
      throws InterruptedException, IOException, AddressUnavailable {
    Serving plain = Serving.of(arguments);
    if (plain != null) {
      return plain.run(standardError());
    }
    return Rehearsal.isMeant(arguments)
        ? Rehearsal.run(standardError(), arguments)
        : CairnCommand.run(arguments);
  }

  private static PrintWriter standardError() {
    return new PrintWriter(System.err, true, Charset.defaultCharset());
  }
}
