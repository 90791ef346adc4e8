package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.cairn.message.RecordSet;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The records that keys of SkyDNS stand for.
final class SkyRecords {
  private static final int IPV4 = 4;
  private static final int LONGEST_TEXT = 255;

  private final Name owner;
  private final int longestTtl;

  /// @param longestTtl seconds
  SkyRecords(Name owner, int longestTtl) {
    this.owner = owner;
    this.longestTtl = longestTtl;
  }

  @Nullable RecordSet addresses(int type, List<SkyKey> keys) {
    return set(type, keys, key -> isOf(type, key) ? key.address() : null);
  }

  private static boolean isOf(int type, SkyKey key) {
    byte[] address = key.address();
    return address != null && (address.length == IPV4) == (type == Type.A);
  }

  /// The first host that is a name, and not the owner itself.
  @Nullable RecordSet alias(List<SkyKey> keys) {
    return keys.stream()
        .filter(key -> key.host() != null && !key.host().equals(owner))
        .findFirst()
        .map(key -> set(Type.CNAME, List.of(key), one -> wire(one.host())))
        .orElse(null);
  }

  @Nullable RecordSet services(List<SkyKey> keys) {
    Map<Integer, Integer> sums = new HashMap<>();
    List<SkyKey> hosts = keys.stream().filter(key -> target(key) != null).toList();
    hosts.forEach(key -> sums.merge(key.priority(), key.weight(), Integer::sum));
    return set(
        Type.SRV,
        hosts,
        key -> {
          long sum = Objects.requireNonNull(sums.get(key.priority()));
          long weight = Math.max(1, key.weight() * 100L / sum);
          byte[] target = wire(target(key));
          return ByteBuffer.allocate(6 + target.length)
              .putShort((short) key.priority())
              .putShort((short) weight)
              .putShort((short) key.instance().port())
              .put(target)
              .array();
        });
  }

  @Nullable RecordSet mailServers(List<SkyKey> keys) {
    List<SkyKey> hosts =
        keys.stream().filter(key -> key.takesMail() && target(key) != null).toList();
    return set(
        Type.MX,
        hosts,
        key -> {
          byte[] target = wire(target(key));
          return ByteBuffer.allocate(2 + target.length)
              .putShort((short) key.priority())
              .put(target)
              .array();
        });
  }

  @Nullable RecordSet nameServers(List<SkyKey> keys) {
    return set(
        Type.NS,
        keys.stream().filter(key -> key.address() != null).toList(),
        key -> wire(key.own()));
  }

  @Nullable RecordSet pointers(List<SkyKey> keys) {
    return set(Type.PTR, keys, key -> key.host() == null ? null : wire(key.host()));
  }

  @Nullable RecordSet texts(List<SkyKey> keys) {
    return set(Type.TXT, keys, key -> key.text().isEmpty() ? null : text(key.text()));
  }

  private static byte[] text(String text) {
    byte[] octets = text.getBytes(UTF_8);
    int parts = (octets.length + LONGEST_TEXT - 1) / LONGEST_TEXT;
    var rdata = ByteBuffer.allocate(octets.length + parts);
    for (int at = 0; at < octets.length; at += LONGEST_TEXT) {
      int length = Math.min(LONGEST_TEXT, octets.length - at);
      rdata.put((byte) length).put(octets, at, length);
    }
    return rdata.array();
  }

  /// The addresses of the keys' own names, for whoever goes there next.
  List<RecordSet> along(List<SkyKey> keys) {
    Map<Name, List<SkyKey>> byTarget = new LinkedHashMap<>();
    keys.stream()
        .filter(key -> key.address() != null)
        .forEach(key -> byTarget.computeIfAbsent(key.own(), _ -> new ArrayList<>()).add(key));
    List<RecordSet> sets = new ArrayList<>();
    byTarget.forEach((target, some) -> {
      var records = new SkyRecords(target, longestTtl);
      for (int type : new int[] {Type.A, Type.AAAA}) {
        RecordSet addresses = records.addresses(type, some);
        if (addresses != null) {
          sets.add(addresses);
        }
      }
    });
    return sets;
  }

  private static @Nullable Name target(SkyKey key) {
    return key.address() != null ? key.own() : key.host();
  }

  private static byte[] wire(@Nullable Name name) {
    return name == null ? new byte[] {0} : name.toWire();
  }

  /// The set of all that the function makes, each once; null if that is nothing.
  private @Nullable RecordSet set(
      int type, List<SkyKey> keys, Function<SkyKey, byte @Nullable []> rdata) {
    Map<ByteBuffer, byte[]> all = new LinkedHashMap<>();
    int ttl = longestTtl;
    for (SkyKey key : keys) {
      byte[] one = rdata.apply(key);
      if (one != null) {
        all.putIfAbsent(ByteBuffer.wrap(one), one);
        ttl = Math.min(ttl, key.ttl());
      }
    }
    return all.isEmpty() ? null : RecordSet.of(owner, type, ttl, List.copyOf(all.values()));
  }
}
