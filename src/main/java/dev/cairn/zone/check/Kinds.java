package dev.cairn.zone.check;

import org.xbill.DNS.Type;

/// The types that rules look at, as bits.
final class Kinds {
  static final int A = 1;
  static final int AAAA = 1 << 1;
  static final int NS = 1 << 2;
  static final int CNAME = 1 << 3;
  static final int DNAME = 1 << 4;
  static final int MX = 1 << 5;
  static final int SRV = 1 << 6;
  static final int TXT = 1 << 7;
  static final int PTR = 1 << 8;
  static final int DS = 1 << 9;
  static final int RRSIG = 1 << 10;
  static final int NSEC = 1 << 11;
  static final int SOA = 1 << 12;
  static final int SPF = 1 << 13;
  static final int DNSKEY = 1 << 14;
  static final int OTHER = 1 << 15;

  static final int ADDRESS = A | AAAA;

  private Kinds() {}

  static int of(int type) {
    return switch (type) {
      case Type.A -> A;
      case Type.AAAA -> AAAA;
      case Type.NS -> NS;
      case Type.CNAME -> CNAME;
      case Type.DNAME -> DNAME;
      case Type.MX -> MX;
      case Type.SRV -> SRV;
      case Type.TXT -> TXT;
      case Type.PTR -> PTR;
      case Type.DS -> DS;
      case Type.RRSIG -> RRSIG;
      case Type.NSEC -> NSEC;
      case Type.SOA -> SOA;
      case Type.SPF -> SPF;
      case Type.DNSKEY -> DNSKEY;
      default -> OTHER; // a number, not an outcome
    };
  }
}
