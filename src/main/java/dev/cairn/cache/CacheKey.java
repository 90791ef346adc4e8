package dev.cairn.cache;

import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.SipHash;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// What makes two queries the same: scope, name in any case, type, class, DO and CD. Nothing else
/// that a client may choose counts, or it could have one question asked many times at once.
final class CacheKey {
  private final byte[] name; // in lower case, in wire form; shared with the question, never changed
  private final long rest;
  private final int hash;

  private CacheKey(byte[] name, long rest, SipHash hashing) {
    this.name = name;
    this.rest = rest;
    long mixed = (hashing.of(name) ^ rest) * 0x9E3779B97F4A7C15L;
    this.hash = (int) (mixed >>> 32);
  }

  /// @param scope its number, below 2^29
  static CacheKey of(Query query, int scope, SipHash hashing) {
    Question question = query.question();
    long rest =
        (long) scope << 34
            | (long) question.type() << 18
            | (long) question.dnsClass() << 2
            | (query.dnssecOk() ? 2 : 0)
            | (query.flags().checkingDisabled() ? 1 : 0);
    return new CacheKey(question.labels().bytes(), rest, hashing);
  }

  /// Octets of the name.
  int length() {
    return name.length;
  }

  /// Whether the name is the suffix or below it.
  ///
  /// @param suffix in lower case, in wire form
  boolean isWithin(byte[] suffix) {
    int from = 0;
    while (name.length - from > suffix.length) {
      from += 1 + name[from];
    }
    return Arrays.equals(name, from, name.length, suffix, 0, suffix.length);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof CacheKey key
        && hash == key.hash
        && rest == key.rest
        && Arrays.equals(name, key.name);
  }

  @Override
  public int hashCode() {
    return hash;
  }
}
