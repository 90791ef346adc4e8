package dev.cairn.forward;

import dev.cairn.message.Transport;
import java.net.InetSocketAddress;
import org.xbill.DNS.Message;

/// A query that a scripted server has got.
///
/// @param from the client's address and port
/// @param nanos of [System#nanoTime], when it came
public record Sighting(Transport transport, InetSocketAddress from, Message query, long nanos) {
  static Sighting now(Transport transport, InetSocketAddress from, Message query) {
    return new Sighting(transport, from, query, System.nanoTime());
  }

  public int port() {
    return from.getPort();
  }

  public int id() {
    return query.getHeader().getID();
  }
}
