package dev.cairn.zone.check;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Addresses, and the names under which their PTR records stand (RFC 1035 §3.5, RFC 3596 §2.5).
final class Reverse {
  private static final byte[] IN_ADDR = wire("\7in-addr\4arpa\0");
  private static final byte[] IP6 = wire("\3ip6\4arpa\0");
  private static final int IPV4 = 4;
  private static final int IPV6 = 16;

  private Reverse() {}

  /// The name of an address of 4 or 16 octets, in wire form.
  static byte[] name(byte[] octets, int at, int length) {
    var name = new StringBuilder();
    for (int i = at + length - 1; i >= at; i--) {
      int octet = octets[i] & 0xFF;
      if (length == IPV4) {
        String text = Integer.toString(octet);
        name.append((char) text.length()).append(text);
      } else {
        name.append('\1').append(Character.forDigit(octet & 15, 16));
        name.append('\1').append(Character.forDigit(octet >> 4, 16));
      }
    }
    byte[] own = wire(name.toString());
    byte[] suffix = length == IPV4 ? IN_ADDR : IP6;
    byte[] all = Arrays.copyOf(own, own.length + suffix.length);
    System.arraycopy(suffix, 0, all, own.length, suffix.length);
    return all;
  }

  /// The address whose name this is; null if it is none's.
  static byte @Nullable [] address(byte[] name) {
    byte[] lower =
        new String(name, StandardCharsets.ISO_8859_1)
            .toLowerCase(Locale.ROOT)
            .getBytes(StandardCharsets.ISO_8859_1);
    int length = endsWith(lower, IN_ADDR) ? IPV4 : endsWith(lower, IP6) ? IPV6 : 0;
    int labels = length == IPV4 ? IPV4 : 2 * IPV6;
    int[] numbers = new int[labels];
    int at = 0;
    for (int i = 0; i < labels; i++) {
      if (lower[at] == 0) {
        return null;
      }
      numbers[i] = number(lower, at, length == IPV4 ? 10 : 16);
      at += 1 + lower[at];
    }
    var address = new byte[length];
    for (int i = 0; i < length; i++) {
      int last = labels - 1 - i * labels / length;
      address[i] = (byte) (length == IPV4 ? numbers[last] : numbers[last] << 4 | numbers[last - 1]);
    }
    return length > 0 && Arrays.equals(name(address, 0, length), lower) ? address : null;
  }

  /// An address as people write it.
  static String text(byte[] address) {
    try {
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /// The number that a label is, whatever it is: whether it is one is found by writing it again.
  private static int number(byte[] name, int label, int base) {
    int value = 0;
    for (int i = label + 1; i <= label + name[label]; i++) {
      value = value * base + Math.max(Character.digit(name[i], base), 0);
    }
    return value;
  }

  private static boolean endsWith(byte[] name, byte[] suffix) {
    int from = name.length - suffix.length;
    return from > 0 && Arrays.equals(name, from, name.length, suffix, 0, suffix.length);
  }

  private static byte[] wire(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
