package dev.cairn.zone;

import java.util.Arrays;

/// Reads names as master files write them (RFC 1035 §5.1): escapes, `@`, and relative names, to
/// which the origin is appended. Scratch space.
final class NameText {
  private static final int LONGEST_LABEL = 63;
  static final int LONGEST_NAME = 255;

  final byte[] wire = new byte[LONGEST_NAME];
  int length;
  private String wrong = "";

  /// What was wrong when [#read] said no.
  String wrong() {
    return wrong;
  }

  /// The name in wire form, copied.
  byte[] copy() {
    return Arrays.copyOf(wire, length);
  }

  /// Takes in the text from `start` to `end`; whether it is a name. `origin` is in wire form.
  boolean read(byte[] text, int start, int end, byte[] origin) {
    if (end == start) {
      return no("a name must not be empty");
    }
    length = 0;
    if (end - start == 1 && text[start] == '@') {
      return append(origin);
    }
    if (end - start == 1 && text[start] == '.') {
      wire[length++] = 0;
      return true;
    }
    int label = 0; // where the current label's length stands
    length = 1;
    int at = start;
    while (at < end) {
      int octet = text[at++];
      if (octet == '.') {
        if (length - label == 1) {
          return no("a label must not be empty");
        }
        wire[label] = (byte) (length - label - 1);
        label = length++;
      } else {
        if (octet == '\\') {
          octet = escaped(text, at, end);
          if (octet < 0) {
            return no("'\\' must be followed by one octet or by three digits up to 255");
          }
          at += isDigit(text[at]) ? 3 : 1;
        }
        if (length - label > LONGEST_LABEL) {
          return no("a label has at most 63 octets");
        }
        if (length >= LONGEST_NAME) {
          return no("a name has at most 255 octets");
        }
        wire[length++] = (byte) octet;
      }
      if (length >= LONGEST_NAME && at < end) {
        return no("a name has at most 255 octets");
      }
    }
    if (length - label == 1) { // ended with a dot
      wire[label] = 0;
      return true;
    }
    wire[label] = (byte) (length - label - 1);
    return append(origin);
  }

  private boolean append(byte[] origin) {
    if (length + origin.length > LONGEST_NAME) {
      return no("a name has at most 255 octets, with the origin appended");
    }
    System.arraycopy(origin, 0, wire, length, origin.length);
    length += origin.length;
    return true;
  }

  private boolean no(String reason) {
    wrong = reason;
    return false;
  }

  /// The octet that an escape stands for, -1 if it is none. `at` is behind the backslash.
  static int escaped(byte[] text, int at, int end) {
    if (at >= end) {
      return -1;
    }
    if (!isDigit(text[at])) {
      return text[at] & 0xFF;
    }
    if (at + 3 > end || !isDigit(text[at + 1]) || !isDigit(text[at + 2])) {
      return -1;
    }
    int octet = (text[at] - '0') * 100 + (text[at + 1] - '0') * 10 + text[at + 2] - '0';
    return octet > 255 ? -1 : octet;
  }

  static boolean isDigit(byte octet) {
    return octet >= '0' && octet <= '9';
  }
}
