package dev.cairn.message;

import org.xbill.DNS.Name;

/// The labels of one name in lower case, counted from the root down: what lookups walk. Immutable.
///
/// ```
/// bytes   3 w w w 7 e x a m p l e 3 o r g 0
/// depth   2       1               0            count = 3
/// ```
public final class Labels {
  private final byte[] bytes;
  private final short[] starts;

  private Labels(byte[] bytes, short[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /// The labels of an absolute name.
  public static Labels of(Name name) {
    byte[] bytes = name.toWire();
    var starts = new short[name.labels() - 1];
    int at = 0;
    for (int i = 0; i < starts.length; i++) {
      starts[i] = (short) at;
      for (int end = at + bytes[at]; at < end; ) {
        at++;
        bytes[at] = lower(bytes[at]);
      }
      at++;
    }
    return new Labels(bytes, starts);
  }

  /// How many labels the name has, without the root.
  public int count() {
    return starts.length;
  }

  /// The whole name in lower case, in wire form. Not to be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// Where the label at a depth begins, with its length octet: 0 is the one below the root.
  public int at(int depth) {
    return starts[starts.length - 1 - depth];
  }

  /// An octet in lower case, if it is an ASCII letter (RFC 4343).
  public static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }
}
