package dev.cairn.server;

import dev.cairn.admin.AdminServer;
import dev.cairn.consul.ConsulApi;
import dev.cairn.consul.ConsulServer;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.DnsListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The sockets of each kind that are open, and how they change: new ones are opened before old ones
/// are closed, all or none.
///
/// @param <S> a set of sockets on one address
final class Sites<S extends AutoCloseable> {
  private static final Logger LOG = LoggerFactory.getLogger(Sites.class);

  /// How long sockets are kept for answers that are still to come: longer than any deadline.
  private static final Duration GRACE = Duration.ofSeconds(61);

  private final Map<InetSocketAddress, S> open = new HashMap<>();
  private final Opener<S> opener;
  private final Consumer<S> retire;

  /// Opens the sockets of an address.
  interface Opener<S> {
    S open(InetSocketAddress address) throws AddressUnavailable;
  }

  /// @param retire closes sockets that are no longer wanted, when it is time
  Sites(Opener<S> opener, Consumer<S> retire) {
    this.opener = opener;
    this.retire = retire;
  }

  static Sites<DnsListener> dns(DnsListener.Sockets sockets) {
    return new Sites<>(
        address -> DnsListener.open(address, sockets), listener -> listener.retire(GRACE));
  }

  static Sites<AdminServer> admin(AdminServer.Sockets sockets) {
    return new Sites<>(
        address -> {
          try {
            return AdminServer.open(address, sockets);
          } catch (IOException e) {
            throw AddressUnavailable.of(address, "HTTP", e);
          }
        },
        AdminServer::close);
  }

  static Sites<ConsulServer> registry(ConsulServer.Sockets sockets, ConsulApi api) {
    return new Sites<>(
        address -> {
          try {
            return ConsulServer.open(address, sockets, api);
          } catch (IOException e) {
            throw AddressUnavailable.of(address, "the registry's HTTP", e);
          }
        },
        ConsulServer::close);
  }

  /// Opens what is wanted and not open yet. Old sockets in the way of new ones, as those of one
  /// address are for those of all, are closed first.
  ///
  /// @throws AddressUnavailable if one cannot be opened; then everything is as it was
  synchronized Change<S> change(List<InetSocketAddress> wanted) throws AddressUnavailable {
    Map<InetSocketAddress, S> added = new HashMap<>();
    List<InetSocketAddress> moved = new ArrayList<>();
    try {
      for (InetSocketAddress address : wanted) {
        if (!open.containsKey(address)) {
          open.keySet().stream()
              .filter(old -> !wanted.contains(old) && isInTheWay(old, address))
              .toList()
              .forEach(old -> {
                close(open.remove(old));
                moved.add(old);
              });
          added.put(address, opener.open(address));
        }
      }
    } catch (AddressUnavailable e) {
      undo(added, moved);
      throw e;
    }
    return new Change<>(this, wanted, added, moved);
  }

  private synchronized void undo(Map<InetSocketAddress, S> added, List<InetSocketAddress> moved) {
    added.values().forEach(Sites::close);
    for (InetSocketAddress old : moved) {
      try {
        open.put(old, opener.open(old));
      } catch (AddressUnavailable e) {
        LOG.error(
            "{}; it was given up for a configuration that could not be taken", e.getMessage());
      }
    }
  }

  private static boolean isInTheWay(InetSocketAddress old, InetSocketAddress address) {
    return old.getPort() == address.getPort()
        && old.getAddress().getClass() == address.getAddress().getClass()
        && (old.getAddress().isAnyLocalAddress() || address.getAddress().isAnyLocalAddress());
  }

  synchronized List<S> all() {
    return List.copyOf(open.values());
  }

  /// Closes everything.
  synchronized void closeAll() {
    open.values().forEach(Sites::close);
    open.clear();
  }

  private synchronized void take(List<InetSocketAddress> wanted, Map<InetSocketAddress, S> added) {
    List<S> over = new ArrayList<>();
    open.entrySet()
        .removeIf(entry -> !wanted.contains(entry.getKey()) && over.add(entry.getValue()));
    open.putAll(added);
    over.forEach(retire);
  }

  private static void close(@Nullable AutoCloseable sockets) {
    try {
      if (sockets != null) {
        sockets.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("closing sockets failed", e);
    }
  }

  /// New sockets are open, old ones are not yet closed.
  record Change<S extends AutoCloseable>(
      Sites<S> sites,
      List<InetSocketAddress> wanted,
      Map<InetSocketAddress, S> added,
      List<InetSocketAddress> moved) {
    void commit() {
      sites.take(wanted, added);
    }

    void undo() {
      sites.undo(added, moved);
    }
  }
}
