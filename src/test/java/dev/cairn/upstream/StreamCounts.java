package dev.cairn.upstream;

/// How many streams clients have opened, have open, and have broken off.
public final class StreamCounts {
  private int opened;
  private int open;
  private int mostAtOnce;
  private int cancelled;

  synchronized void begin() {
    opened++;
    open++;
    mostAtOnce = Math.max(mostAtOnce, open);
  }

  synchronized void end() {
    open--;
  }

  synchronized void breakOff() {
    cancelled++;
  }

  /// How many there were so far.
  public synchronized int all() {
    return opened;
  }

  /// How many are open now.
  public synchronized int open() {
    return open;
  }

  /// How many were ever open at once, over all connections.
  public synchronized int mostAtOnce() {
    return mostAtOnce;
  }

  /// How many a client has broken off (RST_STREAM).
  public synchronized int cancelled() {
    return cancelled;
  }
}
