package dev.cairn.message;

/// A name to look up, in room that is used again for the next: looking up allocates nothing.
/// Belongs to one thread.
public final class NameProbe extends NameKey implements LabelPath {
  /// What [#take] says of octets that are no name.
  public static final int MALFORMED = -1;

  private static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;
  private static final int MOST_LABELS = 127;

  private final byte[] starts = new byte[MOST_LABELS]; // without sign
  private int count;

  public NameProbe() {
    super(new byte[LONGEST]);
  }

  /// Takes in an uncompressed name; where it ends, or [#MALFORMED].
  ///
  /// @param limit octets that there are
  public int take(byte[] octets, int from, int limit) {
    clear();
    int at = from;
    while (at < limit) {
      int label = octets[at];
      if (label == 0) {
        return end(at);
      }
      if (label < 0 || label > LONGEST_LABEL || at + label >= limit || !hasRoom(label)) {
        return MALFORMED;
      }
      at = label(octets, at);
    }
    return MALFORMED;
  }

  /// Takes in a well-formed name that is part of `message`, through all its pointers, each of which
  /// leads to before where it stands.
  public void takeCompressed(byte[] message, int from) {
    clear();
    int at = from;
    while (message[at] != 0) {
      at =
          message[at] < 0 ? (message[at] & 0x3F) << 8 | message[at + 1] & 0xFF : label(message, at);
    }
    end(at);
  }

  private void clear() {
    length = 0;
    count = 0;
  }

  /// Whether a label fits, and the root behind it.
  private boolean hasRoom(int label) {
    return length + 1 + label < LONGEST;
  }

  private int label(byte[] octets, int from) {
    int end = from + octets[from];
    int to = length;
    starts[count++] = (byte) to;
    name[to++] = octets[from];
    for (int at = from + 1; at <= end; at++) {
      name[to++] = Labels.lower(octets[at]);
    }
    length = to;
    return end + 1;
  }

  private int end(int at) {
    name[length++] = 0;
    return at + 1;
  }

  /// Puts a number beside the name; only then it is a key.
  public void key(long number, SipHash hashing) {
    tag(number, hashing);
  }

  @Override
  public int count() {
    return count;
  }

  @Override
  public int at(int depth) {
    return starts[count - 1 - depth] & 0xFF;
  }
}
