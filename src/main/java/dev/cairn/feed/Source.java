package dev.cairn.feed;

import java.io.IOException;

/// Another registry that is followed.
@FunctionalInterface
interface Source {

  /// Reads all that it knows and then every change, on a thread that may wait, until that fails.
  ///
  /// @throws IOException what is wrong, as a sentence; it is followed anew later
  /// @throws InterruptedException if nobody wants to know any more
  void follow(Intake intake) throws IOException, InterruptedException;
}
