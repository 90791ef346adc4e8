package dev.cairn.zone;

import dev.cairn.message.RecordSet;
import dev.cairn.message.SetView;
import org.xbill.DNS.Type;

/// The names that records lead to, and what is wanted of them next.
final class Targets {
  private Targets() {}

  /// Hears of the targets of records.
  interface Wanted {
    /// Records of a type are wanted of a name that stands uncompressed in some octets.
    void want(byte[] octets, int name, int type);
  }

  /// Whether records of a type lead to other names.
  static boolean areIn(int type) {
    return type == Type.NAPTR || nameIn(type) >= 0;
  }

  /// Behind how many octets of rdata the name of a host stands, -1 for types that lead to none.
  private static int nameIn(int type) {
    return switch (type) {
      case Type.NS, Type.MB -> 0;
      case Type.MX, Type.AFSDB, Type.KX, Type.RT, Type.SVCB, Type.HTTPS -> 2;
      case Type.SRV -> 6;
      default -> -1; // a number, not an outcome
    };
  }

  /// Collects what is wanted for the first `most` records of a set.
  static void collect(SetView set, int most, Wanted wanted) {
    int type = set.type();
    int record = set.at();
    for (int i = 0; i < Math.min(set.count(), most); i++) {
      lead(set, type, record + RecordSet.HEADER, wanted);
      record = RecordSet.next(set.records(), record);
    }
  }

  private static void lead(SetView set, int type, int rdata, Wanted wanted) {
    switch (type) {
      case Type.NAPTR -> replacement(set.records(), rdata, wanted);
      case Type.SVCB, Type.HTTPS -> service(set, type, rdata, wanted);
      default -> addresses(set.records(), rdata + nameIn(type), wanted);
    }
  }

  /// The target may have records of the type itself; `.` stands for the owner, and in an alias for
  /// nothing (RFC 9460 §2.4.2, §2.5, §4.1).
  private static void service(SetView set, int type, int rdata, Wanted wanted) {
    byte[] records = set.records();
    boolean isAlias = records[rdata] == 0 && records[rdata + 1] == 0;
    boolean isOwner = records[rdata + 2] == 0;
    if (!isOwner) {
      wanted.want(records, rdata + 2, type);
      addresses(records, rdata + 2, wanted);
    } else if (!isAlias) {
      addresses(set.owner(), set.ownerAt(), wanted);
    }
  }

  /// The flag says what the replacement is asked for (RFC 3403 §4.1, RFC 3404 §4.3).
  private static void replacement(byte[] bytes, int rdata, Wanted wanted) {
    int flags = rdata + 4;
    int name = behindString(bytes, behindString(bytes, behindString(bytes, flags)));
    switch (bytes[flags] == 1 ? bytes[flags + 1] : 0) {
      case 'a', 'A' -> addresses(bytes, name, wanted);
      case 's', 'S' -> wanted.want(bytes, name, Type.SRV);
      default -> {} // the next step is another NAPTR question, or none
    }
  }

  private static int behindString(byte[] bytes, int at) {
    return at + 1 + (bytes[at] & 0xFF);
  }

  private static void addresses(byte[] octets, int host, Wanted wanted) {
    wanted.want(octets, host, Type.A);
    wanted.want(octets, host, Type.AAAA);
  }
}
