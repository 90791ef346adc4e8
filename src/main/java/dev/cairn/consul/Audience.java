package dev.cairn.consul;

import dev.cairn.registry.Parking;
import dev.cairn.registry.ServiceDirectory;
import io.netty.channel.EventLoop;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Those who asked the same and wait for the same change: one place in the directory, one page.
///
/// ```
/// change ─► closed ─► one loop makes the page ─► each loop tells its own
/// ```
///
/// Who belongs to it changes under the lock of [Audiences], and no more once it is closed. Nobody
/// can join one that is closed, so the page is always made after the last has come.
final class Audience {
  private final Audiences all;
  private final Audiences.Key key;
  private final Reply.News news;
  private final Map<EventLoop, Set<HeldRequest>> waiting = new HashMap<>(4);
  private volatile @Nullable Parking parking;

  Audience(Audiences all, Audiences.Key key, Reply.News news) {
    this.all = all;
    this.key = key;
    this.news = news;
  }

  Audiences.Key key() {
    return key;
  }

  Reply.News news() {
    return news;
  }

  void add(HeldRequest request) {
    waiting.computeIfAbsent(request.loop(), _ -> new LinkedHashSet<>()).add(request);
  }

  /// Whether anybody is left.
  boolean isLeftBy(HeldRequest request) {
    waiting.computeIfPresent(
        request.loop(),
        (_, those) -> {
          those.remove(request);
          return those.isEmpty() ? null : those;
        });
    return waiting.isEmpty();
  }

  /// Called by the first of them, once.
  void park(ServiceDirectory directory) {
    parking = directory.park(news.resource(), key.above(), () -> wake(directory));
  }

  void unpark() {
    Parking known = parking;
    if (known != null) {
      known.leave();
    }
  }

  /// On the thread of the one who writes, which must not wait for a page.
  private void wake(ServiceDirectory directory) {
    all.close(this);
    waiting.keySet().stream().findAny().ifPresent(loop -> loop.execute(() -> answer(directory)));
  }

  private void answer(ServiceDirectory directory) {
    long index =
        directory.index(news.resource()); // before what is looked at, so that none is missed
    Page page = page();
    waiting.forEach((loop, those) ->
        loop.execute(
            page == null
                ? () -> those.forEach(request -> request.waitOn(news, index))
                : new Telling(loop, those, page)));
  }

  /// Null if the change is none that they wait for.
  private @Nullable Page page() {
    try {
      return news.isThere().getAsBoolean() ? news.page().get() : null;
    } catch (RuntimeException | Error bug) { // they must be told something
      return Connection.failed(bug);
    }
  }
}
