package dev.cairn.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The addresses that an address comes to: itself, and those of IPv4 that it carries for a tunnel
/// or a translator, which would reach them for whoever dials it.
final class AddressForms {
  private static final Range COMPATIBLE = Range.of("::", 96); // RFC 4291 §2.5.5.1
  private static final Range TRANSLATED = Range.of("::ffff:0:0:0", 96); // RFC 2765 §2.1
  private static final Range NAT64 = Range.of("64:ff9b::", 96); // RFC 6052 §2.1
  private static final Range LOCAL_NAT64 = Range.of("64:ff9b:1::", 48); // RFC 8215
  private static final Range SIX_TO_FOUR = Range.of("2002::", 16); // RFC 3056 §2
  private static final Range TEREDO = Range.of("2001::", 32); // RFC 4380 §4

  private final List<InetAddress> forms = new ArrayList<>();
  private final byte[] octets;

  private AddressForms(InetAddress address) {
    octets = address.getAddress();
    forms.add(address);
  }

  static List<InetAddress> of(InetAddress address) {
    var all = new AddressForms(address);
    if (all.octets.length == 16) {
      all.addCarried(address);
    }
    return all.forms;
  }

  private void addCarried(InetAddress address) {
    boolean isItself = address.isLoopbackAddress() || address.isAnyLocalAddress();
    if (COMPATIBLE.contains(address) && !isItself
        || TRANSLATED.contains(address)
        || NAT64.contains(address)
        || isMapped()
        || isIsatap()) {
      add(octets[12], octets[13], octets[14], octets[15]);
    }
    if (LOCAL_NAT64.contains(
        address)) { // whoever runs it knows which of them it is (RFC 6052 §2.2)
      add(octets[6], octets[7], octets[9], octets[10]);
      add(octets[7], octets[9], octets[10], octets[11]);
      add(octets[9], octets[10], octets[11], octets[12]);
      add(octets[12], octets[13], octets[14], octets[15]);
    }
    if (SIX_TO_FOUR.contains(address)) {
      add(octets[2], octets[3], octets[4], octets[5]);
    }
    if (TEREDO.contains(address)) { // its server, and its client, which stands there inverted
      add(octets[4], octets[5], octets[6], octets[7]);
      add(~octets[12], ~octets[13], ~octets[14], ~octets[15]);
    }
  }

  /// Java makes an IPv4 address of one, as long as it has no scope (RFC 4291 §2.5.5.2).
  private boolean isMapped() {
    byte[] prefix = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1};
    return Arrays.equals(octets, 0, 12, prefix, 0, 12);
  }

  /// RFC 5214 §6.1.
  private boolean isIsatap() {
    return (octets[8] & 0xFD) == 0
        && octets[9] == 0
        && octets[10] == 0x5E
        && octets[11] == (byte) 0xFE;
  }

  private void add(int a, int b, int c, int d) {
    try {
      forms.add(InetAddress.getByAddress(new byte[] {(byte) a, (byte) b, (byte) c, (byte) d}));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("four octets are an address", e);
    }
  }
}
