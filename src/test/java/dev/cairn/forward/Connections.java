package dev.cairn.forward;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Accepts connections and has each of them served on a thread of its own; ends them all when it is
/// closed.
public final class Connections implements AutoCloseable {

  /// What is done with a connection; it is closed afterwards.
  @FunctionalInterface
  public interface Service {
    void serve(Socket connection) throws IOException, InterruptedException;
  }

  private final ServerSocket listener;
  private final Service service;
  private final Map<Socket, Thread> open = new ConcurrentHashMap<>();
  private final AtomicInteger accepted = new AtomicInteger();
  private final Thread acceptor = Thread.ofVirtual().unstarted(this::accept);

  private Connections(ServerSocket listener, Service service) {
    this.listener = listener;
    this.service = service;
  }

  /// Accepts what comes to this socket, and closes it in the end.
  public static Connections of(ServerSocket listener, Service service) {
    var connections = new Connections(listener, service);
    connections.acceptor.start();
    return connections;
  }

  /// How many have been accepted.
  public int accepted() {
    return accepted.get();
  }

  /// How many are open now.
  public int open() {
    return open.size();
  }

  private void accept() {
    try {
      while (true) {
        Socket connection = listener.accept();
        connection.setTcpNoDelay(true);
        accepted.incrementAndGet();
        Thread thread = Thread.ofVirtual().unstarted(() -> serve(connection));
        open.put(connection, thread);
        thread.start();
      }
    } catch (IOException _) {
      return; // closed
    }
  }

  private void serve(Socket connection) {
    try (connection) {
      service.serve(connection);
    } catch (IOException | InterruptedException _) {
      return; // ended by either side
    } finally {
      open.remove(connection);
    }
  }

  private void endAll() throws IOException {
    for (var one : open.entrySet()) {
      one.getKey().close();
      one.getValue().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      listener.close();
      acceptor.join(); // only now the port is free
      endAll();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
