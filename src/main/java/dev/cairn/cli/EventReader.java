package dev.cairn.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.function.Consumer;

/// Reads server-sent events, one after the other.
final class EventReader {
  private final BufferedReader lines;

  EventReader(BufferedReader lines) {
    this.lines = lines;
  }

  /// Returns when there are no more.
  ///
  /// @param told the data of each
  /// @param gap run where some are not known any more
  void read(Consumer<String> told, Runnable gap) throws IOException {
    String data = "";
    boolean isGap = false;
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      if (line.startsWith("data: ")) {
        data = line.substring("data: ".length());
      } else if (line.equals("event: gap")) {
        isGap = true;
      } else if (line.isEmpty()) {
        if (isGap) {
          gap.run();
        } else if (!data.isEmpty()) {
          told.accept(data);
        }
        data = "";
        isGap = false;
      }
    }
  }
}
