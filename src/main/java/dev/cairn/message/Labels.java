package dev.cairn.message;

import org.xbill.DNS.Name;

/// The labels of one name in lower case, counted from the root down: what lookups walk. Scratch
/// space, meant to be used again.
///
/// ```
/// bytes   3 w w w 7 e x a m p l e 3 o r g 0
/// depth   2       1               0            count = 3
/// ```
public final class Labels {
  private static final int LONGEST_NAME = 255;
  private static final int MOST_LABELS = 128;

  private final byte[] bytes = new byte[LONGEST_NAME];
  private final short[] starts = new short[MOST_LABELS];
  private int count;

  /// The labels of an absolute name.
  public static Labels of(Name name) {
    return new Labels().read(name);
  }

  /// Takes an absolute name in.
  public Labels read(Name name) {
    byte[] wire = name.toWire();
    return read(wire, 0);
  }

  /// Takes a name in from uncompressed wire form, which must be valid.
  public Labels read(byte[] wire, int offset) {
    int at = 0;
    count = 0;
    for (int length = wire[offset]; length != 0; length = wire[offset + at]) {
      starts[count++] = (short) at;
      bytes[at++] = (byte) length;
      for (int end = at + length; at < end; at++) {
        bytes[at] = lower(wire[offset + at]);
      }
    }
    bytes[at] = 0;
    return this;
  }

  /// How many labels the name has, without the root.
  public int count() {
    return count;
  }

  /// The name in lower case; only the octets of the name itself are meaningful.
  public byte[] bytes() {
    return bytes;
  }

  /// Where the label at a depth begins, with its length octet: 0 is the one below the root.
  public int at(int depth) {
    return starts[count - 1 - depth];
  }

  /// An octet in lower case, if it is an ASCII letter (RFC 4343).
  public static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }
}
