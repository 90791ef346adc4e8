package dev.cairn.config;

import java.util.Arrays;

/// A TOML text of which no two lines in a row are empty or comments, and where its lines were.
///
/// tomlj takes time with the cube of such a run: 1,600 commented lines cost 6 s, 3,200 empty ones
/// 22 s (2.2.0). So only the first line of a run is kept. Lines within strings stay, and so do
/// comments with characters that a comment may not have.
final class FoldedText {
  private final StringBuilder text = new StringBuilder();
  private int[] origins = new int[64];
  private int count;

  private FoldedText() {}

  static FoldedText of(String text) {
    var folded = new FoldedText();
    var strings = new StringScanner();
    boolean idle = false;
    int line = 1;
    for (int start = 0; start <= text.length(); line++) {
      int end = endOfLine(text, start);
      boolean wasIdle = idle;
      idle = !strings.isOpen() && isIdle(text, start, end);
      if (!idle || !wasIdle) {
        folded.append(text, start, end, line);
        strings.read(text, start, end);
      }
      start = end + 1;
    }
    return folded;
  }

  String text() {
    return text.toString();
  }

  /// Which line of the original a line is, both counted from 1.
  int origin(int line) {
    return origins[Math.clamp(line, 1, count) - 1];
  }

  private void append(String original, int start, int end, int line) {
    text.append(original, start, Math.min(end + 1, original.length())); // with its newline
    if (count == origins.length) {
      origins = Arrays.copyOf(origins, 2 * count);
    }
    origins[count++] = line;
  }

  private static int endOfLine(String text, int start) {
    int end = text.indexOf('\n', start);
    return end < 0 ? text.length() : end;
  }

  /// Whether a line has nothing but white space and a comment.
  private static boolean isIdle(String text, int start, int end) {
    int last = end > start && text.charAt(end - 1) == '\r' ? end - 1 : end;
    int at = start;
    while (at < last && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
      at++;
    }
    return at == last || (text.charAt(at) == '#' && mayBeComment(text, at, last));
  }

  private static boolean mayBeComment(String text, int start, int end) {
    return text.substring(start, end)
        .codePoints()
        .allMatch(c -> (c >= ' ' && c != 0x7F && !isSurrogate(c)) || c == '\t');
  }

  private static boolean isSurrogate(int c) {
    return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
  }
}
