package dev.cairn.server;

import java.io.EOFException;
import java.io.IOException;

/// Why a file could not be had, read or written, in words for the operator.
final class DiskTrouble {
  private DiskTrouble() {}

  /// The message of an exception that has one; else its kind too, as many only name the file.
  static String why(IOException e) {
    if (e instanceof EOFException) {
      return "it ends too soon";
    }
    return e.getClass().equals(IOException.class) ? String.valueOf(e.getMessage()) : e.toString();
  }
}
