package dev.cairn.zone;

/// Reads addresses as master files write them: IPv4 as four numbers without zeros in front, IPv6 as
/// RFC 4291 §2.2 has it.
final class AddressText {
  private static final int GROUPS = 8;

  private AddressText() {}

  /// Reads an IPv4 address into the octets from `to` on; whether it is one.
  static boolean read4(byte[] text, int start, int end, byte[] address, int to) {
    int octet = 0;
    int number = -1;
    for (int at = start; at <= end; at++) {
      int c = at == end ? '.' : text[at];
      if (c == '.' && number >= 0 && octet < 4) {
        address[to + octet++] = (byte) number;
        number = -1;
      } else if (c >= '0' && c <= '9' && number != 0) { // a leading zero would be octal to some
        number = Math.max(number, 0) * 10 + c - '0';
      } else {
        return false;
      }
      if (number > 255) {
        return false;
      }
    }
    return octet == 4 && number == -1;
  }

  /// Reads an IPv6 address into 16 octets that are all zero; whether it is one.
  static boolean read6(byte[] text, int start, int end, byte[] address) {
    int groups = 0;
    int gap = -1; // before which group "::" stands
    int at = start;
    if (end - start >= 2 && text[start] == ':' && text[start + 1] == ':') {
      gap = 0;
      at += 2;
    }
    while (at < end) {
      int digits = at;
      int group = 0;
      for (; at < end && at - digits < 4 && hex(text[at]) >= 0; at++) {
        group = group << 4 | hex(text[at]);
      }
      if (at < end && text[at] == '.' && groups <= GROUPS - 2) {
        return read4(text, digits, end, address, 2 * groups) && spread(address, groups + 2, gap);
      }
      if (at == digits || groups == GROUPS) {
        return false;
      }
      Zone.putShort(address, 2 * groups++, group);
      if (at == end) {
        break;
      }
      if (text[at++] != ':' || at == end) {
        return false;
      }
      if (text[at] == ':') {
        if (gap >= 0) {
          return false;
        }
        gap = groups;
        at++;
      }
    }
    return spread(address, groups, gap);
  }

  /// Moves the groups behind "::" to the end; whether there are neither too few nor too many.
  private static boolean spread(byte[] address, int groups, int gap) {
    if (gap < 0) {
      return groups == GROUPS;
    }
    int behind = 2 * (groups - gap);
    int zeros = 2 * (GROUPS - groups);
    System.arraycopy(address, 2 * gap, address, 2 * gap + zeros, behind);
    for (int i = 0; i < zeros; i++) {
      address[2 * gap + i] = 0;
    }
    return zeros > 0;
  }

  /// What a hexadecimal digit stands for, -1 if it is none.
  static int hex(byte digit) {
    if (digit >= '0' && digit <= '9') {
      return digit - '0';
    }
    int letter = digit | 0x20; // in any case
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }
}
