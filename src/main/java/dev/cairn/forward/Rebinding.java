package dev.cairn.forward;

import dev.cairn.message.RecordSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Which addresses a public name must not have: with a private one, a page from outside could have
/// a browser speak to machines inside (DNS rebinding).
///
/// @param isForbidden whether private addresses are forbidden at all
/// @param exceptions suffixes whose names may have them
public record Rebinding(boolean isForbidden, List<Name> exceptions) {
  public static final Rebinding ALLOWED = new Rebinding(false, List.of());

  private static final int IPV4_HINT = 4; // SvcParamKeys (RFC 9460 §14.3.2)
  private static final int IPV6_HINT = 6;

  public Rebinding {
    exceptions = List.copyOf(exceptions);
  }

  /// Whether these records, told of a name, have an address that it must not have: as A or AAAA, or
  /// as a hint of SVCB and HTTPS (RFC 9460 §7.3).
  boolean isIn(Name name, List<RecordSet> records) {
    return isForbidden
        && exceptions.stream().noneMatch(name::subdomain)
        && records.stream().anyMatch(Rebinding::hasPrivate);
  }

  private static boolean hasPrivate(RecordSet set) {
    return switch (set.type()) {
      case Type.A, Type.AAAA -> set.rdata().stream().anyMatch(Rebinding::isPrivate);
      case Type.SVCB, Type.HTTPS -> set.rdata().stream().anyMatch(Rebinding::hintsAtPrivate);
      default -> false; // a number, not an outcome
    };
  }

  /// Priority, target, then keys with values; what is cut off is no hint.
  private static boolean hintsAtPrivate(byte[] rdata) {
    int at = 2;
    while (at < rdata.length && rdata[at] != 0) {
      at += 1 + (rdata[at] & 0xFF);
    }
    at++;
    while (at + 4 <= rdata.length) {
      int key = unsigned16(rdata, at);
      int value = at + 4;
      int end = value + unsigned16(rdata, at + 2);
      int size = key == IPV4_HINT ? 4 : key == IPV6_HINT ? 16 : 0;
      for (int hint = value; size > 0 && hint + size <= Math.min(end, rdata.length); hint += size) {
        if (isPrivate(Arrays.copyOfRange(rdata, hint, hint + size))) {
          return true;
        }
      }
      at = end;
    }
    return false;
  }

  private static int unsigned16(byte[] octets, int at) {
    return (octets[at] & 0xFF) << 8 | octets[at + 1] & 0xFF;
  }

  /// Of this machine, this link, or a private network (RFC 6890), also where an IPv4 address is
  /// written as one of IPv6.
  static boolean isPrivate(byte[] octets) {
    InetAddress address;
    try {
      address = InetAddress.getByAddress(embedded(octets));
    } catch (UnknownHostException e) {
      return false; // of a length that no address has
    }
    byte[] a = address.getAddress();
    boolean isUniqueLocal = a.length == 16 && (a[0] & 0xFE) == 0xFC;
    boolean isThisNetwork = a.length == 4 && a[0] == 0;
    boolean isShared = a.length == 4 && a[0] == 100 && (a[1] & 0xC0) == 64; // RFC 6598
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isUniqueLocal
        || isThisNetwork
        || isShared;
  }

  /// The IPv4 address in ::ffff:0:0/96, ::/96 and 64:ff9b::/96, else the address itself.
  private static byte[] embedded(byte[] a) {
    if (a.length != 16) {
      return a;
    }
    boolean isZero = true;
    for (int i = 4; i < 10; i++) {
      isZero &= a[i] == 0;
    }
    boolean isTranslated = isZero && a[0] == 0 && a[1] == 0x64 && (a[2] & 0xFF) == 0xFF;
    boolean beginsWithZero = isZero && a[0] == 0 && a[1] == 0 && a[2] == 0 && a[3] == 0;
    boolean isMapped = beginsWithZero && a[10] == a[11] && (a[10] == 0 || a[10] == -1);
    boolean isSmall = a[12] == 0 && a[13] == 0 && a[14] == 0; // :: and ::1 are themselves
    boolean isNat64 = isTranslated && (a[3] & 0xFF) == 0x9B && a[10] == 0 && a[11] == 0;
    return isMapped && !(a[10] == 0 && isSmall) || isNat64 ? Arrays.copyOfRange(a, 12, 16) : a;
  }
}
