package dev.cairn.server;

import dev.cairn.admin.AdminServer;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.DnsListener;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The sockets of each kind that are open, and how they change: new ones are opened before old ones
/// are closed, all or none.
///
/// @param <S> a set of sockets on one address
final class Sites<S extends AutoCloseable> {
  private final Map<InetSocketAddress, S> open = new HashMap<>();
  private final Opener<S> opener;

  /// Opens the sockets of an address.
  interface Opener<S> {
    S open(InetSocketAddress address) throws AddressUnavailable;
  }

  Sites(Opener<S> opener) {
    this.opener = opener;
  }

  static Sites<DnsListener> dns(DnsListener.Sockets sockets) {
    return new Sites<>(address -> DnsListener.open(address, sockets));
  }

  static Sites<AdminServer> admin(AdminServer.Sockets sockets) {
    return new Sites<>(address -> {
      try {
        return AdminServer.open(address, sockets);
      } catch (IOException e) {
        throw AddressUnavailable.of(address, "HTTP", e);
      }
    });
  }

  /// Opens what is wanted and not open yet.
  ///
  /// @throws AddressUnavailable if one cannot be opened; then everything is as it was
  synchronized Change<S> change(List<InetSocketAddress> wanted) throws AddressUnavailable {
    Map<InetSocketAddress, S> added = new HashMap<>();
    try {
      for (InetSocketAddress address : wanted) {
        if (!open.containsKey(address)) {
          added.put(address, opener.open(address));
        }
      }
    } catch (AddressUnavailable e) {
      added.values().forEach(Sites::close);
      throw e;
    }
    return new Change<>(this, wanted, added);
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
    over.forEach(Sites::close);
  }

  private static void close(AutoCloseable sockets) {
    try {
      sockets.close();
    } catch (Exception e) {
      throw new IllegalStateException("closing sockets failed", e);
    }
  }

  /// New sockets are open, old ones are not yet closed.
  record Change<S extends AutoCloseable>(
      Sites<S> sites, List<InetSocketAddress> wanted, Map<InetSocketAddress, S> added) {
    void commit() {
      sites.take(wanted, added);
    }

    void undo() {
      added.values().forEach(Sites::close);
    }
  }
}
