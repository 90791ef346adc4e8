package dev.cairn.wire;

import org.xbill.DNS.Type;

/// Where names stand in a type's rdata: behind `fixed` octets and `strings` character-strings come
/// `names` names; the rest is opaque.
///
/// @param compressible whether we may compress them (RFC 3597 §4: the types of RFC 1035 only); in
///   what we read they may always be
record RdataShape(int fixed, int strings, int names, boolean compressible) {
  private static final RdataShape OPAQUE = new RdataShape(0, 0, 0, false);
  private static final RdataShape ONE_NAME = new RdataShape(0, 0, 1, true);
  private static final RdataShape TWO_NAMES = new RdataShape(0, 0, 2, true);
  private static final RdataShape PREFERENCE_AND_NAME = new RdataShape(2, 0, 1, true);
  private static final RdataShape KEPT_NAME = new RdataShape(0, 0, 1, false);
  private static final RdataShape TWO_KEPT_NAMES = new RdataShape(0, 0, 2, false);
  private static final RdataShape PREFERENCE_AND_KEPT_NAME = new RdataShape(2, 0, 1, false);
  private static final RdataShape PREFERENCE_AND_TWO_KEPT_NAMES = new RdataShape(2, 0, 2, false);
  private static final RdataShape SIGNATURE = new RdataShape(18, 0, 1, false);
  private static final RdataShape SERVICE = new RdataShape(6, 0, 1, false);
  private static final RdataShape NAMING_AUTHORITY = new RdataShape(4, 3, 1, false);

  static RdataShape of(int type) {
    return switch (type) {
      case Type.NS, Type.CNAME, Type.PTR, Type.MD, Type.MF, Type.MB, Type.MG, Type.MR -> ONE_NAME;
      case Type.SOA, Type.MINFO -> TWO_NAMES;
      case Type.MX -> PREFERENCE_AND_NAME;
      case Type.DNAME, Type.NXT -> KEPT_NAME;
      case Type.RP -> TWO_KEPT_NAMES;
      case Type.AFSDB, Type.RT, Type.KX -> PREFERENCE_AND_KEPT_NAME;
      case Type.PX -> PREFERENCE_AND_TWO_KEPT_NAMES;
      case Type.SIG, Type.RRSIG -> SIGNATURE;
      case Type.SRV -> SERVICE;
      case Type.NAPTR -> NAMING_AUTHORITY;
      default ->
          OPAQUE; // a number, not an outcome: types without names, and those that did not exist yet
    };
  }
}
