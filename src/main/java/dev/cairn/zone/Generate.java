package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A `$GENERATE` line: entries made of a pattern and a row of numbers, as BIND has it.
///
/// `$` in the owner and in the rdata stands for the number, `${offset,width,base}` for the number
/// shifted, filled up with zeros and in base d, o, x, X, or as reversed nibbles n, N; `\$` and `$$`
/// for a dollar sign.
///
/// @param start the first number, and `stop` the last; at most [#MOST] entries are made
record Generate(long start, long stop, long step, String owner, String rest) {
  static final int MOST = 65_536;

  private static final int WIDEST = 255;
  private static final long LARGEST = 0x7FFF_FFFFL;

  /// Reads the words of the line.
  static Generate of(MasterScanner words) throws Mistake {
    if (words.words() < 5) {
      throw mistake(words, words.words(), "$GENERATE wants a range, an owner, a type and rdata");
    }
    String[] rangeAndStep = words.text(1).split("/", -1);
    String[] range = rangeAndStep[0].split("-", -1);
    long start = range.length == 2 ? number(range[0]) : -1;
    long stop = range.length == 2 ? number(range[1]) : -1;
    long step =
        rangeAndStep.length == 1 ? 1 : rangeAndStep.length == 2 ? number(rangeAndStep[1]) : -1;
    if (start < 0 || stop < start || step < 1) {
      throw mistake(
          words,
          1,
          words.shown(1)
              + " is no range, allowed is START-STOP or START-STOP/STEP with START not above STOP");
    }
    if ((stop - start) / step + 1 > MOST) {
      throw mistake(
          words,
          1,
          "$GENERATE of "
              + ((stop - start) / step + 1)
              + " records, at most "
              + MOST
              + " are allowed");
    }
    if (words.isQuoted(2)) {
      throw mistake(words, 2, "a name stands without quotes");
    }
    var generate = new Generate(start, stop, step, words.text(2), rest(words));
    if (generate.entry(start).isEmpty()) {
      throw mistake(
          words,
          2,
          "'${' wants OFFSET, or OFFSET,WIDTH, or OFFSET,WIDTH,BASE with a width up to 255 and a base of d, o, x, X, n or N, and '}'");
    }
    return generate;
  }

  /// What follows the owner. Data of several words may be quoted as a whole, which BIND wants: `MX
  /// "0 ."`; of strings the quotes are their own.
  private static String rest(MasterScanner words) throws Mistake {
    String rest = words.textFrom(3);
    int type = 3;
    while (type < words.words() - 2 && isTtlOrClass(words, type)) {
      type++;
    }
    if (type + 2 != words.words() || !words.isQuoted(type + 1) || isOfStrings(words, type)) {
      return rest;
    }
    String data = words.textFrom(type + 1);
    return rest.substring(0, rest.length() - data.length()) + data.substring(1, data.length() - 1);
  }

  private static boolean isTtlOrClass(MasterScanner words, int word) {
    String text = words.text(word);
    return RecordHead.isClass(words, word) || !text.isEmpty() && Character.isDigit(text.charAt(0));
  }

  private static boolean isOfStrings(MasterScanner words, int type) throws Mistake {
    @Nullable RdataForm form = RdataForm.of(RecordHead.type(words, type));
    return form != null && form.beginsWithString();
  }

  /// The entry for one number; empty if the pattern is wrong.
  String entry(long number) {
    var made = new StringBuilder();
    return substitute(owner, number, made) && substitute(" " + rest, number, made)
        ? made.toString()
        : "";
  }

  private static boolean substitute(String pattern, long number, StringBuilder made) {
    for (int at = 0; at < pattern.length(); at++) {
      char c = pattern.charAt(at);
      char next = at + 1 < pattern.length() ? pattern.charAt(at + 1) : ' ';
      if (c == '\\') {
        made.append(next == '$' ? "" : "\\").append(next);
        at++;
      } else if (c != '$') {
        made.append(c);
      } else if (next == '$') {
        made.append('$');
        at++;
      } else if (next == '{') {
        int end = pattern.indexOf('}', at);
        if (end < 0 || !modified(pattern.substring(at + 2, end), number, made)) {
          return false;
        }
        at = end;
      } else {
        made.append(number);
      }
    }
    return true;
  }

  private static boolean modified(String modifiers, long number, StringBuilder made) {
    String[] parts = modifiers.split(",", -1);
    boolean isNegative = parts[0].startsWith("-");
    long offset = number(isNegative ? parts[0].substring(1) : parts[0]);
    long width = parts.length > 1 ? number(parts[1]) : 0;
    String base = parts.length > 2 ? parts[2] : "d";
    if (offset < 0 || width < 0 || width > WIDEST || parts.length > 3) {
      return false;
    }
    long value = isNegative ? number - offset : number + offset;
    String digits =
        switch (base) {
          case "d" -> Long.toString(value);
          case "o" -> Long.toOctalString(value);
          case "x" -> Long.toHexString(value);
          case "X" -> Long.toHexString(value).toUpperCase(Locale.ROOT);
          case "n" -> nibbles(Long.toHexString(value), (int) width);
          case "N" -> nibbles(Long.toHexString(value).toUpperCase(Locale.ROOT), (int) width);
          default -> "";
        };
    boolean isNibbles = base.equals("n") || base.equals("N");
    made.append("0".repeat(isNibbles ? 0 : Math.max((int) width - digits.length(), 0)))
        .append(digits);
    return !digits.isEmpty() && value >= 0;
  }

  /// The digits from the last to the first with dots between, as reverse zones want them. The width
  /// counts the dots too; an even one ends with a dot, as for BIND.
  private static String nibbles(String digits, int width) {
    String filled = "0".repeat(Math.max((width + 1) / 2 - digits.length(), 0)) + digits;
    String reversed = String.join(".", new StringBuilder(filled).reverse().toString().split(""));
    return reversed.length() < width ? reversed + "." : reversed;
  }

  private static long number(String digits) {
    if (digits.isEmpty()
        || digits.length() > 10
        || !digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return -1;
    }
    long number = Long.parseLong(digits);
    return number > LARGEST ? -1 : number;
  }

  private static Mistake mistake(MasterScanner words, int word, String message) {
    return new Mistake(words.line(word), words.column(word), message);
  }
}
