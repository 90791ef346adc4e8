package dev.cairn.message;

import java.util.Arrays;
import org.xbill.DNS.Name;

/// The labels of one name in lower case: what lookups walk. Immutable.
public final class Labels implements LabelPath {
  private final byte[] bytes;
  private final short[] starts;

  private Labels(byte[] bytes, short[] starts) {
    this.bytes = bytes;
    this.starts = starts;
  }

  /// The labels of an absolute name.
  public static Labels of(Name name) {
    return ofWire(name.toWire(), name.labels() - 1);
  }

  /// The same of one whose wire form is known.
  static Labels of(Name name, byte[] wire) {
    return ofWire(wire.clone(), name.labels() - 1);
  }

  /// The labels of a name in wire form, which is put into lower case and must not be used further.
  private static Labels ofWire(byte[] bytes, int count) {
    var starts = new short[count];
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

  /// The name that the last `count` labels make: an ancestor, or the name itself.
  public Labels ancestor(int count) {
    return count == count()
        ? this
        : ofWire(Arrays.copyOfRange(bytes, startOf(count), bytes.length), count);
  }

  /// The wildcard directly below the ancestor with `count` labels (RFC 4592 §2.1.1).
  public Labels wildcardBelow(int count) {
    int start = startOf(count);
    var wildcard = new byte[2 + bytes.length - start];
    wildcard[0] = 1;
    wildcard[1] = '*';
    System.arraycopy(bytes, start, wildcard, 2, bytes.length - start);
    return ofWire(wildcard, count + 1);
  }

  private int startOf(int count) {
    return count == 0 ? bytes.length - 1 : at(count - 1);
  }

  @Override
  public int count() {
    return starts.length;
  }

  /// The whole name in lower case, in wire form, and nothing behind it. Not to be changed.
  @Override
  public byte[] bytes() {
    return bytes;
  }

  @Override
  public int length() {
    return bytes.length;
  }

  @Override
  public int at(int depth) {
    return starts[starts.length - 1 - depth];
  }

  /// An octet in lower case, if it is an ASCII letter (RFC 4343).
  public static byte lower(byte octet) {
    return octet >= 'A' && octet <= 'Z' ? (byte) (octet + 32) : octet;
  }
}
