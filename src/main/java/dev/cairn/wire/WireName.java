package dev.cairn.wire;

import dev.cairn.message.Labels;

/// One name taken out of a message, uncompressed. Scratch space, meant to be used again.
final class WireName {
  /// What [#read] and [#endOfUncompressed] say of octets that are no name.
  static final int MALFORMED = -1;

  private static final int LONGEST = 255;
  private static final int POINTER = 0xC0;
  private static final int MOST_HOPS = 127; // as many as a name has labels

  final byte[] bytes = new byte[LONGEST];
  int length;

  /// Takes in the name at `at` of a message of `limit` octets; where it ends there, or
  /// [#MALFORMED]. A pointer must lead to before the labels that it follows (RFC 1035 §4.1.4: "a
  /// prior occurrence"), so that no chain of pointers is a loop.
  int read(byte[] message, int limit, int at) {
    int end = MALFORMED;
    int from = at;
    int bound = at;
    int hops = 0;
    length = 0;
    while (from < limit && hops < MOST_HOPS) {
      int octet = message[from] & 0xFF;
      if (octet == 0) {
        return append(message, from, 1) ? (end == MALFORMED ? from + 1 : end) : MALFORMED;
      }
      if (octet < 64) {
        if (from + 1 + octet > limit || !append(message, from, 1 + octet)) {
          return MALFORMED;
        }
        from += 1 + octet;
      } else if (octet >= POINTER && from + 1 < limit) {
        int target = (octet & 0x3F) << 8 | message[from + 1] & 0xFF;
        if (target >= bound || target < MessageReader.HEADER) {
          return MALFORMED;
        }
        end = end == MALFORMED ? from + 2 : end;
        from = target;
        bound = target;
        hops++;
      } else {
        return MALFORMED;
      }
    }
    return MALFORMED;
  }

  /// Where the name at `at` ends, or [#MALFORMED]; it must not be compressed.
  static int endOfUncompressed(byte[] message, int limit, int at) {
    int end = at;
    while (end < limit && end - at < LONGEST) {
      int octet = message[end] & 0xFF;
      if (octet == 0) {
        return end + 1;
      }
      if (octet >= 64) {
        return MALFORMED;
      }
      end += 1 + octet;
    }
    return MALFORMED;
  }

  private boolean append(byte[] message, int from, int count) {
    if (length + count > LONGEST) {
      return false;
    }
    System.arraycopy(message, from, bytes, length, count);
    length += count;
    return true;
  }

  /// Whether two uncompressed names are the same but for the case of letters (RFC 4343).
  static boolean same(byte[] a, int aAt, byte[] b, int bAt, int length) {
    for (int i = 0; i < length; i++) {
      if (Labels.lower(a[aAt + i]) != Labels.lower(b[bAt + i])) {
        return false;
      }
    }
    return true;
  }
}
