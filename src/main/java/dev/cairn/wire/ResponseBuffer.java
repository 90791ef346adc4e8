package dev.cairn.wire;

import org.jspecify.annotations.Nullable;

/// Room for one response, the memory of the names in it, and room to read a plain query into.
/// Belongs to one thread at a time, and is used again.
public final class ResponseBuffer {
  private final byte[] bytes;
  private final NameCompressor names = new NameCompressor();
  private @Nullable PlainQuery plainQuery; // made when asked for: many responses never need it
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
    return names;
  }

  /// Room to read the query into that is to be answered here.
  public PlainQuery plainQuery() {
    PlainQuery known = plainQuery;
    if (known == null) {
      known = new PlainQuery();
      plainQuery = known;
    }
    return known;
  }

  /// The rcode of the response in it, without the bits that EDNS adds.
  public int rcode() {
    return bytes[3] & 0xF;
  }
}
