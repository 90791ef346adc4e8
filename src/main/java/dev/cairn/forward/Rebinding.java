package dev.cairn.forward;

import dev.cairn.message.RecordSet;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Which addresses a public name must not have: with a private one, a page from outside could have
/// a browser speak to machines inside (DNS rebinding). To be another name for `localhost`, which
/// everybody knows the addresses of, is to have one.
///
/// @param isForbidden whether private addresses are forbidden at all
/// @param exceptions suffixes whose names may have them
public record Rebinding(boolean isForbidden, List<Name> exceptions) {
  public static final Rebinding ALLOWED = new Rebinding(false, List.of());

  private static final Name THIS_MACHINE = Name.fromConstantString("localhost.");
  private static final int IPV4_HINT = 4; // SvcParamKeys (RFC 9460 §14.3.2)
  private static final int IPV6_HINT = 6;

  public Rebinding {
    exceptions = List.copyOf(exceptions);
  }

  /// What is forbidden, in words; empty for nothing.
  public String forbidden() {
    return isForbidden ? "private addresses, but of " + new TreeSet<>(exceptions) : "";
  }

  /// Whether these records, told of a name, have an address that it must not have: as A or AAAA, as
  /// a hint of SVCB and HTTPS (RFC 9460 §7.3), or as an alias of this machine (RFC 6761 §6.3).
  boolean isIn(Name name, List<RecordSet> records) {
    return isForbidden
        && records.stream().anyMatch(Rebinding::hasPrivate)
        && exceptions.stream().noneMatch(name::subdomain);
  }

  private static boolean hasPrivate(RecordSet set) {
    return switch (set.type()) {
      case Type.CNAME -> set.nameInRdata(0).subdomain(THIS_MACHINE);
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
  /// written as one of IPv6; or all machines of this link.
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
    boolean isBroadcast = a.length == 4 && (a[0] & a[1] & a[2] & a[3]) == -1; // RFC 919
    return address.isLoopbackAddress()
        || address.isAnyLocalAddress()
        || address.isLinkLocalAddress()
        || address.isSiteLocalAddress()
        || isUniqueLocal
        || isThisNetwork
        || isBroadcast
        || isShared;
  }

  /// The IPv4 address in ::ffff:0:0/96, ::/96, 64:ff9b::/96 (RFC 6052), 64:ff9b:1::/96 (RFC 8215)
  /// and 2002::/16 (RFC 3056), else the address itself.
  private static byte[] embedded(byte[] a) {
    if (a.length != 16) {
      return a;
    }
    if (a[0] == 0x20 && a[1] == 0x02) {
      return Arrays.copyOfRange(a, 2, 6);
    }
    boolean isMapped = isZero(a, 0, 10) && a[10] == -1 && a[11] == -1;
    boolean isCompatible = isZero(a, 0, 12) && !isZero(a, 12, 15); // :: and ::1 are themselves
    boolean isTranslated =
        a[0] == 0 && a[1] == 0x64 && a[2] == -1 && (a[3] & 0xFF) == 0x9B && isZero(a, 6, 12);
    boolean isNat64 = isTranslated && a[4] == 0 && (a[5] == 0 || a[5] == 1);
    return isMapped || isCompatible || isNat64 ? Arrays.copyOfRange(a, 12, 16) : a;
  }

  private static boolean isZero(byte[] octets, int from, int to) {
    for (int i = from; i < to; i++) {
      if (octets[i] != 0) {
        return false;
      }
    }
    return true;
  }
}
