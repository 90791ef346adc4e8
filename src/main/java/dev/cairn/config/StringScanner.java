package dev.cairn.config;

/// Follows a TOML text line by line and knows whether a string of several lines is open at the end
/// of one.
final class StringScanner {
  private static final String BASIC = "\"\"\"";
  private static final String LITERAL = "'''";

  /// The quotes that end the open string; empty if none is open.
  private String open = "";

  boolean isOpen() {
    return !open.isEmpty();
  }

  void read(String text, int start, int end) {
    for (int at = start; at < end; ) {
      char c = text.charAt(at);
      if (isOpen()) {
        at = afterPartOfLongString(text, at);
      } else if (c == '#') {
        return;
      } else if (text.startsWith(BASIC, at) || text.startsWith(LITERAL, at)) {
        open = c == '"' ? BASIC : LITERAL;
        at += open.length();
      } else {
        at = c == '"' || c == '\'' ? afterString(text, at, end) : at + 1;
      }
    }
  }

  private int afterPartOfLongString(String text, int at) {
    if (text.charAt(at) == '\\' && open.equals(BASIC)) {
      return at + 2;
    }
    if (!text.startsWith(open, at)) {
      return at + 1;
    }
    int after = at + open.length();
    char quote = open.charAt(0);
    while (after < text.length() && text.charAt(after) == quote) {
      after++; // up to two quotes may stand before the three that end it
    }
    open = "";
    return after;
  }

  private static int afterString(String text, int start, int end) {
    char quote = text.charAt(start);
    for (int at = start + 1; at < end; at++) {
      char c = text.charAt(at);
      if (c == quote) {
        return at + 1;
      }
      if (c == '\\' && quote == '"') {
        at++;
      }
    }
    return end;
  }
}
