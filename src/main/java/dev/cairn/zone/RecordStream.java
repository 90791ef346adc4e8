package dev.cairn.zone;

import dev.cairn.zone.ZoneBuilder.Place;
import dev.cairn.zone.ZoneBuilder.TooLarge;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.xbill.DNS.Name;

/// Carries records from the thread that reads them to a [ZoneBuilder], by the batch: while one
/// batch is gathered, the one before is sorted in on another processor. A zone of one batch needs
/// no other thread.
///
/// ```
/// batch    owner length 1, owner │ record as ZoneBuilder's log has it │ …      owner length 0: the one before
/// ```
final class RecordStream {
  /// What [#owner] says of a name.
  enum Whose {
    APEX,
    BELOW,
    OUTSIDE
  }

  private static final int BATCH = 1 << 19;
  private static final int SMALLEST = 512;

  private final ZoneBuilder builder;
  private final Executor executor;
  private final int originLength;
  private final byte[] owner = new byte[NameText.LONGEST_NAME];
  private int ownerLength;
  private boolean isOwnerNew;
  private byte[] batch;
  private int end;
  private int node; // of the thread that sorts in
  private CompletableFuture<byte[]> sortedIn = CompletableFuture.completedFuture(new byte[0]);

  RecordStream(ZoneBuilder builder, Name origin, Executor executor) {
    this.builder = builder;
    this.executor = executor;
    this.originLength = origin.length();
    this.batch = new byte[SMALLEST];
  }

  /// From now on records belong to this uncompressed name.
  Whose owner(byte[] wire, int length) {
    System.arraycopy(wire, 0, owner, 0, length);
    ownerLength = length;
    isOwnerNew = true;
    int at = 0;
    while (length - at > originLength && wire[at] != 0) {
      at += 1 + wire[at];
    }
    if (!builder.isOrigin(wire, at, length)) {
      return Whose.OUTSIDE;
    }
    return at == 0 ? Whose.APEX : Whose.BELOW;
  }

  /// The name that records belong to now, empty at first.
  byte[] owner() {
    return Arrays.copyOf(owner, ownerLength);
  }

  /// One more record of the owner.
  ///
  /// @param rdata at most 65,535 octets, names in it uncompressed
  void add(int type, int ttl, byte[] rdata, Place place) throws TooLarge {
    int length = isOwnerNew ? ownerLength : 0;
    int record = end + 1 + length;
    int next = record + ZoneBuilder.RDATA + rdata.length;
    if (next > batch.length) {
      batch = Arrays.copyOf(batch, Math.max(next, batch.length * 2));
    }
    batch[end] = (byte) length;
    System.arraycopy(owner, 0, batch, end + 1, length);
    ZoneBuilder.write(batch, record, type, ttl, rdata, place);
    end = next;
    isOwnerNew = false;
    if (end >= BATCH) {
      handOver();
    }
  }

  /// Waits until all records are with the builder.
  void finish() throws TooLarge {
    sortedIn();
    sortIn(batch, end);
    end = 0;
  }

  private void handOver() throws TooLarge {
    byte[] full = batch;
    int length = end;
    byte[] free = sortedIn();
    sortedIn =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                sortIn(full, length);
                return full;
              } catch (TooLarge e) {
                throw new CompletionException(e);
              }
            },
            executor);
    batch = free.length == 0 ? new byte[full.length] : free;
    end = 0;
  }

  /// The room of the batch before, when that is done with.
  private byte[] sortedIn() throws TooLarge {
    try {
      return sortedIn.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof TooLarge tooLarge) {
        throw tooLarge;
      }
      throw e;
    }
  }

  private void sortIn(byte[] records, int length) throws TooLarge {
    int at = 0;
    while (at < length) {
      int name = at + 1;
      int record = name + (records[at] & 0xFF);
      if (record > name) {
        node = builder.node(records, name, record);
      }
      at = builder.add(node, records, record);
    }
  }
}
