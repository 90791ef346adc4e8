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
  private static final int SCOPE = 34;
  private static final long WITHOUT_SCOPE = (1L << SCOPE) - 1;
  private static final long TYPE = 0xFFFFL << 18;
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
        (long) scope << SCOPE
            | (long) question.type() << 18
            | (long) question.dnsClass() << 2
            | (query.dnssecOk() ? DNSSEC_OK : 0)
            | (query.flags().checkingDisabled() ? CHECKING_DISABLED : 0);
    return new CacheKey(question.labels().bytes(), tag, hashing); // the bytes are never changed
  }

  /// Makes the name of a query a key that is equal to the one that [#of] makes.
  static NameProbe probe(PlainQuery query, int scope, SipHash hashing) {
    long tag =
        (long) scope << SCOPE
            | (long) query.type() << 18
            | (long) DClass.IN << 2
            | (query.dnssecOk() ? DNSSEC_OK : 0)
            | (query.checkingDisabled() ? CHECKING_DISABLED : 0);
    query.name().key(tag, hashing);
    return query.name();
  }

  /// A key from its parts.
  ///
  /// @param rest see [#withoutScope]
  static CacheKey of(byte[] name, int scope, long rest, SipHash hashing) {
    return new CacheKey(name, (long) scope << SCOPE | rest & WITHOUT_SCOPE, hashing);
  }

  /// The same name with the same bits, whatever the type: what an NXDOMAIN speaks of. Where there
  /// is a probe, that one is changed.
  static NameKey ofAnyType(NameKey key, SipHash hashing) {
    if (key instanceof NameProbe probe) {
      probe.key(probe.tag() & ~TYPE, hashing);
      return probe;
    }
    return new CacheKey(key.bytes(), key.tag() & ~TYPE, hashing);
  }

  CacheKey ofAnyType(SipHash hashing) {
    return new CacheKey(bytes(), tag() & ~TYPE, hashing);
  }

  /// The same for the ancestor that begins at an octet of the name.
  CacheKey ofAnyTypeAbove(int from, SipHash hashing) {
    byte[] ancestor = Arrays.copyOfRange(bytes(), from, bytes().length);
    return new CacheKey(ancestor, tag() & ~TYPE, hashing);
  }

  boolean isOfAnyType() {
    return type() == 0;
  }

  /// All of the tag but the scope's number, which is another in each process.
  long withoutScope() {
    return tag() & WITHOUT_SCOPE;
  }

  int scope() {
    return (int) (tag() >>> SCOPE);
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
