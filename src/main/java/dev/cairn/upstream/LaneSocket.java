package dev.cairn.upstream;

/// A UDP socket that is connected to an upstream, with a source port that the kernel chose at
/// random. Belongs to one loop: all that follows happens there, and so does all that it tells.
interface LaneSocket {
  /// Octets of the largest datagram that is read whole: more than the 1,232 that we ask for.
  int LARGEST_DATAGRAM = 4_096;

  /// Datagrams that are read before the loop looks at its other sockets. Replies come before new
  /// questions: else a loop that can do no more takes in questions and leaves the answers lying.
  int MOST_AT_ONCE = 256;

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

  /// Sends a datagram. One that meets an error counts as sent: the listener is told.
  ///
  /// @return false if there is no room for it now; the listener is told once there is
  boolean send(byte[] message);

  boolean isOpen();

  void close();

  /// Who uses it.
  interface Listener {
    /// It can send, for the first time or again.
    void ready();

    /// A datagram came from the upstream's address and port. Of empty ones some are left out.
    void heard(byte[] datagram);

    /// Whether more are awaited, so that it is worth looking for the next at once.
    boolean isWaiting();

    /// It could not be opened, or a read or a write met an error, such as that nobody listens on
    /// the port; or it was closed, and not by the listener.
    void failed(Throwable cause);
  }
}
