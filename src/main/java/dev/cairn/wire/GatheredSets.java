package dev.cairn.wire;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// The records of one section of a message while they are put together as sets, which keep the
/// order of their first records. Most sections have one set or two: those are looked through; of
/// more, there is a map.
final class GatheredSets {
  private static final int FEW = 8;

  private final List<Gathered> sets = new ArrayList<>(2);
  private @Nullable Map<SetKey, Gathered> index;

  /// The set of an owner and a type, which may be empty yet.
  Gathered of(Name owner, int type) {
    Gathered known = find(owner, type);
    if (known != null) {
      return known;
    }
    var fresh = new Gathered(owner, type);
    sets.add(fresh);
    if (index != null) {
      index.put(fresh.key(), fresh);
    } else if (sets.size() > FEW) {
      Map<SetKey, Gathered> all = new HashMap<>();
      sets.forEach(set -> all.put(set.key(), set));
      index = all;
    }
    return fresh;
  }

  private @Nullable Gathered find(Name owner, int type) {
    Map<SetKey, Gathered> known = index;
    if (known != null) {
      return known.get(new SetKey(owner, type));
    }
    for (Gathered set : sets) {
      if (set.type == type && set.owner.equals(owner)) {
        return set;
      }
    }
    return null;
  }

  /// The sets, with the class of a question.
  List<RecordSet> toSets(Question question) {
    List<RecordSet> all = new ArrayList<>(sets.size());
    for (Gathered set : sets) {
      all.add(set.toSet(question.dnsClass()));
    }
    return all;
  }

  /// Ordered, so that an upstream that chooses names of equal hashes does not make the map slow.
  private record SetKey(Name owner, int type) implements Comparable<SetKey> {
    @Override
    public int compareTo(SetKey other) {
      int byOwner = owner.compareTo(other.owner);
      return byOwner != 0 ? byOwner : Integer.compare(type, other.type);
    }
  }

  /// The records of one set so far.
  static final class Gathered {
    private final Name owner;
    private final int type;
    private final List<byte[]> rdata = new ArrayList<>(2);
    private int ttl = Integer.MAX_VALUE;

    private Gathered(Name owner, int type) {
      this.owner = owner;
      this.type = type;
    }

    private SetKey key() {
      return new SetKey(owner, type);
    }

    void add(int otherTtl, byte[] octets) {
      ttl = Math.min(ttl, otherTtl); // one TTL a set (RFC 2181 §5.2)
      rdata.add(octets);
    }

    private RecordSet toSet(int dnsClass) {
      return RecordSet.of(owner, new Question(owner, type, dnsClass), ttl, rdata);
    }
  }
}
