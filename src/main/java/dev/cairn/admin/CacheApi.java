package dev.cairn.admin;

import java.util.List;
import org.xbill.DNS.Name;

/// What the API tells of the cache, and what the operator can do about it. Called on threads that
/// may wait a little.
public interface CacheApi {

  /// What is held at a name, whatever the type; nothing that is below it.
  ///
  /// @param most how many are wanted at most
  List<CachedAnswer> at(Name name, int most);

  /// What is held for one question, and what would happen if it were asked now. Counts as no hit.
  CacheReason why(Name name, int type);

  /// What was asked most often, that first; without its records.
  List<CachedAnswer> top(int count);

  CacheTotals totals();

  /// Forgets; how many entries that were.
  long purge(Purge what);
}
