package dev.cairn.server;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/// Sends datagrams on to another address, and what comes back to where they came from: a home
/// router, say, that asks whom it is told to.
final class Relay implements AutoCloseable {
  private final DatagramSocket inside =
      new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
  private final Map<SocketAddress, DatagramSocket> outside = new ConcurrentHashMap<>();
  private final List<Message> seen = new CopyOnWriteArrayList<>();
  private volatile InetSocketAddress target;
  private volatile @Nullable String awaited;

  Relay() throws IOException {
    target = new InetSocketAddress(InetAddress.getLoopbackAddress(), 9);
    Thread.startVirtualThread(this::serve);
  }

  InetSocketAddress address() {
    return (InetSocketAddress) inside.getLocalSocketAddress();
  }

  void to(InetSocketAddress other) {
    target = other;
  }

  /// Holds tests for loops back until another name is asked for.
  void holdTestsUntilAsked(String name) {
    awaited = name;
  }

  /// How many queries for a name went through, the test of it not counted.
  long seen(String name) {
    return seen.stream()
        .filter(query -> query.getQuestion().getName().toString().equals(name + "."))
        .count();
  }

  private void serve() {
    List<DatagramPacket> held = new ArrayList<>();
    try {
      while (true) {
        DatagramPacket packet = receive(inside);
        var query = new Message(Arrays.copyOf(packet.getData(), packet.getLength()));
        seen.add(query);
        held.add(packet);
        String name = awaited;
        boolean isHeld = name != null && seen(name) == 0 && isTest(query);
        if (!isHeld) {
          for (DatagramPacket one : held.reversed()) {
            sendOn(one);
          }
          held.clear();
        }
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private static boolean isTest(Message query) {
    return query.getQuestion().getName().toString().startsWith("cairn-loop-test-");
  }

  private void sendOn(DatagramPacket packet) throws IOException {
    SocketAddress from = packet.getSocketAddress();
    DatagramSocket socket = outside.get(from);
    if (socket == null) {
      var fresh = new DatagramSocket();
      outside.put(from, fresh);
      socket = fresh;
      Thread.startVirtualThread(() -> bringBack(fresh, from));
    }
    socket.send(new DatagramPacket(packet.getData(), packet.getLength(), target));
  }

  private void bringBack(DatagramSocket socket, SocketAddress to) {
    try {
      while (true) {
        DatagramPacket packet = receive(socket);
        inside.send(new DatagramPacket(packet.getData(), packet.getLength(), to));
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private static DatagramPacket receive(DatagramSocket socket) throws IOException {
    var packet = new DatagramPacket(new byte[4_096], 4_096);
    socket.receive(packet);
    return packet;
  }

  @Override
  public void close() {
    inside.close();
    outside.values().forEach(DatagramSocket::close);
  }
}
