package dev.cairn.transport;

import dev.cairn.transport.TransportObserver.Closing;
import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Counts TCP connections, in total and of each client, over all listeners.
final class ConnectionLimits {
  private final Map<InetAddress, Integer> ofClient = new HashMap<>(); // no larger than the total
  private int total;

  /// Takes a connection in; null, or why not.
  synchronized @Nullable Closing take(InetAddress client, TcpLimits limits) {
    if (total >= limits.connections()) {
      return Closing.TOO_MANY_CONNECTIONS;
    }
    int mine = ofClient.getOrDefault(client, 0);
    if (mine >= limits.connectionsPerClient()) {
      return Closing.TOO_MANY_OF_ONE_CLIENT;
    }
    ofClient.put(client, mine + 1);
    total++;
    return null;
  }

  synchronized void give(InetAddress client) {
    total--;
    ofClient.computeIfPresent(client, (_, count) -> count == 1 ? null : count - 1);
  }

  synchronized int total() {
    return total;
  }
}
