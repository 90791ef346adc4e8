package dev.cairn.registry;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Cut;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;

/// An answer under way: records are drawn from pools for as long as there is room.
///
/// If all fit, all are there, and as much of what goes along as the rest of the message holds.
/// Otherwise those that are there have with them what goes along, and TC says that there are more.
final class Filling {
  /// Octets of the domain's part of the first owner in the additional section; others point there.
  private static final int SUFFIX = 32;

  private final Name owner;
  private final RandomGenerator chance;
  private final int longestTtl;
  private final int mostUdp;
  private final int reserved;
  private final List<RecordSet> records = new ArrayList<>(2);
  private final List<RecordSet> additional = new ArrayList<>(0);
  private int left;
  private boolean isCut;

  /// @param longestTtl seconds
  Filling(Name owner, Room room, int longestTtl, RandomGenerator chance) {
    this.owner = owner;
    this.chance = chance;
    this.longestTtl = longestTtl;
    this.left = room.octets();
    this.reserved = room.reserved();
    this.mostUdp = room.mostUdp();
  }

  /// Records of a type with what goes along with them.
  ///
  /// @param limit how many are wanted at most
  void add(Pool pool, int limit) {
    int there = pool.extent() == Pool.Extent.PART ? Integer.MAX_VALUE : pool.size();
    int wanted = Math.min(there, limit);
    int count = Math.min(pool.size(), wanted);
    boolean isWhole = count == wanted && count <= mostUdp;
    if (count == 0) {
      return;
    }
    if (isWhole && octets(pool, count) <= left) {
      addAll(pool, count);
    } else {
      isCut = true;
      addSome(pool, Math.min(count, mostUdp));
    }
  }

  /// As one set; or if options may make it too large, as sets that can be left out one by one.
  private void addAll(Pool pool, int count) {
    int[] order = pool.draw(count, chance);
    left -= octets(pool, count);
    if (left >= reserved) {
      records.add(bounded(pool.records(owner, order, count)));
    }
    for (int i = 0; i < count; i++) {
      if (left < reserved) {
        records.add(bounded(pool.record(owner, order[i])));
      }
      takeAlong(pool, order[i]);
    }
  }

  /// Octets of so many records; where not all are wanted, they are of one size.
  private static int octets(Pool pool, int count) {
    return count == pool.size() ? pool.octets() : count * pool.octets(0);
  }

  private void addSome(Pool pool, int most) {
    int room = left - reserved - (pool.along() == null ? 0 : SUFFIX);
    int[] order = pool.draw(most, chance);
    for (int i = 0; i < most; i++) {
      room -= pool.octets(order[i]) + octetsAlong(pool, order[i]);
      if (room < 0) {
        break;
      }
      records.add(bounded(pool.record(owner, order[i])));
      takeAlong(pool, order[i]);
    }
    left = 0;
  }

  private void takeAlong(Pool pool, int record) {
    for (RecordSet set : pool.along(record)) {
      if (!pool.sharesAlong() || !isThere(set)) {
        additional.add(bounded(set));
      }
    }
  }

  /// Whether a set is there already: records that lead to the same target share it.
  private boolean isThere(RecordSet set) {
    for (RecordSet known : additional) {
      if (known.isSameViewAs(set)) {
        return true;
      }
    }
    return false;
  }

  private static int octetsAlong(Pool pool, int record) {
    int octets = 0;
    for (RecordSet set : pool.along(record)) {
      int label = 1 + set.owner().getLabel(0)[0];
      octets += label + 2 + set.length() + 2 * (set.count() - 1);
    }
    return octets;
  }

  private RecordSet bounded(RecordSet set) {
    return set.withTtl(Math.min(set.ttl(), longestTtl));
  }

  /// Records of a type that go along, a few at most.
  void addAlong(Pool pool, int most) {
    int count = Math.min(pool.size(), most);
    int[] order = pool.draw(count, chance);
    for (int i = 0; i < count; i++) {
      additional.add(bounded(pool.record(owner, order[i])));
    }
  }

  boolean isEmpty() {
    return records.isEmpty() && !isCut;
  }

  Outcome outcome() {
    var answer = new Answer(List.of(), records, List.of(), additional, Standing.AUTHORITATIVE);
    return isCut ? new Cut(answer) : answer;
  }
}
