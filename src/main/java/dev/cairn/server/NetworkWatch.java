package dev.cairn.server;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Notices that this machine is in another network: it has other addresses than before. Addresses
/// of this link or this machine alone do not count, they come and go with containers. For one
/// thread.
final class NetworkWatch {
  private static final Logger LOG = LoggerFactory.getLogger(NetworkWatch.class);
  private static final long PAUSE = Duration.ofSeconds(1).toNanos();

  private final Supplier<? extends Collection<InetAddress>> addresses;
  private final LongSupplier nanoTime;
  private Set<InetAddress> known;
  private long lookedAt;

  /// @param addresses all that this machine has; none if they could not be listed
  NetworkWatch(Supplier<? extends Collection<InetAddress>> addresses, LongSupplier nanoTime) {
    this.addresses = addresses;
    this.nanoTime = nanoTime;
    this.known = present();
    this.lookedAt = nanoTime.getAsLong();
  }

  /// Whether it has other addresses than when this was asked last. Looks once a second at most.
  boolean hasChanged() {
    long now = nanoTime.getAsLong();
    if (now - lookedAt < PAUSE) {
      return false;
    }
    lookedAt = now;
    Set<InetAddress> present = present();
    if (present.isEmpty() || present.equals(known)) { // without any there is nothing to try
      return false;
    }
    LOG.info(
        "this machine has other addresses, {} and not {}: connections to upstreams are opened anew,"
            + " and those that were down are asked again",
        shown(present),
        shown(known));
    known = present;
    return true;
  }

  private Set<InetAddress> present() {
    return addresses.get().stream()
        .filter(one -> !one.isLoopbackAddress() && !one.isLinkLocalAddress())
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String shown(Set<InetAddress> addresses) {
    return addresses.stream()
        .map(InetAddress::getHostAddress)
        .sorted()
        .collect(Collectors.joining(", ", "[", "]"));
  }
}
