package dev.cairn.server;

import dev.cairn.admin.EventApi;
import dev.cairn.admin.ShownEvent;
import dev.cairn.telemetry.Event;
import dev.cairn.telemetry.EventLog;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Events as the API tells them.
final class EventView implements EventApi {
  private static final int FORM = 1;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private final EventLog log;
  private final Supplier<String> node;

  /// @param node what this server calls itself
  EventView(EventLog log, Supplier<String> node) {
    this.log = log;
    this.node = node;
  }

  @Override
  public Following follow(@Nullable String lastId, Runnable wake) {
    long place = lastId == null ? log.end() : log.placeOf(lastId);
    return new Place(place, log.listen(wake));
  }

  private ShownEvent shown(Event event) {
    var what = event.what();
    return new ShownEvent(
        FORM,
        event.id(),
        event.seq(),
        TIME.format(event.time()),
        node.get(),
        what.type().word(),
        what.subject(),
        what.from(),
        what.to(),
        what.reason(),
        what.origin().source(),
        what.origin().index());
  }

  private final class Place implements Following {
    private final Runnable leaving;
    private long seq;

    Place(long seq, Runnable leaving) {
      this.seq = seq;
      this.leaving = leaving;
    }

    @Override
    public Passage next(int most) {
      EventLog.Passage passage = log.behind(seq, most);
      seq = passage.seq();
      return new Passage(
          passage.isGapBefore(), passage.events().stream().map(one -> shown(one)).toList());
    }

    @Override
    public void close() {
      leaving.run();
    }
  }
}
