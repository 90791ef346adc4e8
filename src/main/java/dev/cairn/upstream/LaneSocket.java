package dev.cairn.upstream;

/// A UDP socket that is connected to an upstream, with a source port that the kernel chose at
/// random. Belongs to one loop: all that follows happens there, and so does all that it tells.
interface LaneSocket {

  /// One that could not be opened.
  LaneSocket CLOSED =
      new LaneSocket() {
        @Override
        public boolean send(byte[] message) {
          return false;
        }

        @Override
        public boolean isOpen() {
          return false;
        }

        @Override
        public void close() {
          // it never was open
        }
      };

  /// Sends a datagram.
  ///
  /// @return false if there is no room for it now; once there is, the listener is told
  boolean send(byte[] message);

  boolean isOpen();

  void close();

  /// Who uses it.
  interface Listener {
    /// It can send, for the first time or again.
    void ready();

    /// A datagram came from the upstream's address and port; whatever is in it.
    void heard(byte[] datagram);

    /// Whether more are awaited, so that it is worth looking for the next at once.
    boolean isWaiting();

    /// It could not be opened, or a port that nobody listens on was told by a read or a write.
    void failed(Throwable cause);
  }
}
