package dev.cairn.zone;

import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.Set;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The names that records lead to, and what is wanted of them next.
final class Targets {
  private Targets() {}

  /// Whether records of a set lead to other names.
  static boolean areIn(RecordSet set) {
    return set.type() == Type.NAPTR || nameIn(set.type()) >= 0;
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
  static void collect(RecordSet set, int most, Set<Question> wanted) {
    int record = set.offset();
    for (int i = 0; i < Math.min(set.count(), most); i++) {
      lead(set, record + RecordSet.HEADER, wanted);
      record = RecordSet.next(set.bytes(), record);
    }
  }

  private static void lead(RecordSet set, int rdata, Set<Question> wanted) {
    switch (set.type()) {
      case Type.NAPTR -> replacement(set.bytes(), rdata, wanted);
      case Type.SVCB, Type.HTTPS -> service(set, rdata, wanted);
      default -> addresses(RecordSet.nameAt(set.bytes(), rdata + nameIn(set.type())), wanted);
    }
  }

  /// The target may have records of the type itself; `.` stands for the owner, and in an alias for
  /// nothing (RFC 9460 §2.4.2, §2.5, §4.1).
  private static void service(RecordSet set, int rdata, Set<Question> wanted) {
    Name target = RecordSet.nameAt(set.bytes(), rdata + 2);
    boolean isAlias = set.bytes()[rdata] == 0 && set.bytes()[rdata + 1] == 0;
    if (!target.equals(Name.root)) {
      wanted.add(Question.in(target, set.type()));
    }
    if (!isAlias || !target.equals(Name.root)) {
      addresses(target.equals(Name.root) ? set.owner() : target, wanted);
    }
  }

  /// The flag says what the replacement is asked for (RFC 3403 §4.1, RFC 3404 §4.3).
  private static void replacement(byte[] bytes, int rdata, Set<Question> wanted) {
    int flags = rdata + 4;
    int name = behindString(bytes, behindString(bytes, behindString(bytes, flags)));
    switch (bytes[flags] == 1 ? bytes[flags + 1] : 0) {
      case 'a', 'A' -> addresses(RecordSet.nameAt(bytes, name), wanted);
      case 's', 'S' -> wanted.add(Question.in(RecordSet.nameAt(bytes, name), Type.SRV));
      default -> {} // the next step is another NAPTR question, or none
    }
  }

  private static int behindString(byte[] bytes, int at) {
    return at + 1 + (bytes[at] & 0xFF);
  }

  private static void addresses(Name host, Set<Question> wanted) {
    wanted.add(Question.in(host, Type.A));
    wanted.add(Question.in(host, Type.AAAA));
  }
}
