package dev.cairn.cache;

import dev.cairn.message.NameKey;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.SipHash;
import dev.cairn.wire.PlainQuery;
import java.util.Arrays;
import org.xbill.DNS.DClass;

/// What makes two queries the same: scope, name in any case, type, class, DO and CD. Nothing else
/// that a client may choose counts, or it could have one question asked many times at once.
///
/// ```
/// tag   │ scope 29 │ type 16 │ class 16 │ DO │ CD │
/// ```
final class CacheKey extends NameKey {
  private static final int DNSSEC_OK = 2;
  private static final int CHECKING_DISABLED = 1;

  /// @param name in lower case, in wire form; not to be changed
  CacheKey(byte[] name, long tag, SipHash hashing) {
    super(name, tag, hashing);
  }

  /// @param scope its number, below 2^29
  static CacheKey of(Query query, int scope, SipHash hashing) {
    Question question = query.question();
    long tag =
        (long) scope << 34
            | (long) question.type() << 18
            | (long) question.dnsClass() << 2
            | (query.dnssecOk() ? DNSSEC_OK : 0)
            | (query.flags().checkingDisabled() ? CHECKING_DISABLED : 0);
    return new CacheKey(question.labels().bytes(), tag, hashing); // the bytes are never changed
  }

  /// Makes the name of a query a key that is equal to the one that [#of] makes.
  static NameProbe probe(PlainQuery query, int scope, SipHash hashing) {
    long tag =
        (long) scope << 34
            | (long) query.type() << 18
            | (long) DClass.IN << 2
            | (query.dnssecOk() ? DNSSEC_OK : 0)
            | (query.checkingDisabled() ? CHECKING_DISABLED : 0);
    query.name().key(tag, hashing);
    return query.name();
  }

  int scope() {
    return (int) (tag() >>> 34);
  }

  int type() {
    return (int) (tag() >>> 18) & 0xFFFF;
  }

  int dnsClass() {
    return (int) (tag() >>> 2) & 0xFFFF;
  }

  boolean dnssecOk() {
    return (tag() & DNSSEC_OK) != 0;
  }

  boolean checkingDisabled() {
    return (tag() & CHECKING_DISABLED) != 0;
  }

  /// Whether the name is the suffix or below it.
  ///
  /// @param suffix in lower case, in wire form
  boolean isWithin(byte[] suffix) {
    byte[] name = bytes();
    int from = 0;
    while (name.length - from > suffix.length) {
      from += 1 + name[from];
    }
    return Arrays.equals(name, from, name.length, suffix, 0, suffix.length);
  }

  /// Whether this is the name.
  ///
  /// @param other in lower case, in wire form
  boolean isOf(byte[] other) {
    return Arrays.equals(bytes(), other);
  }
}
