package dev.cairn.transport;

import java.time.Duration;

/// What TCP clients may take of us (RFC 7766 §6, RFC 9210 §4).
///
/// @param connections at a time, in total; `connectionsPerClient` of one address
/// @param inFlight queries under way on one connection; further ones are not read
/// @param timeouts how long a connection may go without doing something
public record TcpLimits(
    int connections, int connectionsPerClient, int inFlight, Timeouts timeouts) {

  /// @param idle with nothing under way
  /// @param read from a message's first octet to its last, and for a client to take what we write
  /// @param lifetime of a connection in total
  public record Timeouts(Duration idle, Duration read, Duration lifetime) {}
}
