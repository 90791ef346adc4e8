package dev.cairn.forward;

import dev.cairn.message.RecordSet;
import java.util.List;
import org.xbill.DNS.Type;

/// Whether records that we act on, or that clients trip over, have the form of their type.
final class Soundness {
  private static final int SOA_NUMBERS = 20;

  private Soundness() {}

  static boolean areSound(List<RecordSet> sets) {
    for (RecordSet set : sets) {
      if (!isSound(set)) {
        return false;
      }
    }
    return true;
  }

  static boolean isSound(RecordSet set) {
    return switch (set.type()) {
      case Type.A -> eachIsLong(set, 4);
      case Type.AAAA -> eachIsLong(set, 16);
      case Type.CNAME, Type.DNAME -> set.count() == 1 && firstIsLong(set, nameLength(set, 0));
      case Type.SOA -> set.count() == 1 && firstIsLong(set, soaLength(set));
      default -> true; // opaque to us
    };
  }

  private static boolean eachIsLong(RecordSet set, int octets) {
    int at = set.offset();
    for (int i = 0; i < set.count(); i++) {
      int next = RecordSet.next(set.bytes(), at);
      if (next - at != RecordSet.HEADER + octets) {
        return false;
      }
      at = next;
    }
    return true;
  }

  private static boolean firstIsLong(RecordSet set, int octets) {
    return RecordSet.next(set.bytes(), set.offset()) - set.offset() == RecordSet.HEADER + octets;
  }

  private static int soaLength(RecordSet soa) {
    int primary = nameLength(soa, 0);
    return primary + nameLength(soa, primary) + SOA_NUMBERS;
  }

  /// Octets of the name behind `skip` octets of rdata; names were read whole, so there is one.
  private static int nameLength(RecordSet set, int skip) {
    byte[] bytes = set.bytes();
    int start = set.offset() + RecordSet.HEADER + skip;
    int end = start;
    while (bytes[end] != 0) {
      end += 1 + bytes[end];
    }
    return end + 1 - start;
  }
}
