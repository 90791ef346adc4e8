package dev.cairn.wire;

import dev.cairn.message.Labels;
import java.security.SecureRandom;
import java.util.Arrays;

/// Remembers where names stand in the message being written, so that later ones can point there
/// (RFC 1035 §4.1.4).
///
/// A small hash table of suffixes: hash → offset of the suffix in the message. It stops remembering
/// when it is half full, so that no message, whatever names it is made of, costs more than so many
/// steps. Benchmark: `bench/README.md`.
///
/// The owner of an address is most often the target of a record before, in the very same octets: so
/// it is also remembered where the name at a place of these was written last, and then none of its
/// octets need be looked at.
final class NameCompressor {
  private static final int SLOTS = 256;
  private static final int MOST_REMEMBERED = SLOTS / 2;
  private static final int FARTHEST = 0x3FFF;
  private static final int SEED =
      new SecureRandom().nextInt(); // nobody shall choose names of equal hashes
  private static final int PLACES = 16;
  private static final byte[] NONE = {};
  private static final int FNV_PRIME = 0x0100_0193;

  private final int[] hashes = new int[SLOTS];
  private final short[] offsets = new short[SLOTS];
  private final short[] used = new short[MOST_REMEMBERED];
  private final int[] suffixHashes = new int[128];
  private final int[] labelStarts = new int[128];
  private final int[] placesFrom = new int[PLACES];
  private final short[] placesAt = new short[PLACES]; // 0 for none
  private byte[] placesOf = NONE;
  private int remembered;
  private boolean keepsCase;

  /// Forgets all names.
  ///
  /// @param exactly whether names whose letters differ in case are different from now on
  void clear(boolean exactly) {
    forgetBehind(0);
    keepsCase = exactly;
  }

  /// How much is remembered, for [#forgetBehind].
  int mark() {
    return remembered;
  }

  /// Forgets what was remembered after a mark was taken.
  void forgetBehind(int mark) {
    while (remembered > mark) {
      offsets[used[--remembered]] = 0;
    }
    forgetPlaces();
  }

  /// Holds on to no octets but those of the message.
  void forgetPlaces() {
    if (placesOf.length > 0) {
      placesOf = NONE;
      Arrays.fill(placesAt, (short) 0);
    }
  }

  /// Writes the uncompressed name at `source[from]` to `message[at]`, as short as it can be; where
  /// it ends, or -1 if that would be beyond `limit`.
  int write(byte[] source, int from, byte[] message, int at, int limit) {
    int place = isKnown(source) ? placeOf(from) : 0;
    if (place != 0) {
      return point(message, at, place, limit);
    }
    int before = remembered;
    int end = compress(source, from, message, at, limit);
    if (end == at + 2 && message[at] < 0) {
      remember(source, from, Octets.get16(message, at) & FARTHEST);
    } else if (end > 0 && remembered > before && at <= FARTHEST) {
      remember(source, from, at);
    }
    return end;
  }

  @SuppressWarnings("ReferenceEquality") // of the arrays, not of what is in them
  private boolean isKnown(byte[] source) {
    return source == placesOf;
  }

  private int placeOf(int from) {
    int slot = from & PLACES - 1;
    return placesFrom[slot] == from ? placesAt[slot] : 0;
  }

  private void remember(byte[] source, int from, int at) {
    if (!isKnown(source)) {
      forgetPlaces();
      placesOf = source;
    }
    int slot = from & PLACES - 1;
    placesFrom[slot] = from;
    placesAt[slot] = (short) at;
  }

  private static int point(byte[] message, int at, int to, int limit) {
    if (at + 2 > limit) {
      return -1;
    }
    Octets.put16(message, at, 0xC000 | to);
    return at + 2;
  }

  private int compress(byte[] source, int from, byte[] message, int at, int limit) {
    int labels = split(source, from);
    int out = at;
    for (int i = 0; i < labels; i++) {
      int pointer = find(source, labelStarts[i], suffixHashes[i], message);
      if (pointer != 0) {
        return point(message, out, pointer, limit);
      }
      int length = 1 + source[labelStarts[i]];
      if (out + length > limit) {
        return -1;
      }
      System.arraycopy(source, labelStarts[i], message, out, length);
      remember(suffixHashes[i], out);
      out += length;
    }
    if (out + 1 > limit) {
      return -1;
    }
    message[out] = 0;
    return out + 1;
  }

  /// Remembers an uncompressed name that stands in a message of which nothing else is remembered.
  void learn(byte[] message, int from) {
    int labels = split(message, from);
    for (int i = 0; i < labels; i++) {
      remember(suffixHashes[i], labelStarts[i]);
    }
  }

  /// Where each label begins, and the hash of the name from there on.
  private int split(byte[] source, int from) {
    int labels = 0;
    int at = from;
    while (source[at] != 0) {
      labelStarts[labels++] = at;
      at += 1 + source[at];
    }
    int hash = SEED;
    for (int i = labels - 1; i >= 0; i--) {
      int end = labelStarts[i] + source[labelStarts[i]];
      for (int octet = labelStarts[i]; octet <= end; octet++) {
        hash = (hash ^ Labels.lower(source[octet])) * FNV_PRIME;
      }
      suffixHashes[i] = hash;
    }
    return labels;
  }

  private int find(byte[] source, int from, int hash, byte[] message) {
    for (int slot = slotOf(hash); offsets[slot] != 0; slot = (slot + 1) % SLOTS) {
      if (hashes[slot] == hash && isAt(source, from, message, offsets[slot])) {
        return offsets[slot];
      }
    }
    return 0;
  }

  private boolean isAt(byte[] source, int from, byte[] message, int offset) {
    int a = from;
    int b = offset;
    while (true) {
      while ((message[b] & 0xC0) == 0xC0) {
        b = Octets.get16(message, b) & FARTHEST;
      }
      int length = source[a];
      if (message[b] != length) {
        return false;
      }
      if (length == 0) {
        return true;
      }
      if (!isSame(source, a + 1, message, b + 1, length)) {
        return false;
      }
      a += 1 + length;
      b += 1 + length;
    }
  }

  private boolean isSame(byte[] source, int from, byte[] message, int at, int length) {
    return keepsCase
        ? Arrays.equals(source, from, from + length, message, at, at + length)
        : WireName.same(source, from, message, at, length);
  }

  private void remember(int hash, int offset) {
    if (remembered == MOST_REMEMBERED || offset > FARTHEST) {
      return;
    }
    int slot = slotOf(hash);
    while (offsets[slot] != 0) {
      slot = (slot + 1) % SLOTS;
    }
    hashes[slot] = hash;
    offsets[slot] = (short) offset;
    used[remembered++] = (short) slot;
  }

  private static int slotOf(int hash) {
    return (hash ^ hash >>> 15) & (SLOTS - 1);
  }
}
