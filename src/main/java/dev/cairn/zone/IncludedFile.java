package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/// Which file `$INCLUDE` means, and whether it may be read.
final class IncludedFile {
  private IncludedFile() {}

  /// The file that the second word names, relative to the including one.
  ///
  /// @param root the folder below which it must lie, also behind symbolic links
  static Path of(MasterScanner words, Path including, Path root) throws Mistake {
    try {
      Path file = including.toAbsolutePath().resolveSibling(words.text(1)).normalize();
      if (!file.startsWith(root.toAbsolutePath().normalize())
          || file.toFile().exists() && !file.toRealPath().startsWith(root.toRealPath())) {
        throw mistake(words, "$INCLUDE of " + words.shown(1) + ", allowed are files below " + root);
      }
      return file;
    } catch (InvalidPathException e) {
      throw mistake(words, words.shown(1) + " is no path: " + e.getReason());
    } catch (IOException e) {
      throw mistake(words, words.shown(1) + " cannot be read: " + e.getMessage());
    }
  }

  private static Mistake mistake(MasterScanner words, String message) {
    return new Mistake(words.line(1), words.column(1), message);
  }
}
