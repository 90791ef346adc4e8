package dev.cairn.registry;

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

  int SIX = 16;
  int MAPPED = 12;

  static Location of(String address) {
    boolean isSix = address.indexOf(':') >= 0;
    byte[] octets = Address.toByteArray(address, isSix ? Address.IPv6 : Address.IPv4);
    if (octets != null) {
      return new At(isMapped(octets) ? Arrays.copyOfRange(octets, MAPPED, SIX) : octets);
    }
    return isSix || address.isEmpty() || endsWithNumber(address) ? NOWHERE : host(address);
  }

  /// An IPv4 address as RFC 4291 §2.5.5.2 writes it among those of IPv6: no machine has it.
  private static boolean isMapped(byte[] octets) {
    if (octets.length != SIX) {
      return false;
    }
    for (int i = 0; i < MAPPED; i++) {
      if (octets[i] != (i < MAPPED - 2 ? 0 : (byte) 0xFF)) {
        return false;
      }
    }
    return true;
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
