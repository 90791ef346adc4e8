package dev.cairn.upstream;

/// How a connection to a scripted server begins.
public enum Opening {
  /// With a handshake, and then what the server is for.
  ORDERLY,
  /// The server accepts, and does not answer the client's greeting.
  STALLING,
  /// The server answers the client's greeting with plain text.
  NOT_TLS,
  /// The server ends the connection when it has read the client's greeting.
  ENDING,
  /// After the handshake the server says nothing and reads nothing.
  MUTE,
  /// After the handshake the server says what belongs to no protocol.
  GARBAGE
}
