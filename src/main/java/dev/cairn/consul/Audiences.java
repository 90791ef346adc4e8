package dev.cairn.consul;

import dev.cairn.registry.ServiceDirectory;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// All who wait for a change, by what they asked and which index they know.
final class Audiences {
  private final ServiceDirectory directory;
  private final ConcurrentMap<Key, Audience> open = new ConcurrentHashMap<>();

  /// @param above the index of the resource that is known
  record Key(Inquiry inquiry, long above) {}

  Audiences(ServiceDirectory directory) {
    this.directory = directory;
  }

  /// Takes a place among those who asked the same.
  Audience join(HeldRequest request, Reply.News news, long above) {
    var isFirst = new AtomicBoolean();
    Audience joined =
        open.compute(
            new Key(news.inquiry(), above),
            (key, known) -> {
              isFirst.setPlain(known == null);
              Audience audience = known == null ? new Audience(this, key, news) : known;
              audience.add(request);
              return audience;
            });
    if (isFirst.getPlain()) {
      joined.park(directory); // not above: it may be woken at once
    }
    return joined;
  }

  /// Gives a place back; the last one gives back the place in the directory.
  void leave(Audience audience, HeldRequest request) {
    var wasLast = new AtomicBoolean();
    open.computeIfPresent(
        audience.key(),
        (_, known) -> {
          wasLast.setPlain(known == audience && audience.isLeftBy(request));
          return wasLast.getPlain() ? null : known;
        });
    if (wasLast.getPlain()) {
      audience.unpark();
    }
  }

  /// Nobody joins it any more.
  void close(Audience audience) {
    open.remove(audience.key(), audience);
  }
}
