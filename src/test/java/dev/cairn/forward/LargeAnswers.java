package dev.cairn.forward;

import dev.cairn.forward.TestUpstream.Script;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Answers at the bounds of what a message holds.
public final class LargeAnswers {
  private static final int HEADER = 12;
  private static final int TYPE_AND_CLASS = 4;

  /// Octets of a record before its data: a pointer as owner, type, class, TTL and length.
  private static final int RECORD = 12;

  private static final int LONGEST_STRING = 255;
  private static final int TTL = 300;

  private LargeAnswers() {}

  /// Answers with one set of texts that fill a message of so many octets exactly.
  ///
  /// @param octets at most 65,535, and enough for the question and 13 more
  public static Script ofOctets(int octets) {
    return (query, _) -> {
      Name name = query.getQuestion().getName();
      Message reply = Scripts.reply(query, Rcode.NOERROR);
      int left = octets - HEADER - name.length() - TYPE_AND_CLASS;
      int full = RECORD + 1 + LONGEST_STRING;
      for (int i = 0; left > 0; i++) {
        int size = left < full + RECORD + 1 ? left : full; // as the last must hold a string, too
        var text = new TXTRecord(name, DClass.IN, TTL, strings(i, size - RECORD));
        reply.addRecord(text, Section.ANSWER);
        left -= size;
      }
      return List.of(reply.toWire());
    };
  }

  /// Strings that are that long with their lengths in front.
  private static List<String> strings(int number, int octets) {
    List<String> strings = new ArrayList<>();
    for (int left = octets; left > 0; left -= 1 + strings.getLast().length()) {
      String digits = String.valueOf(number).repeat(LONGEST_STRING);
      strings.add((digits + "-").substring(0, Math.min(left - 1, LONGEST_STRING)));
    }
    return strings;
  }

  /// Answers with one set of so many addresses.
  ///
  /// @param records at most 4,000, which is what a message holds
  public static Script ofRecords(int records) {
    return (query, _) -> {
      Message reply = Scripts.reply(query, Rcode.NOERROR);
      for (int i = 0; i < records; i++) {
        byte[] address = {10, 0, (byte) (i >> 8), (byte) i};
        var record =
            new ARecord(
                query.getQuestion().getName(), DClass.IN, TTL, InetAddress.getByAddress(address));
        reply.addRecord(record, Section.ANSWER);
      }
      return List.of(reply.toWire());
    };
  }
}
