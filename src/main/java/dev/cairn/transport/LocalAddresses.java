package dev.cairn.transport;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which addresses of this machine an address stands for.
public final class LocalAddresses {
  private LocalAddresses() {}

  /// The address itself and, if it is a wildcard, each one of the machine that it stands for.
  static List<InetAddress> toBind(InetAddress address) {
    if (!address.isAnyLocalAddress()) {
      return List.of(address);
    }
    Set<InetAddress> all = new LinkedHashSet<>();
    all.add(address);
    for (InetAddress local : ofThisMachine()) {
      if (local instanceof Inet4Address == address instanceof Inet4Address) {
        all.add(local);
      }
    }
    return List.copyOf(all);
  }

  /// All addresses of all interfaces that are up; none if they cannot be listed.
  public static List<InetAddress> ofThisMachine() {
    try {
      return NetworkInterface.networkInterfaces()
          .filter(LocalAddresses::isUp)
          .flatMap(NetworkInterface::inetAddresses)
          .toList();
    } catch (SocketException _) {
      return new ArrayList<>(); // the wildcard socket still serves
    }
  }

  private static boolean isUp(NetworkInterface each) {
    try {
      return each.isUp();
    } catch (SocketException _) {
      return false; // it went away while we looked
    }
  }
}
