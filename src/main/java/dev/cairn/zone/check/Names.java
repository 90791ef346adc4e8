package dev.cairn.zone.check;

import dev.cairn.message.RecordSet;
import dev.cairn.zone.GatheredZone;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Names in wire form, uncompressed: where they end, what they are called.
final class Names {
  private static final int MOST_DIGITS = 3;

  private Names() {}

  /// Octets of the name at an offset.
  static int length(byte[] octets, int at) {
    int end = at;
    while (octets[end] != 0) {
      end += 1 + octets[end];
    }
    return end + 1 - at;
  }

  static byte[] copy(byte[] octets, int at) {
    return Arrays.copyOfRange(octets, at, at + length(octets, at));
  }

  static Name name(byte[] octets, int at) {
    return RecordSet.nameAt(octets, at);
  }

  static String text(byte[] octets, int at) {
    return name(octets, at).toString();
  }

  static String text(GatheredZone zone, int node) {
    return text(zone.wireName(node), 0);
  }

  /// A name below itself, in wire form: what becomes of it where the dot at its end is missing.
  static byte[] doubled(Name name) {
    byte[] once = name.toWire();
    byte[] twice = Arrays.copyOf(once, 2 * once.length - 1);
    System.arraycopy(once, 0, twice, once.length - 1, once.length);
    return twice;
  }

  /// The wire form of an absolute name in text; null if it is none.
  static byte @Nullable [] wire(String text) {
    try {
      return Name.fromString(text, Name.root).toWire();
    } catch (TextParseException _) {
      return null;
    }
  }

  /// Behind how many octets the data of a type is a name and nothing else; -1 if it is not.
  static int nameIn(int type) {
    return switch (type) {
      case Type.NS, Type.CNAME, Type.PTR, Type.DNAME, Type.MB, Type.MG, Type.MR -> 0;
      case Type.MX, Type.AFSDB, Type.KX, Type.RT -> 2;
      case Type.SRV -> 6;
      default -> -1; // a number, not an outcome
    };
  }

  /// Whether a name begins like an IPv4 address.
  static boolean looksLikeAddress(byte[] octets, int at) {
    int label = at;
    for (int i = 0; i < 4; i++) {
      if (!isOctet(octets, label)) {
        return false;
      }
      label += 1 + octets[label];
    }
    return true;
  }

  private static boolean isOctet(byte[] octets, int label) {
    int length = octets[label];
    int value = 0;
    for (int i = label + 1; i <= label + length; i++) {
      if (octets[i] < '0' || octets[i] > '9') {
        return false;
      }
      value = value * 10 + octets[i] - '0';
    }
    return length > 0 && length <= MOST_DIGITS && value <= 255;
  }

  /// Whether a name is one that a host can have (RFC 1123 §2.1).
  static boolean isHostName(byte[] octets, int at) {
    int label = at;
    while (octets[label] != 0 && isHostLabel(octets, label)) {
      label += 1 + octets[label];
    }
    return octets[label] == 0;
  }

  static boolean isHostLabel(byte[] octets, int label) {
    int end = label + octets[label];
    for (int i = label + 1; i <= end; i++) {
      int octet = octets[i] | 0x20;
      boolean isInside = i > label + 1 && i < end;
      if (!(octet >= 'a' && octet <= 'z'
          || octets[i] >= '0' && octets[i] <= '9'
          || isInside && octets[i] == '-')) {
        return false;
      }
    }
    return true;
  }
}
