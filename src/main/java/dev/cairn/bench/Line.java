package dev.cairn.bench;

import java.io.IOException;
import java.nio.ByteBuffer;

/// One client: a socket, and the queries that wait for an answer on it. IDs go round, so that the
/// oldest query is known without a search.
abstract class Line implements AutoCloseable {
  /// Queries that may wait on one line.
  static final int MOST_OPEN = 60_000;

  private static final int IDS = 1 << 16;
  private static final int HEADER = 12;

  private final long[] due = new long[IDS]; // 0: not asked, or answered
  private final Tally tally;
  private int next;
  private int oldest;
  private int open;

  Line(Tally tally) {
    this.tally = tally;
  }

  int open() {
    return open;
  }

  /// Sends a query; false if there is no room for it now.
  ///
  /// @param dueAt when it was to be sent, from when on its latency counts
  boolean ask(byte[] query, long dueAt) throws IOException {
    boolean isTaken = due[next] != 0; // by a query that waits since the IDs went round
    if (open == MOST_OPEN || isTaken || !send(query, next)) {
      return false;
    }
    oldest = open == 0 ? next : oldest;
    due[next] = dueAt == 0 ? 1 : dueAt;
    next = next + 1 & IDS - 1;
    open++;
    tally.countAsked();
    return true;
  }

  /// Takes in what has come; whether something had.
  abstract boolean receive() throws IOException;

  /// Sends a query with an ID; false if the socket has no room.
  abstract boolean send(byte[] query, int id) throws IOException;

  /// Takes in one message.
  void heard(ByteBuffer message, long now) {
    int id = message.remaining() < HEADER ? -1 : message.getShort(message.position()) & 0xFFFF;
    if (id < 0 || due[id] == 0 || message.get(message.position() + 2) >= 0) {
      tally.countStrange();
      return;
    }
    int flags = message.getShort(message.position() + 2);
    tally.countAnswer(flags & 0xF, (flags & 0x0200) != 0, Math.max(0, now - due[id]));
    due[id] = 0;
    open--;
  }

  /// Gives up all that was due before a moment.
  void giveUp(long before) {
    while (open > 0 && (due[oldest] == 0 || due[oldest] - before < 0)) {
      if (due[oldest] != 0) {
        due[oldest] = 0;
        open--;
        tally.countLost();
      }
      oldest = oldest + 1 & IDS - 1;
    }
  }

  /// Gives up all that waits.
  void giveUpAll() {
    giveUp(System.nanoTime() + Long.MAX_VALUE / 2);
  }

  void broken() {
    tally.countBroken();
  }

  @Override
  public abstract void close() throws IOException;
}
