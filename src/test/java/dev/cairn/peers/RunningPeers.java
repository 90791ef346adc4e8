package dev.cairn.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// All peers that are installed, as they serve some zones.
final class RunningPeers implements AutoCloseable {
  private final Map<Peer, PeerProcess> processes = new EnumMap<>(Peer.class);

  /// Starts them; says which are not installed.
  static RunningPeers start(Collection<Peer> peers, List<TestZone> zones, Path folder)
      throws IOException, InterruptedException {
    var running = new RunningPeers();
    try {
      for (Peer peer : peers) {
        if (peer.isInstalled()) {
          Path home = Files.createDirectories(folder.resolve(peer.name()));
          running.processes.put(peer, PeerProcess.start(peer, zones, home));
        } else {
          System.out.println(peer + " is not installed, and is not compared with");
        }
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      running.close();
      throw e;
    }
    return running;
  }

  boolean isEmpty() {
    return processes.isEmpty();
  }

  Map<Peer, InetSocketAddress> addresses() {
    var addresses = new EnumMap<Peer, InetSocketAddress>(Peer.class);
    processes.forEach((peer, process) -> addresses.put(peer, process.address()));
    return addresses;
  }

  @Override
  public void close() throws InterruptedException {
    for (PeerProcess process : processes.values()) {
      process.close();
    }
  }
}
