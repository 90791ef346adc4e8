package dev.cairn.message;

/// The second and third word of a header as they came: opcode, rcode and the single bits (RFC 1035
/// §4.1.1, RFC 4035 §3).
public record Flags(int bits) {
  public static final int QR = 0x8000;
  public static final int AA = 0x0400;
  public static final int TC = 0x0200;
  public static final int RD = 0x0100;
  public static final int RA = 0x0080;
  public static final int AD = 0x0020;
  public static final int CD = 0x0010;

  private static final int OPCODE = 0x7800;

  /// A standard query that desires recursion.
  public static final Flags RECURSIVE_QUERY = new Flags(RD);

  public boolean isResponse() {
    return (bits & QR) != 0;
  }

  public int opcode() {
    return (bits & OPCODE) >> 11;
  }

  public int rcode() {
    return bits & 0x000F;
  }

  public boolean isTruncated() {
    return (bits & TC) != 0;
  }

  public boolean recursionDesired() {
    return (bits & RD) != 0;
  }

  public boolean authenticData() {
    return (bits & AD) != 0;
  }

  public boolean checkingDisabled() {
    return (bits & CD) != 0;
  }

  /// What a response repeats of its query: opcode, RD and CD.
  public int echoed() {
    return bits & (OPCODE | RD | CD);
  }
}
