package dev.cairn.server;

import dev.cairn.feed.FeedObserver;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.telemetry.Happening.Origin;
import java.util.concurrent.atomic.LongAdder;

/// Tells as events what becomes of sources, and counts what they have that cannot be used.
final class SourceEvents implements FeedObserver {
  private final EventLog log;
  final LongAdder flaws = new LongAdder();

  SourceEvents(EventLog log) {
    this.log = log;
  }

  @Override
  public void synced(String source) {
    tell(EventType.SOURCE_SYNCED, source, "");
  }

  @Override
  public void stale(String source, String why) {
    tell(EventType.SOURCE_STALE, source, why);
  }

  @Override
  public void guarded(String source, String why) {
    tell(EventType.SOURCE_GUARDED, source, why);
  }

  @Override
  public void flawed(String source, String where, String why) {
    flaws.increment();
  }

  private void tell(EventType type, String source, String why) {
    log.publish(Happening.of(type, source).because(why).by(new Origin(source, 0)));
  }
}
