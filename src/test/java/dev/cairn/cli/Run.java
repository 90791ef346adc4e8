package dev.cairn.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;

/// One run of the command line: what it printed and its exit status.
record Run(int status, String out, String err) {

  static Run of(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    int status =
        CairnCommand.commandLine()
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true))
            .execute(arguments);
    return new Run(status, out.toString(), err.toString());
  }

  List<String> lines() {
    return out.lines().toList();
  }
}
