package dev.cairn.telemetry;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The last 10,000 events. Whoever publishes never waits for those who read: a reader has a place,
/// is woken when there is more, and takes as much as it can; what it was too slow for is a gap.
public final class EventLog {
  public static final int CAPACITY = 10_000;

  private final Event[] ring;
  private final InstantSource clock;
  private final EventIds ids;
  private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
  private long last; // seq of the newest; 0 before the first

  /// @param clock of the wall
  public EventLog(InstantSource clock, RandomGenerator chance) {
    this(clock, chance, CAPACITY);
  }

  EventLog(InstantSource clock, RandomGenerator chance, int capacity) {
    this.clock = clock;
    this.ids = new EventIds(chance);
    this.ring = new Event[capacity];
  }

  public void publish(Happening what) {
    synchronized (this) {
      var time = clock.instant();
      last++;
      ring[slot(last)] = new Event(ids.next(time.toEpochMilli()), last, time, what);
    }
    wakes.forEach(Runnable::run);
  }

  /// Some events, and how far they reach.
  ///
  /// @param isGapBefore whether there were others that are not told any more
  /// @param seq where to go on
  public record Passage(boolean isGapBefore, List<Event> events, long seq) {}

  /// The events behind a place.
  ///
  /// @param seq that of an event, or of a passage; −1 for a place that is not known any more
  public synchronized Passage behind(long seq, int most) {
    long oldest = Math.max(1, last - ring.length + 1);
    boolean isGap = seq < oldest - 1;
    long first = isGap ? oldest : seq + 1;
    List<Event> events = new ArrayList<>();
    for (long at = first; at <= last && events.size() < most; at++) {
      Event event = ring[slot(at)];
      if (event != null) {
        events.add(event);
      }
    }
    return new Passage(isGap, events, first + events.size() - 1);
  }

  /// The place of the newest event.
  public synchronized long end() {
    return last;
  }

  /// The place of an event; −1 if it is not known, or not any more.
  public synchronized long placeOf(String id) {
    long low = Math.max(1, last - ring.length + 1);
    long high = last;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      @Nullable Event event = ring[slot(middle)];
      int order = event == null ? 1 : event.id().compareTo(id);
      if (order == 0) {
        return middle;
      }
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
  }

  /// Tells whenever there may be more, on the thread that publishes: it must not wait.
  ///
  /// @param wake not the same as another's
  /// @return ends it
  public Runnable listen(Runnable wake) {
    wakes.add(wake);
    return () -> wakes.remove(wake);
  }

  private int slot(long seq) {
    return (int) (seq % ring.length);
  }
}
