package dev.cairn.server;

import dev.cairn.admin.CacheApi;
import dev.cairn.admin.CacheReason;
import dev.cairn.admin.CacheTotals;
import dev.cairn.admin.CachedAnswer;
import dev.cairn.admin.Purge;
import dev.cairn.cache.AnswerCache;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The cache as the API tells it.
final class CacheApiView implements CacheApi {
  private final AnswerCache cache;

  CacheApiView(AnswerCache cache) {
    this.cache = cache;
  }

  @Override
  public List<CachedAnswer> at(Name name, int most) {
    return List.of();
  }

  @Override
  public CacheReason why(Name name, int type) {
    return new CacheReason(
        name, Type.string(type), List.of(), List.of("single entries are not told"));
  }

  /// What it has for a name and a type; null for nothing.
  @Nullable CachedAnswer find(Name name, int type) {
    return at(name, 1).stream()
        .filter(one -> one.type().equals(Type.string(type)))
        .findFirst()
        .orElse(null);
  }

  @Override
  public List<CachedAnswer> top(int count) {
    return List.of();
  }

  @Override
  public CacheTotals totals() {
    var done = cache.statistics();
    return new CacheTotals(
        cache.entries(),
        cache.octets(),
        cache.maximum(),
        done.hits(),
        done.misses(),
        done.staleAnswers(),
        done.failures(),
        done.prefetches(),
        done.evictions());
  }

  /// Forgets names below as well, never too little.
  @Override
  public long purge(Purge what) {
    return switch (what) {
      case Purge.Everything() -> cache.forget(Name.root);
      case Purge.Subtree(Name suffix) -> cache.forget(suffix);
      case Purge.AllTypes(Name name) -> cache.forget(name);
      case Purge.OneType(Name name, _) -> cache.forget(name);
    };
  }
}
