package dev.cairn.zone.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;

/// Reads a few lines of a file again, and what follows them.
public final class SourceLines {
  /// Octets of each that are read at most.
  public static final int MOST = 8192;

  private final InputStream in;
  private final byte[] buffer = new byte[8 * MOST];
  private int at;
  private int end;

  private SourceLines(InputStream in) {
    this.in = in;
  }

  /// The text from the beginning of each of these lines on; a line that is not there, or a file
  /// that cannot be read any more, is left out.
  ///
  /// @param lines from 1 on
  public static Map<Integer, byte[]> read(Path file, Collection<Integer> lines) {
    var found = new HashMap<Integer, byte[]>();
    try (var in = Files.newInputStream(file)) {
      var source = new SourceLines(in);
      int line = 1;
      for (int next : new TreeSet<>(lines)) {
        while (line < next && source.skipLine()) {
          line++;
        }
        if (line == next) {
          found.put(next, source.text());
        }
      }
    } catch (IOException _) {
      // what was found so far is told with its text, the rest without
    }
    return found;
  }

  /// The first line of a text, without its end.
  public static byte[] firstLine(byte[] text) {
    int end = 0;
    while (end < text.length && text[end] != '\n' && text[end] != '\r') {
      end++;
    }
    return Arrays.copyOf(text, end);
  }

  private boolean skipLine() throws IOException {
    do {
      while (at < end) {
        if (buffer[at++] == '\n') {
          return true;
        }
      }
    } while (fill());
    return false;
  }

  private byte[] text() throws IOException {
    while (end - at < MOST && fill()) {
      // more
    }
    return Arrays.copyOfRange(buffer, at, Math.min(at + MOST, end));
  }

  /// Reads on behind what is not yet passed; whether there was more.
  private boolean fill() throws IOException {
    System.arraycopy(buffer, at, buffer, 0, end - at);
    end -= at;
    at = 0;
    int read = in.read(buffer, end, buffer.length - end);
    end += Math.max(read, 0);
    return read > 0;
  }
}
