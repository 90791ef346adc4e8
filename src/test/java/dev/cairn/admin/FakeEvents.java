package dev.cairn.admin;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/// Events that a test chooses.
public final class FakeEvents implements EventApi {
  public final Queue<String> lastIds = new ConcurrentLinkedQueue<>();
  final AtomicInteger following = new AtomicInteger();
  private final Queue<ShownEvent> events = new ConcurrentLinkedQueue<>();
  private final Queue<Runnable> wakes = new ConcurrentLinkedQueue<>();
  private volatile boolean isGap;

  /// Of some type, about something.
  public static ShownEvent event(int number, String type, String subject) {
    return new ShownEvent(
        1,
        "ID" + number,
        number,
        "2026-11-26T10:00:00.123Z",
        "ns1",
        type,
        subject,
        "passing",
        "critical",
        "HTTP 503\u001b[31m",
        "",
        0);
  }

  public void happens(ShownEvent event) {
    events.add(event);
    wakes.forEach(Runnable::run);
  }

  public boolean areAllTold() {
    return events.isEmpty();
  }

  void miss() {
    isGap = true;
    wakes.forEach(Runnable::run);
  }

  @Override
  public Following follow(@Nullable String lastId, Runnable wake) {
    lastIds.add(String.valueOf(lastId));
    following.incrementAndGet();
    wakes.add(wake);
    return new Following() {
      @Override
      public Passage next(int most) {
        boolean wasGap = isGap;
        isGap = false;
        List<ShownEvent> taken = new ArrayList<>();
        for (var one = events.poll(); one != null; one = events.poll()) {
          taken.add(one);
        }
        return new Passage(wasGap, taken);
      }

      @Override
      public void close() {
        following.decrementAndGet();
        wakes.remove(wake);
      }
    };
  }
}
