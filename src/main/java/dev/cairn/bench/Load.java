package dev.cairn.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// Queries from several clients to one server, from one thread that never rests.
///
/// Without a rate each client has as many queries open as its window says, and asks the next when
/// one is answered. With a rate queries are sent when they are due, whether others are answered or
/// not; latency counts from when a query was due, so that a server that stalls is not spared what
/// it made wait.
///
/// @param clients sockets, at least 1
/// @param window queries open on each without a rate, 1 to 60,000
/// @param rate queries per second, 0 for as many as are answered
/// @param time for which is asked
/// @param patience for an answer
public record Load(
    InetSocketAddress server,
    boolean overTcp,
    int clients,
    int window,
    int rate,
    Duration time,
    Duration patience) {
  private static final long SECOND = 1_000_000_000L;

  /// Asks, and waits for what is still to come.
  public Tally run(Mix mix) throws IOException {
    var tally = new Tally();
    List<Line> lines = new ArrayList<>();
    try {
      for (int i = 0; i < clients; i++) {
        lines.add(overTcp ? new TcpLine(server, tally) : new UdpLine(server, tally));
      }
      new Run(lines, mix, tally).run();
      return tally;
    } finally {
      for (Line line : lines) {
        line.close();
      }
    }
  }

  private final class Run {
    private final List<Line> lines;
    private final Mix mix;
    private final Tally tally;
    private final long start = System.nanoTime();
    private long sent;
    private int query;
    private int turn;

    Run(List<Line> lines, Mix mix, Tally tally) {
      this.lines = lines;
      this.mix = mix;
      this.tally = tally;
    }

    void run() throws IOException {
      long now = start;
      while (now - start < time.toNanos()) {
        boolean hasMoved = receive();
        hasMoved |= rate == 0 ? fillWindows(System.nanoTime()) : sendDue(System.nanoTime());
        now = System.nanoTime();
        giveUp(now - patience.toNanos());
        if (!hasMoved) {
          Thread.onSpinWait();
        }
      }
      tally.took(now - start);
      while (isAnyOpen()) {
        receive();
        giveUp(System.nanoTime() - patience.toNanos());
      }
    }

    private boolean receive() throws IOException {
      boolean hasMoved = false;
      for (Line line : lines) {
        hasMoved |= line.receive();
      }
      return hasMoved;
    }

    private boolean fillWindows(long now) throws IOException {
      boolean hasMoved = false;
      for (Line line : lines) {
        while (line.open() < window && ask(line, now)) {
          hasMoved = true;
        }
      }
      return hasMoved;
    }

    private boolean sendDue(long now) throws IOException {
      boolean hasMoved = false;
      long until = (long) ((now - start) * (double) rate / SECOND);
      for (int refused = 0; sent < until && refused < lines.size(); ) {
        Line line = lines.get(turn++ % lines.size());
        if (ask(line, start + (long) (sent * (double) SECOND / rate))) {
          sent++;
          hasMoved = true;
        } else {
          refused++;
        }
      }
      turn %= lines.size();
      return hasMoved;
    }

    private boolean ask(Line line, long due) throws IOException {
      if (!line.ask(mix.query(query), due)) {
        return false;
      }
      query = query + 1 == mix.size() ? 0 : query + 1;
      return true;
    }

    private void giveUp(long before) {
      for (Line line : lines) {
        line.giveUp(before);
      }
    }

    private boolean isAnyOpen() {
      for (Line line : lines) {
        if (line.open() > 0) {
          return true;
        }
      }
      return false;
    }
  }
}
