package dev.cairn.cli;

import java.io.PrintWriter;

/// Writes a reply down for people or for programs.
interface ReplyPrinter {
  void print(Reply reply, PrintWriter out);
}
