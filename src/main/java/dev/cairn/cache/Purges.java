package dev.cairn.cache;

import dev.cairn.cache.Purge.All;
import dev.cairn.cache.Purge.OfName;
import dev.cairn.cache.Purge.OfType;
import dev.cairn.cache.Purge.Subtree;
import dev.cairn.message.Labels;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.xbill.DNS.Name;

/// The purges of the last minute: what was asked for before one of them and comes after it is not
/// kept, or a purge would be undone by what was under way. No answer is waited for so long.
final class Purges {
  private static final int MOST = 64;
  private static final long REMEMBERED = TimeUnit.SECONDS.toNanos(60);

  private volatile List<Past> past = List.of();

  /// Remembers a purge; which keys are to be forgotten. Of very many purges only that there was
  /// something is remembered, as if all had been purged.
  synchronized Predicate<CacheKey> remember(Purge purge, long now) {
    Predicate<CacheKey> covered = covered(purge);
    List<Past> next = new ArrayList<>();
    for (Past one : past) {
      if (one.isRemembered(now)) {
        next.add(one);
      }
    }
    if (next.size() == MOST) {
      next.clear();
      next.add(new Past(_ -> true, now));
    }
    next.add(new Past(covered, now));
    past = List.copyOf(next);
    return covered;
  }

  /// Whether what was asked for then was purged since.
  boolean cover(CacheKey key, long askedAt, long now) {
    for (Past one : past) {
      if (one.isRemembered(now) && askedAt - one.at < 0 && one.covered.test(key)) {
        return true;
      }
    }
    return false;
  }

  private static Predicate<CacheKey> covered(Purge purge) {
    return switch (purge) {
      case All _ -> _ -> true;
      case Subtree(Name suffix) -> {
        byte[] within = Labels.of(suffix).bytes();
        yield key -> key.isWithin(within);
      }
      case OfName(Name name) -> isOf(name);
      case OfType(Name name, int type) ->
          isOf(name).and(key -> key.type() == type || key.isOfAnyType());
    };
  }

  private static Predicate<CacheKey> isOf(Name name) {
    byte[] wanted = Labels.of(name).bytes();
    return key -> key.isOf(wanted);
  }

  private record Past(Predicate<CacheKey> covered, long at) {
    boolean isRemembered(long now) {
      return now - at < REMEMBERED;
    }
  }
}
