package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// The NSEC3 records of a zone in the order of their hashes (RFC 5155 §7.1), a ring: the last one
/// that is not behind a hash either has that hash, or covers it.
final class Nsec3Chain implements Denial {
  private static final int HASH = Proving.HASH;
  private static final int SHA_1 = 1;

  /// Characters in base32hex that are a hash.
  private static final int LABEL = 32;

  private final Parameters parameters;
  private final byte[] hashes; // one behind the other
  private final int[] nodes;
  private final int apexLabels;
  private final int apex; // most names that do not exist would be right below it
  private final int apexWildcard;

  private Nsec3Chain(Parameters parameters, byte[] hashes, int[] nodes, Zone zone) {
    this.parameters = parameters;
    this.hashes = hashes;
    this.nodes = nodes;
    this.apexLabels = zone.originDepth();
    var proving = new Proving();
    var origin = new NameProbe();
    origin.take(zone.originWire(), 0, zone.originWire().length);
    proving.hash(origin, apexLabels, false, parameters);
    this.apex = nodeOf(proving.hash);
    proving.hash(origin, apexLabels, true, parameters);
    this.apexWildcard = atOrBefore(proving.hash);
  }

  /// How names are hashed (RFC 5155 §3.1, §4.1).
  record Parameters(int iterations, byte[] salt) {

    /// From the rdata of NSEC3PARAM or NSEC3; null if the algorithm is unknown.
    static @Nullable Parameters at(byte[] bytes, int rdata) {
      if (bytes[rdata] != SHA_1) {
        return null;
      }
      int salt = rdata + 5;
      return new Parameters(
          Zone.getShort(bytes, rdata + 2),
          Arrays.copyOfRange(bytes, salt, salt + (bytes[salt - 1] & 0xFF)));
    }

    boolean isSameAs(@Nullable Parameters other) {
      return other != null && iterations == other.iterations && Arrays.equals(salt, other.salt);
    }
  }

  /// The chain that an NSEC3PARAM record of the zone speaks of: the first that has one, as there
  /// are several while salts change (RFC 5155 §10.4); null if there is none.
  static @Nullable Nsec3Chain of(Zone zone, int[] hashed) {
    int set = zone.setOf(Zone.APEX, Type.NSEC3PARAM);
    if (set < 0) {
      return null;
    }
    RecordSet all = zone.recordSet(zone.origin(), set);
    int record = all.offset();
    for (int i = 0; i < all.count(); i++) {
      Nsec3Chain chain = chain(zone, hashed, record + RecordSet.HEADER);
      if (chain != null) {
        return chain;
      }
      record = RecordSet.next(zone.data(), record);
    }
    return null;
  }

  /// A record with flags is to be passed over (RFC 5155 §4.1.2).
  private static @Nullable Nsec3Chain chain(Zone zone, int[] hashed, int rdata) {
    Parameters parameters = Parameters.at(zone.data(), rdata);
    return parameters == null || zone.data()[rdata + 1] != 0
        ? null
        : chain(zone, hashed, parameters);
  }

  private static @Nullable Nsec3Chain chain(Zone zone, int[] hashed, Parameters parameters) {
    List<Link> chain = new ArrayList<>();
    for (int node : hashed) {
      byte[] hash = zone.depthOf(node) == 1 ? hashIn(zone.data(), node + Zone.LABEL) : null;
      if (hash != null && parameters.isSameAs(parametersAt(zone, node))) {
        chain.add(new Link(hash, node));
      }
    }
    chain.sort(Comparator.comparing(Link::hash, Arrays::compareUnsigned));
    if (chain.isEmpty()) {
      return null;
    }
    var hashes = new byte[chain.size() * HASH];
    for (int i = 0; i < chain.size(); i++) {
      System.arraycopy(chain.get(i).hash(), 0, hashes, i * HASH, HASH);
    }
    return new Nsec3Chain(parameters, hashes, chain.stream().mapToInt(Link::node).toArray(), zone);
  }

  private record Link(byte[] hash, int node) {}

  private static @Nullable Parameters parametersAt(Zone zone, int node) {
    return Parameters.at(zone.data(), rdata(zone.setOf(node, Type.NSEC3)));
  }

  private static int rdata(int set) {
    return set + Zone.SET_HEADER + RecordSet.HEADER;
  }

  /// The hash that the label at an offset is, null if it is none.
  static byte @Nullable [] hashIn(byte[] data, int label) {
    if (data[label] != LABEL) {
      return null;
    }
    var hash = new byte[HASH];
    long bits = 0;
    int pending = 0;
    int at = 0;
    for (int i = 1; i <= LABEL; i++) {
      int digit = Character.digit(data[label + i], 32); // base32hex is 0 to 9, a to v
      if (digit < 0) {
        return null;
      }
      bits = bits << 5 | digit;
      pending += 5;
      if (pending >= 8) {
        pending -= 8;
        hash[at++] = (byte) (bits >>> pending);
      }
    }
    return hash;
  }

  @Override
  public void noData(NameProbe name, int labels, Proving proving) {
    int match = match(name, labels, proving);
    if (match >= 0) {
      proving.add(match);
    } else { // below an opt-out range (RFC 5155 §7.2.4, §7.2.7)
      closestEncloser(name, labels - 1, proving);
    }
  }

  @Override
  public void noName(NameProbe name, int encloser, Proving proving) {
    int provable = closestEncloser(name, encloser, proving);
    proving.add(provable == apexLabels ? apexWildcard : wildcardBelow(name, provable, proving));
  }

  private int wildcardBelow(NameProbe name, int labels, Proving proving) {
    proving.hash(name, labels, true, parameters);
    return atOrBefore(proving.hash);
  }

  @Override
  public void wildcard(NameProbe name, int encloser, Proving proving) {
    proving.hash(name, encloser + 1, false, parameters);
    proving.add(atOrBefore(proving.hash));
  }

  @Override
  public void wildcardNoData(NameProbe name, int encloser, Proving proving) {
    noName(name, encloser, proving);
  }

  /// Proves the closest encloser that has a hash in the chain, and that the next closer name does
  /// not exist (RFC 5155 §7.2.1); how many labels that encloser has.
  private int closestEncloser(NameProbe name, int encloser, Proving proving) {
    for (int labels = encloser; labels >= 0; labels--) {
      int match = match(name, labels, proving);
      if (match >= 0) {
        proving.add(match);
        proving.hash(name, labels + 1, false, parameters);
        proving.add(atOrBefore(proving.hash));
        return labels;
      }
    }
    return encloser; // not even the apex: the zone is broken, and nothing can be proved
  }

  /// The node whose hash is that of the name which the last `labels` labels make, or -1.
  private int match(NameProbe name, int labels, Proving proving) {
    if (labels == apexLabels) {
      return apex;
    }
    proving.hash(name, labels, false, parameters);
    return nodeOf(proving.hash);
  }

  /// The node with this hash, or -1.
  private int nodeOf(byte[] hash) {
    int before = lastAtOrBefore(hash);
    return before >= 0 && compare(before, hash) == 0 ? nodes[before] : -1;
  }

  private int atOrBefore(byte[] hash) {
    int before = lastAtOrBefore(hash);
    return nodes[before < 0 ? nodes.length - 1 : before]; // a ring
  }

  /// The last hash that is not behind another one, -1 if all are.
  private int lastAtOrBefore(byte[] hash) {
    int low = -1;
    int high = nodes.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (compare(middle, hash) <= 0) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  private int compare(int index, byte[] hash) {
    int from = index * HASH;
    return Arrays.compareUnsigned(hashes, from, from + HASH, hash, 0, HASH);
  }
}
