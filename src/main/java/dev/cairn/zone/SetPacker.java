package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/// Writes the record sets of one node after the other from a [ZoneBuilder]'s log into the packed
/// zone: duplicates dropped, one TTL a set, and complaints about what cannot stand together.
final class SetPacker {
  private static final int MANY = 16;

  /// Iterations of an NSEC3 hash beyond which a zone is not taken (RFC 9276 §3.2).
  private static final int MOST_ITERATIONS = 150;

  private final byte[] log;
  private final byte[] data;
  private final ZoneBuilder.Complaints complaints;
  int at; // where the next octet goes
  int sets; // of the node
  int kept; // records of all nodes so far
  boolean hasNs;
  boolean hasDname;

  /// @param log of the builder, to read from
  /// @param data of the zone, to write to
  SetPacker(byte[] log, byte[] data, ZoneBuilder.Complaints complaints) {
    this.log = log;
    this.data = data;
    this.complaints = complaints;
  }

  /// Packs one node.
  ///
  /// @param chain its records, as [ZoneBuilder#setKey] and offset, in order
  /// @param count how many there are
  /// @param to where its sets go
  void pack(long[] chain, int count, int to) {
    at = to;
    sets = 0;
    hasNs = false;
    hasDname = false;
    int from = 0;
    int cname = ZoneBuilder.NONE;
    int other = ZoneBuilder.NONE;
    while (from < count) {
      int type = ZoneBuilder.typeIn(chain[from]);
      int end = from + 1;
      while (end < count && ZoneBuilder.setKeyIn(chain[end]) == ZoneBuilder.setKeyIn(chain[from])) {
        end++;
      }
      int distinct = packSet(type, chain, from, end);
      if (distinct > 1 && (type == Type.SOA || type == Type.CNAME || type == Type.DNAME)) {
        complain(
            Rule.SECOND_RECORD,
            chain[end - 1],
            "a second " + Type.string(type) + " record with other data, a name can have one only");
      }
      cname = type == Type.CNAME ? from : cname;
      other = type == Type.CNAME || mayStandBesideCname(type) ? other : from;
      if (type == Type.NSEC3PARAM || type == Type.NSEC3) {
        for (int i = from; i < end; i++) {
          judgeIterations(type, chain[i]);
        }
      }
      hasNs |= type == Type.NS;
      hasDname |= type == Type.DNAME;
      from = end;
    }
    if (cname != ZoneBuilder.NONE && other != ZoneBuilder.NONE) {
      complain(
          Rule.CNAME_AND_OTHER_DATA,
          chain[cname],
          "CNAME beside "
              + Type.string(ZoneBuilder.typeIn(chain[other]))
              + " data, a name with CNAME can have no other (RFC 1034 §3.6.2)");
    }
  }

  /// Each iteration costs us and every validator, and protects nobody (RFC 9276 §3.1, §3.2).
  private void judgeIterations(int type, long entry) {
    int iterations = Zone.getShort(log, ZoneBuilder.recordIn(entry) + ZoneBuilder.RDATA + 2);
    if (iterations > MOST_ITERATIONS) {
      complain(
          Rule.TOO_MANY_ITERATIONS,
          entry,
          "%s with %d iterations, at most %d are served and 0 are right (RFC 9276 §3.2)"
              .formatted(Type.string(type), iterations, MOST_ITERATIONS));
    } else if (iterations > 0 && type == Type.NSEC3PARAM) {
      complain(
          Rule.NSEC3_ITERATIONS,
          entry,
          "NSEC3PARAM with %d iterations, 0 are right (RFC 9276 §3.1)".formatted(iterations));
    }
  }

  /// How many different records the set has.
  private int packSet(int type, long[] chain, int from, int to) {
    int header = at;
    int ttl = Integer.MAX_VALUE;
    for (int i = from; i < to; i++) {
      ttl = Math.min(ttl, Zone.getInt(log, ZoneBuilder.recordIn(chain[i]) + ZoneBuilder.TTL));
    }
    int count = 0;
    at += Zone.SET_HEADER;
    Set<Rdata> seen = to - from > MANY ? new HashSet<>() : Set.of();
    for (int i = from; i < to; i++) {
      int record = ZoneBuilder.recordIn(chain[i]);
      if (to - from > MANY ? seen.add(rdata(type, record)) : isFirst(type, chain, from, i)) {
        append(record, type, ttl);
        count++;
      }
    }
    Zone.putShort(data, header, type);
    Zone.putShort(data, header + 2, count);
    Zone.putInt(data, header + 4, at - header - Zone.SET_HEADER);
    sets++;
    kept += count;
    if (count > 0xFFFF) {
      complain(
          Rule.TOO_LARGE,
          chain[from],
          count + " records of one name and type, at most 65,535 can be served");
    }
    return count;
  }

  private boolean isFirst(int type, long[] chain, int from, int i) {
    for (int earlier = from; earlier < i; earlier++) {
      if (rdata(type, ZoneBuilder.recordIn(chain[earlier]))
          .equals(rdata(type, ZoneBuilder.recordIn(chain[i])))) {
        return false;
      }
    }
    return true;
  }

  private Rdata rdata(int type, int record) {
    return new Rdata(
        log,
        record + ZoneBuilder.RDATA,
        Zone.getShort(log, record + ZoneBuilder.LENGTH),
        nameIn(type));
  }

  /// Behind how many octets rdata is a name and nothing else, which is the same in any case of its
  /// letters.
  private static int nameIn(int type) {
    return switch (type) {
      case Type.NS, Type.CNAME, Type.PTR, Type.DNAME, Type.MB, Type.MG, Type.MR -> 0;
      case Type.MX, Type.AFSDB, Type.KX, Type.RT -> 2;
      case Type.SRV -> 6;
      default -> Integer.MAX_VALUE; // a number, not an outcome
    };
  }

  private void append(int record, int type, int ttl) {
    int length = Zone.getShort(log, record + ZoneBuilder.LENGTH);
    Zone.putShort(data, at, type);
    Zone.putShort(data, at + 2, DClass.IN);
    Zone.putInt(data, at + 4, ttl);
    Zone.putShort(data, at + 8, length);
    System.arraycopy(log, record + ZoneBuilder.RDATA, data, at + RecordSet.HEADER, length);
    at += RecordSet.HEADER + length;
  }

  private void complain(Rule rule, long entry, String message) {
    int at = ZoneBuilder.recordIn(entry);
    complaints.about(
        rule,
        new ZoneBuilder.Place(
            Zone.getShort(log, at + ZoneBuilder.FILE), Zone.getInt(log, at + ZoneBuilder.LINE)),
        message);
  }

  /// DNSSEC's own records may (RFC 2181 §10.1, RFC 4034 §3 and §4).
  private static boolean mayStandBesideCname(int type) {
    return type == Type.RRSIG
        || type == Type.NSEC
        || type == Type.SIG
        || type == Type.NXT
        || type == Type.KEY;
  }

  /// One record's data; from `name` on the case of letters does not count.
  private record Rdata(byte[] log, int at, int length, int name) {
    @Override
    public boolean equals(@Nullable Object other) {
      if (!(other instanceof Rdata o) || o.length != length) {
        return false;
      }
      for (int i = 0; i < length; i++) {
        if (octet(i) != o.octet(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      int hash = 1;
      for (int i = 0; i < length; i++) {
        hash = 31 * hash + octet(i);
      }
      return hash;
    }

    private byte octet(int i) {
      return i < name ? log[at + i] : Labels.lower(log[at + i]);
    }
  }
}
