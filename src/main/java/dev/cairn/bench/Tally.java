package dev.cairn.bench;

/// What became of the queries of a load.
public final class Tally {
  private static final int RCODES = 16;

  private final Latencies latencies = new Latencies();
  private final long[] byRcode = new long[RCODES];
  private long asked;
  private long lost;
  private long truncated;
  private long strange;
  private long broken;
  private long nanos;

  void countAsked() {
    asked++;
  }

  void countAnswer(int rcode, boolean isTruncated, long latency) {
    latencies.add(latency);
    byRcode[rcode]++;
    truncated += isTruncated ? 1 : 0;
  }

  void countLost() {
    lost++;
  }

  void countStrange() {
    strange++;
  }

  void countBroken() {
    broken++;
  }

  void took(long time) {
    nanos = time;
  }

  public long asked() {
    return asked;
  }

  public long answered() {
    return latencies.count();
  }

  /// Queries without an answer in time.
  public long lost() {
    return lost;
  }

  public long truncated() {
    return truncated;
  }

  /// Messages that were no answer to what was asked, or came too late.
  public long strange() {
    return strange;
  }

  /// Connections that the server closed, and datagrams that the system returned.
  public long broken() {
    return broken;
  }

  /// Answers with an rcode of 0 to 15.
  public long answered(int rcode) {
    return byRcode[rcode];
  }

  public Latencies latencies() {
    return latencies;
  }

  /// Nanoseconds in which queries were sent.
  public long nanos() {
    return nanos;
  }
}
