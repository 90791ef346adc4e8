package dev.cairn.registry;

import dev.cairn.message.RecordSet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// A [Pool] while it grows: no record twice.
final class Packing {
  private final Packer packer;
  private final int type;
  private final int ttl;
  private final Map<String, Integer> known = new HashMap<>();
  private final List<byte[]> rdata = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private int[] weights = new int[4];

  /// @param ttl seconds
  Packing(Packer packer, int type, int ttl) {
    this.packer = packer;
    this.type = type;
    this.ttl = ttl;
  }

  int size() {
    return rdata.size();
  }

  /// Takes in what a member gives, if it gives anything that is not there yet.
  void add(Member member) {
    if (type == Type.TXT) {
      Texts.of(member.instance().traits().meta()).forEach(text -> add(member, text));
      return;
    }
    byte[] record = packer.rdata(member, type);
    if (record != null) {
      add(member, record);
    }
  }

  private void add(Member member, byte[] record) {
    // services differ by port and target, not by priority and weight
    int from = type == Type.SRV ? 4 : 0;
    var key = new String(record, from, record.length - from, StandardCharsets.ISO_8859_1);
    Integer place = known.putIfAbsent(key, rdata.size());
    if (place == null) {
      rdata.add(record);
      members.add(member);
      weights = rdata.size() > weights.length ? Arrays.copyOf(weights, 2 * rdata.size()) : weights;
    }
    weights[place == null ? rdata.size() - 1 : place] += Packer.weight(member);
  }

  Pool pool(Pool.Extent extent) {
    if (rdata.isEmpty()) {
      return Pool.EMPTY;
    }
    var starts = new int[rdata.size()];
    var bytes = new byte[rdata.stream().mapToInt(r -> RecordSet.HEADER + r.length).sum()];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = at;
      at = put(bytes, at, rdata.get(i));
    }
    return new Pool(
        bytes,
        starts.length,
        areOfOneSize() ? null : starts,
        type == Type.SRV ? along(bytes, starts) : null,
        packer.isWeighted() ? Arrays.copyOf(weights, starts.length) : null,
        extent);
  }

  private boolean areOfOneSize() {
    for (byte[] record : rdata) {
      if (record.length != rdata.getFirst().length) {
        return false;
      }
    }
    return true;
  }

  private int put(byte[] bytes, int at, byte[] record) {
    Packer.put16(bytes, at, type);
    Packer.put16(bytes, at + 2, DClass.IN);
    Packer.put16(bytes, at + 4, ttl >>> 16);
    Packer.put16(bytes, at + 6, ttl);
    Packer.put16(bytes, at + 8, record.length);
    System.arraycopy(record, 0, bytes, at + RecordSet.HEADER, record.length);
    return at + RecordSet.HEADER + record.length;
  }

  /// Records that lead to the same target share its address, those of one node its texts.
  private Pool.Along along(byte[] bytes, int[] starts) {
    var along = new RecordSet[starts.length][];
    Map<Name, @Nullable RecordSet> addresses = new HashMap<>();
    Map<String, @Nullable RecordSet> texts = new HashMap<>();
    for (int i = 0; i < starts.length; i++) {
      Member member = members.get(i);
      Name target = RecordSet.nameAt(bytes, starts[i] + RecordSet.HEADER + 6);
      along[i] =
          Stream.of(
                  addresses.computeIfAbsent(target, _ -> Packer.address(member, target, ttl)),
                  texts.computeIfAbsent(
                      member.instance().key().node(), _ -> packer.texts(member.node())))
              .filter(Objects::nonNull)
              .toArray(RecordSet[]::new);
    }
    int sets = Stream.of(along).mapToInt(one -> one.length).sum();
    boolean isShared = addresses.size() + texts.size() < sets;
    return new Pool.Along(along, isShared ? Pool.Sharing.SOME : Pool.Sharing.NONE);
  }
}
