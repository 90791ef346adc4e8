package dev.cairn.registry;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// What the address of a node or an instance stands for.
sealed interface Location {

  /// @param octets 4 or 16
  record At(byte[] octets) implements Location {
    int type() {
      return octets.length == 4 ? Type.A : Type.AAAA;
    }
  }

  /// @param name absolute
  record Host(Name name) implements Location {}

  /// It is no address and no name.
  record Nowhere() implements Location {}

  Nowhere NOWHERE = new Nowhere();

  static Location of(String address) {
    boolean isSix = address.indexOf(':') >= 0;
    byte[] octets = Address.toByteArray(address, isSix ? Address.IPv6 : Address.IPv4);
    if (octets != null) {
      return new At(unmapped(octets));
    }
    return isSix || address.isEmpty() || endsWithNumber(address) ? NOWHERE : host(address);
  }

  /// Whether two addresses of nodes or instances stand for the same, however they are written.
  static boolean areSame(String one, String other) {
    return one.equals(other)
        || switch (of(one)) {
          case At at -> of(other) instanceof At it && Arrays.equals(at.octets, it.octets);
          case Host host -> host.equals(of(other));
          case Nowhere _ -> false;
        };
  }

  /// What an IPv4 address among those of IPv6 (RFC 4291 §2.5.5.2) stands for: no machine has it.
  private static byte[] unmapped(byte[] octets) {
    try {
      return InetAddress.getByAddress(octets).getAddress(); // which does so
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 octets", e);
    }
  }

  private static Location host(String text) {
    try {
      Name name = Name.fromString(text, Name.root);
      return name.equals(Name.root) ? NOWHERE : new Host(name);
    } catch (TextParseException _) {
      return NOWHERE;
    }
  }

  /// A last label of digits alone is that of an address with a fault (RFC 3696 §2). A final dot
  /// ends no label more.
  private static boolean endsWithNumber(String text) {
    int last = text.length() - (text.endsWith(".") ? 2 : 1);
    for (int at = last; at >= 0 && text.charAt(at) != '.'; at--) {
      if (!Character.isDigit(text.charAt(at))) {
        return false;
      }
    }
    return true;
  }
}
