package dev.cairn.transport;

/// Told of what happens to sockets below the queries. Called on threads that read packets.
public interface TransportObserver {

  /// Why a connection was closed by us, or never taken.
  enum Closing {
    TOO_MANY_CONNECTIONS,
    TOO_MANY_OF_ONE_CLIENT,
    IDLE,
    SLOW_MESSAGE,
    SLOW_READER,
    LIFETIME,
    NO_QUERY
  }

  /// A TCP connection was taken.
  void opened();

  /// A TCP connection that was taken has ended, whoever ended it.
  void closed();

  /// We closed a connection, or did not take it.
  void closing(Closing why);

  /// A response was dropped, as too many were waiting to be sent.
  void dropped();

  /// A response could not be sent.
  void unsent(Throwable cause);
}
