package dev.cairn.message;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Records of one owner, type, class and TTL: an RRset (RFC 2181 §5), as a view of packed bytes.
///
/// ```
/// bytes … offset → │ type 2 │ class 2 │ TTL 4 │ length 2 │ rdata │ … `count` times, names in the rdata uncompressed
/// ```
///
/// The bytes belong to a zone or to a message and are never changed. All records have the TTL of
/// this set, whatever their bytes say.
public final class RecordSet {
  /// Octets in front of each record's rdata.
  public static final int HEADER = 10;

  private static final int LONGEST_LABEL = 63;

  private final Name owner;
  private final int type;
  private final int ttl;
  private final byte[] bytes;
  private final int offset;
  private final int count;

  private RecordSet(Name owner, int type, int ttl, byte[] bytes, int offset, int count) {
    this.owner = owner;
    this.type = type;
    this.ttl = ttl;
    this.bytes = bytes;
    this.offset = offset;
    this.count = count;
  }

  /// A view of `count` ≥ 1 records from `offset` on, with the TTL of the first.
  public static RecordSet view(Name owner, byte[] bytes, int offset, int count) {
    return new RecordSet(
        owner, unsigned16(bytes, offset), ttlAt(bytes, offset), bytes, offset, count);
  }

  /// Records of class IN from their rdata, of which there is at least one.
  public static RecordSet of(Name owner, int type, int ttl, List<byte[]> rdata) {
    return of(owner, new Question(owner, type, DClass.IN), ttl, rdata);
  }

  /// Records with the type and the class of a question.
  public static RecordSet of(Name owner, Question question, int ttl, List<byte[]> rdata) {
    int length = 0;
    for (byte[] r : rdata) {
      length += HEADER + r.length;
    }
    var bytes = new byte[length];
    int at = 0;
    for (byte[] r : rdata) {
      put16(bytes, at, question.type());
      put16(bytes, at + 2, question.dnsClass());
      put16(bytes, at + 4, ttl >>> 16);
      put16(bytes, at + 6, ttl);
      put16(bytes, at + 8, r.length);
      System.arraycopy(r, 0, bytes, at + HEADER, r.length);
      at += HEADER + r.length;
    }
    return new RecordSet(owner, question.type(), ttl, bytes, 0, rdata.size());
  }

  public Name owner() {
    return owner;
  }

  public int type() {
    return type;
  }

  /// Seconds, 0 to 2^31 − 1.
  public int ttl() {
    return ttl;
  }

  /// How many records, at least 1.
  public int count() {
    return count;
  }

  public byte[] bytes() {
    return bytes;
  }

  /// Where the first record's header begins in `bytes`.
  public int offset() {
    return offset;
  }

  /// Octets of all records together.
  public int length() {
    int at = offset;
    for (int i = 0; i < count; i++) {
      at = next(bytes, at);
    }
    return at - offset;
  }

  /// Where the record behind the one at `at` begins.
  public static int next(byte[] bytes, int at) {
    return at + HEADER + unsigned16(bytes, at + 8);
  }

  /// The same records, each for itself.
  public List<RecordSet> singles() {
    var all = new ArrayList<RecordSet>(count);
    int at = offset;
    for (int i = 0; i < count; i++) {
      all.add(new RecordSet(owner, type, ttl, bytes, at, 1));
      at = next(bytes, at);
    }
    return all;
  }

  /// The same records under another name, as a wildcard gives them (RFC 4592 §3.3.1).
  public RecordSet withOwner(Name other) {
    return new RecordSet(other, type, ttl, bytes, offset, count);
  }

  /// The same records with another TTL, in seconds.
  public RecordSet withTtl(int seconds) {
    return seconds == ttl ? this : new RecordSet(owner, type, seconds, bytes, offset, count);
  }

  /// The same sets, each with the TTL that the function makes of its own.
  public static List<RecordSet> withTtls(List<RecordSet> sets, UnaryOperator<Integer> ttl) {
    return sets.stream().map(set -> set.withTtl(ttl.apply(set.ttl))).toList();
  }

  /// The MINIMUM field of an SOA record, in seconds: the last four octets of the rdata, without
  /// sign (RFC 1035 §3.3.13). Of what has fewer octets of rdata it says nothing.
  public long minimumField() {
    int end = next(bytes, offset);
    long minimum = 0;
    for (int at = end - 4; at < end; at++) {
      minimum = (minimum << 8) | (bytes[at] & 0xFF);
    }
    return minimum;
  }

  /// The name that stands in the first record's rdata behind `skip` octets.
  public Name nameInRdata(int skip) {
    return nameAt(bytes, offset + HEADER + skip);
  }

  /// The uncompressed name that begins at `at`.
  public static Name nameAt(byte[] bytes, int at) {
    int end = at;
    while (bytes[end] != 0) {
      if (bytes[end] < 0 || bytes[end] > LONGEST_LABEL) {
        throw new IllegalArgumentException("not an uncompressed name");
      }
      end += 1 + bytes[end];
    }
    try {
      return new Name(Arrays.copyOfRange(bytes, at, end + 1));
    } catch (IOException e) {
      throw new IllegalArgumentException("not an uncompressed name", e);
    }
  }

  /// Whether another set is of the same name and shows the same bytes.
  @SuppressWarnings("ReferenceEquality") // of the arrays, not of what is in them
  public boolean isSameViewAs(RecordSet other) {
    return bytes == other.bytes && offset == other.offset && owner.equals(other.owner);
  }

  /// Each record's rdata, copied.
  public List<byte[]> rdata() {
    var all = new ArrayList<byte[]>(count);
    int at = offset;
    for (int i = 0; i < count; i++) {
      int end = next(bytes, at);
      all.add(Arrays.copyOfRange(bytes, at + HEADER, end));
      at = end;
    }
    return all;
  }

  @Override
  public String toString() {
    return owner + " " + ttl + " " + Type.string(type) + " ×" + count;
  }

  static int ttlAt(byte[] bytes, int record) {
    return unsigned16(bytes, record + 4) << 16 | unsigned16(bytes, record + 6);
  }

  static int unsigned16(byte[] bytes, int at) {
    return (bytes[at] & 0xFF) << 8 | bytes[at + 1] & 0xFF;
  }

  private static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }
}
