package dev.cairn.wire;

import org.jspecify.annotations.Nullable;

/// Room for one response, and the memory of the names in it. Belongs to one thread at a time, and
/// is used again.
public final class ResponseBuffer {
  private final byte[] bytes;
  private @Nullable NameCompressor names; // made when asked for: most responses write no name
  private int length;

  /// @param capacity octets, at least 512
  public ResponseBuffer(int capacity) {
    bytes = new byte[capacity];
  }

  public byte[] bytes() {
    return bytes;
  }

  /// Octets of the response in it, 0 if none was written.
  public int length() {
    return length;
  }

  void length(int octets) {
    length = octets;
  }

  NameCompressor names() {
    NameCompressor known = names;
    if (known == null) {
      known = new NameCompressor();
      names = known;
    }
    return known;
  }

  /// The rcode of the response in it, without the bits that EDNS adds.
  public int rcode() {
    return bytes[3] & 0xF;
  }
}
