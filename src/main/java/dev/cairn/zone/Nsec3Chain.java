package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// The NSEC3 records of a zone in the order of their hashes (RFC 5155 §7.1), a ring: the last one
/// that is not behind a hash either has that hash, or covers it.
final class Nsec3Chain implements Denial {
  /// Octets of a SHA-1 hash, the only kind that there is (RFC 5155 §11).
  private static final int HASH = 20;

  private static final int SHA_1 = 1;

  /// Characters in base32hex that are a hash.
  private static final int LABEL = 32;

  private final Parameters parameters;
  private final byte[][] hashes;
  private final int[] nodes;

  private Nsec3Chain(Parameters parameters, byte[][] hashes, int[] nodes) {
    this.parameters = parameters;
    this.hashes = hashes;
    this.nodes = nodes;
  }

  /// How names are hashed (RFC 5155 §3.1, §4.1).
  private record Parameters(int iterations, byte[] salt) {

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

    byte[] hash(Labels name) {
      try {
        MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
        byte[] hash = name.bytes();
        for (int i = 0; i <= iterations; i++) {
          sha1.update(hash);
          hash = sha1.digest(salt);
        }
        return hash;
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java platform has SHA-1", e);
      }
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
      byte[] hash = zone.path(node).length == 1 ? hashIn(zone.data(), node + Zone.LABEL) : null;
      if (hash != null && parameters.isSameAs(parametersAt(zone, node))) {
        chain.add(new Link(hash, node));
      }
    }
    chain.sort(Comparator.comparing(Link::hash, Arrays::compareUnsigned));
    return chain.isEmpty()
        ? null
        : new Nsec3Chain(
            parameters,
            chain.stream().map(Link::hash).toArray(byte[][]::new),
            chain.stream().mapToInt(Link::node).toArray());
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
  public void noData(Labels name, IntConsumer proofs) {
    int match = match(name);
    if (match >= 0) {
      proofs.accept(match);
    } else { // below an opt-out range (RFC 5155 §7.2.4, §7.2.7)
      closestEncloser(name, name.count() - 1, proofs);
    }
  }

  @Override
  public void noName(Labels name, int encloser, IntConsumer proofs) {
    int provable = closestEncloser(name, encloser, proofs);
    proofs.accept(atOrBefore(parameters.hash(name.wildcardBelow(provable))));
  }

  @Override
  public void wildcard(Labels name, int encloser, IntConsumer proofs) {
    proofs.accept(atOrBefore(parameters.hash(name.ancestor(encloser + 1))));
  }

  @Override
  public void wildcardNoData(Labels name, int encloser, IntConsumer proofs) {
    noName(name, encloser, proofs);
  }

  /// Proves the closest encloser that has a hash in the chain, and that the next closer name does
  /// not exist (RFC 5155 §7.2.1); how many labels that encloser has.
  private int closestEncloser(Labels name, int encloser, IntConsumer proofs) {
    for (int labels = encloser; labels >= 0; labels--) {
      int match = match(name.ancestor(labels));
      if (match >= 0) {
        proofs.accept(match);
        proofs.accept(atOrBefore(parameters.hash(name.ancestor(labels + 1))));
        return labels;
      }
    }
    return encloser; // not even the apex: the zone is broken, and nothing can be proved
  }

  /// The node whose hash is that of the name, or -1.
  private int match(Labels name) {
    int found = Arrays.binarySearch(hashes, parameters.hash(name), Arrays::compareUnsigned);
    return found < 0 ? -1 : nodes[found];
  }

  private int atOrBefore(byte[] hash) {
    int found = Arrays.binarySearch(hashes, hash, Arrays::compareUnsigned);
    if (found >= 0) {
      return nodes[found];
    }
    int before = -found - 2;
    return nodes[before < 0 ? nodes.length - 1 : before]; // a ring
  }
}
