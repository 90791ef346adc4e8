package dev.cairn.registry;

import dev.cairn.message.RecordSet;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Records of one type of a service, packed, of which answers are drawn. Immutable.
///
/// ```
/// bytes   header 10 │ rdata ║ header 10 │ rdata ║ …          as RecordSet has them
/// starts  where each record begins; null if all are of one size
/// ```
///
/// @param size how many records there are
/// @param along what goes with the records as additional data; null if nothing does
/// @param weights of each record, if they decide which comes first
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record Pool(
    byte[] bytes,
    int size,
    int @Nullable [] starts,
    @Nullable Along along,
    int @Nullable [] weights,
    Extent extent) {
  static final Pool EMPTY = new Pool(new byte[0], 0, null, null, null, Extent.WHOLE);

  private static final int[] FIRST = {0};
  private static final RecordSet[] NOTHING = {};

  /// What goes along with each record.
  @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
  record Along(RecordSet[][] sets, Sharing sharing) {}

  /// Whether the same set goes along with several records.
  enum Sharing {
    NONE,
    SOME
  }

  /// Whether there are more than in the pool.
  enum Extent {
    WHOLE,
    /// Some of very many, drawn for one answer.
    PART
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// Where a record begins.
  int start(int record) {
    return starts == null ? record * (bytes.length / size) : starts[record];
  }

  /// Octets of a record, its owner compressed.
  int octets(int record) {
    int start = start(record);
    return 2 + RecordSet.next(bytes, start) - start;
  }

  /// Octets of all records, their owners compressed.
  int octets() {
    return 2 * size + bytes.length;
  }

  /// So many records under a name as one set, in an order that was drawn.
  RecordSet records(Name owner, int[] order, int count) {
    if (size == 1) {
      return RecordSet.view(owner, bytes, 0, 1);
    }
    var drawn = new byte[count == size ? bytes.length : count * (octets(0) - 2)];
    int to = 0;
    for (int i = 0; i < count; i++) {
      int start = start(order[i]);
      int length = RecordSet.next(bytes, start) - start;
      System.arraycopy(bytes, start, drawn, to, length);
      to += length;
    }
    return RecordSet.view(owner, drawn, 0, count);
  }

  /// A record under a name.
  RecordSet record(Name owner, int record) {
    return RecordSet.view(owner, bytes, start(record), 1);
  }

  boolean sharesAlong() {
    return along != null && along.sharing == Sharing.SOME;
  }

  /// What goes along with a record.
  RecordSet[] along(int record) {
    return along == null ? NOTHING : along.sets[record];
  }

  /// The numbers of `count` records, each subset and each order as likely as the others, or as the
  /// weights have it; what stands behind them is of no meaning.
  int[] draw(int count, RandomGenerator chance) {
    if (size == 1) {
      return FIRST;
    }
    if (weights != null) {
      return byWeight(weights, chance);
    }
    var order = new int[size];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    for (int i = 0; i < Math.min(count, order.length - 1); i++) {
      int other = i + chance.nextInt(order.length - i);
      int drawn = order[other];
      order[other] = order[i];
      order[i] = drawn;
    }
    return order;
  }

  /// Each record comes first as often as its share of the weights says, and so on with the rest: in
  /// the order of waiting times at rates that are the weights. A weight of 0 comes behind all
  /// others.
  private static int[] byWeight(int[] weights, RandomGenerator chance) {
    var keys = new long[weights.length]; // a positive float sorts as its bits do
    for (int i = 0; i < keys.length; i++) {
      double time = -Math.log(1 - chance.nextDouble()); // of (0, 1]
      float key = weights[i] == 0 ? Float.MAX_VALUE : (float) (time / weights[i]);
      keys[i] = (long) Float.floatToIntBits(key) << 32 | i;
    }
    Arrays.sort(keys);
    var order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }
}
