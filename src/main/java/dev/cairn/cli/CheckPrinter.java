package dev.cairn.cli;

import java.io.PrintWriter;

/// A form in which `cairn check` tells what it has found.
interface CheckPrinter {
  void print(CheckReport report, PrintWriter out);
}
