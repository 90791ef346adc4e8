package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The data of an APL record: `1:192.0.2.0/24 !2:2001:db8::/32`, or nothing (RFC 3123).
final class PrefixesField implements RdataField {
  private static final Pattern PREFIX = Pattern.compile("(!?)([12]):([^/]+)/(\\d{1,3})");
  private static final int NOT = 0x80;

  @Override
  public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
    while (in.hasMore()) {
      Matcher parts = PREFIX.matcher(in.take("a prefix"));
      if (!parts.matches() || !prefix(parts, out)) {
        throw in.isNo(
            "prefix, allowed are 1:192.0.2.0/24 and 2:2001:db8::/32, with ! in front for not");
      }
    }
  }

  @Override
  public int skip(byte[] rdata, int at) {
    int next = at;
    while (next + 4 <= rdata.length) {
      int family = Zone.getShort(rdata, next);
      int length = rdata[next + 3] & ~NOT;
      int end = next + 4 + (length & 0x7F);
      if (end > rdata.length || !isPrefix(family, rdata[next + 2] & 0xFF, length & 0x7F)) {
        return MALFORMED;
      }
      next = end;
    }
    return next == rdata.length ? next : MALFORMED;
  }

  private static boolean isPrefix(int family, int bits, int octets) {
    return switch (family) {
      case 1 -> bits <= 32 && octets <= 4;
      case 2 -> bits <= 128 && octets <= 16;
      default -> true; // families that are not known here
    };
  }

  private static boolean prefix(Matcher parts, ByteArrayOutputStream out) {
    boolean isFour = parts.group(2).equals("1");
    byte[] text = parts.group(3).getBytes(StandardCharsets.ISO_8859_1);
    var address = new byte[isFour ? 4 : 16];
    boolean isAddress =
        isFour
            ? AddressText.read4(text, 0, text.length, address, 0)
            : AddressText.read6(text, 0, text.length, address);
    int bits = Integer.parseInt(parts.group(4));
    if (!isAddress || bits > 8 * address.length) {
      return false;
    }
    int length = address.length; // without the zeros at the end (RFC 3123 §4)
    while (length > 0 && address[length - 1] == 0) {
      length--;
    }
    PlainField.put(isFour ? 1 : 2, 2, out);
    out.write(bits);
    out.write(length | (parts.group(1).isEmpty() ? 0 : NOT));
    out.write(address, 0, length);
    return true;
  }
}
