package dev.cairn.zone;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts a master file into entries, and entries into words (RFC 1035 §5.1): comments, quotes,
/// escapes, and parentheses that let an entry go over lines.
///
/// Words are places in the octets of the file; nothing is copied. After a mistake the scan goes on
/// with the next line, so that all mistakes are found.
final class MasterScanner {
  private static final int END = -1;
  private static final int MOST_SHOWN = 64;

  private final byte[] text;
  private int at;
  private int line = 1;
  private int lineStart;

  private int words;
  private int[] starts = new int[16];
  private int[] ends = new int[16];
  private int[] lines = new int[16];
  private int[] columns = new int[16];
  private boolean[] quoted = new boolean[16];
  private boolean startsBlank;
  private int open;
  private int openLine;
  private int openColumn;
  private int openAt;
  private boolean hasGoneBack;

  MasterScanner(byte[] text) {
    this.text = text;
  }

  /// A mistake in the text itself.
  static final class Mistake extends Exception {
    private static final long serialVersionUID = 1L;
    final int line;
    final int column;
    final String what;

    Mistake(int line, int column, String what) {
      super(what, null, false, false);
      this.line = line;
      this.column = column;
      this.what = what;
    }
  }

  /// Steps onto the next entry that is not empty; whether there was one.
  boolean next() throws Mistake {
    return next(text.length);
  }

  /// Steps onto the next entry that is not empty and begins before an offset; whether there was
  /// one.
  boolean next(int limit) throws Mistake {
    if (at == 0) {
      byteOrderMark();
    }
    while (at < limit) {
      words = 0;
      startsBlank = text[at] == ' ' || text[at] == '\t';
      entry();
      if (words > 0) {
        return true;
      }
    }
    return false;
  }

  /// Where the scan goes on: behind the entry.
  int at() {
    return at;
  }

  /// The number of the line in which the scan goes on.
  int lineNow() {
    return line;
  }

  /// Goes on where a line begins.
  void goOn(int where, int lineThere) {
    at = where;
    line = lineThere;
    lineStart = where;
  }

  /// As [#goOn], as if what was scanned since had not been.
  void goBack(int where, int lineThere, boolean hadGoneBack) {
    goOn(where, lineThere);
    hasGoneBack = hadGoneBack;
  }

  boolean hasGoneBack() {
    return hasGoneBack;
  }

  /// Whether the entry has no owner of its own: it begins with a blank.
  boolean startsBlank() {
    return startsBlank;
  }

  int words() {
    return words;
  }

  int start(int word) {
    return starts[word];
  }

  int end(int word) {
    return ends[word];
  }

  /// The line of a word, or of the last one if the entry has not so many.
  int line(int word) {
    return lines[Math.min(word, words - 1)];
  }

  /// The column of a word in octets from 1 on, or the one behind the last word if the entry has not
  /// so many.
  int column(int word) {
    return word < words
        ? columns[word]
        : columns[words - 1] + ends[words - 1] - starts[words - 1] + (quoted[words - 1] ? 1 : 0);
  }

  boolean isQuoted(int word) {
    return quoted[word];
  }

  /// A word as it stands, without its quotes.
  String text(int word) {
    return new String(text, starts[word], ends[word] - starts[word], StandardCharsets.ISO_8859_1);
  }

  /// A word for messages, in quotes: in ASCII, and not more than fits into a line.
  String shown(int word) {
    var shown = new StringBuilder("'");
    for (int octet = starts[word]; octet < ends[word]; octet++) {
      if (octet - starts[word] == MOST_SHOWN) {
        return shown.append("…'").toString();
      }
      boolean isPlain = text[octet] >= ' ' && text[octet] < 0x7F;
      shown.append(isPlain ? (char) text[octet] : String.format("\\%03d", text[octet] & 0xFF));
    }
    return shown.append('\'').toString();
  }

  /// The words from one on, in one line of ASCII, with their quotes; octets beyond ASCII as
  /// escapes.
  String textFrom(int word) {
    var all = new StringBuilder();
    for (int i = word; i < words; i++) {
      all.append(i == word ? "" : " ").append(quoted[i] ? "\"" : "");
      for (int octet = starts[i]; octet < ends[i]; octet++) {
        boolean escapesBeyond = text[octet] == '\\' && octet + 1 < ends[i] && text[octet + 1] < 0;
        if (text[octet] == '\\' && !escapesBeyond && octet + 1 < ends[i]) {
          all.append('\\').append((char) text[++octet]);
        } else if (text[octet] < 0) {
          all.append('\\').append(text[octet] & 0xFF);
        } else if (!escapesBeyond) {
          all.append((char) text[octet]);
        }
      }
      all.append(quoted[i] ? "\"" : "");
    }
    return all.toString();
  }

  /// Whether a word is this one, whatever the case. `lower` is in lower case.
  boolean is(int word, String lower) {
    if (quoted[word] || ends[word] - starts[word] != lower.length()) {
      return false;
    }
    for (int i = 0; i < lower.length(); i++) {
      int octet = text[starts[word] + i];
      if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != lower.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// Editors leave marks at the start of a file; no other server takes them.
  private void byteOrderMark() throws Mistake {
    if (startsWith(0xEF, 0xBB, 0xBF)) {
      at = 3;
      lineStart = 3;
      throw new Mistake(1, 1, "a byte order mark, save the file as UTF-8 without one");
    }
    if (startsWith(0xFE, 0xFF) || startsWith(0xFF, 0xFE)) {
      at = text.length; // nothing that follows can be understood
      throw new Mistake(1, 1, "the file is in UTF-16, save it as UTF-8");
    }
  }

  private boolean startsWith(int... octets) {
    for (int i = 0; i < octets.length; i++) {
      if (i >= text.length || (text[i] & 0xFF) != octets[i]) {
        return false;
      }
    }
    return true;
  }

  private void entry() throws Mistake {
    open = 0;
    while (true) {
      int octet = at < text.length ? text[at] & 0xFF : END;
      switch (octet) {
        case ' ', '\t' -> at++;
        case '\r' -> carriageReturn();
        case ';' -> skipComment();
        case '\n' -> {
          newLine();
          if (open == 0) {
            return;
          }
        }
        case '(' -> {
          if (open++ == 0) {
            openLine = line;
            openColumn = column(at, lineStart);
            openAt = at;
          }
          at++;
        }
        case ')' -> {
          if (open-- == 0) {
            throw mistake(at, "')' without '('");
          }
          at++;
        }
        case '"' -> quotedWord();
        case END -> {
          if (open > 0) {
            throw neverClosed();
          }
          return;
        }
        default -> word();
      }
    }
  }

  /// All that followed was taken for one entry. Goes back to find the mistakes in it, once, or a
  /// file full of parentheses would be read over and over.
  private Mistake neverClosed() {
    if (!hasGoneBack) {
      hasGoneBack = true;
      at = openAt;
      line = openLine;
      skipComment();
      if (at < text.length) {
        newLine();
      }
    }
    return new Mistake(openLine, openColumn, "'(' is never closed");
  }

  /// Part of an end of line; alone it is one to some servers, and a blank to others.
  private void carriageReturn() throws Mistake {
    int start = at;
    while (at < text.length && text[at] == '\r') {
      at++;
    }
    if (at < text.length && text[at] != '\n') {
      throw mistake(start, "a carriage return within a line, save the file with ends of line LF");
    }
  }

  private void word() throws Mistake {
    int start = at;
    while (at < text.length && !endsWord(text[at])) {
      if (text[at] == 0) {
        throw mistake(at, "a NUL octet outside of quotes, allowed is \\000");
      }
      at += text[at] == '\\' ? 2 : 1;
      if (at > text.length || text[at - 1] == '\n') {
        at--;
        throw mistake(at - 1, "'\\' at the end of the line, an octet or three digits must follow");
      }
    }
    add(start, at, false);
  }

  private void quotedWord() throws Mistake {
    int start = ++at;
    while (at < text.length && text[at] != '"') {
      if (text[at] == '\\') {
        at++;
      }
      if (at >= text.length || text[at] == '\n') {
        throw mistake(start - 1, "'\"' is not closed on this line");
      }
      at++;
    }
    if (at >= text.length) {
      at = text.length;
      throw mistake(start - 1, "'\"' is not closed on this line");
    }
    add(start, at, true);
    at++;
  }

  private static boolean endsWord(byte octet) {
    return switch (octet) {
      case ' ', '\t', '\r', '\n', ';', '(', ')', '"' -> true;
      default -> false;
    };
  }

  private void add(int start, int end, boolean isQuoted) {
    if (words == starts.length) {
      int more = words * 2;
      starts = Arrays.copyOf(starts, more);
      ends = Arrays.copyOf(ends, more);
      lines = Arrays.copyOf(lines, more);
      columns = Arrays.copyOf(columns, more);
      quoted = Arrays.copyOf(quoted, more);
    }
    starts[words] = start;
    ends[words] = end;
    lines[words] = line;
    columns[words] = column(isQuoted ? start - 1 : start, lineStart);
    quoted[words++] = isQuoted;
  }

  private void skipComment() {
    while (at < text.length && text[at] != '\n') {
      at++;
    }
  }

  private void newLine() {
    at++;
    line++;
    lineStart = at;
  }

  /// Makes a mistake at a place of this line, and leaves the line.
  private Mistake mistake(int place, String message) {
    var mistake = new Mistake(line, column(Math.max(place, lineStart), lineStart), message);
    skipComment();
    if (at < text.length) {
      newLine();
    }
    return mistake;
  }

  private static int column(int place, int lineStart) {
    return place - lineStart + 1;
  }
}
