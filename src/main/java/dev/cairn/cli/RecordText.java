package dev.cairn.cli;

import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// One record as text that is safe to print on a terminal.
record RecordText(String name, long ttl, String dnsClass, String type, String data) {
  /// Two or more groups of zero, with the colons around them.
  private static final Pattern ZEROS = Pattern.compile("(^|:)0(:0)+(:|$)");

  static RecordText of(Record record) {
    return new RecordText(
        record.getName().toString(),
        record.getTTL(),
        DClass.string(record.getDClass()),
        Type.string(record.getType()),
        data(record));
  }

  /// A server may send what dnsjava can read and cannot write; the other records still count.
  private static String data(Record record) {
    try {
      String text = printable(record.rdataToString());
      return record.getType() == Type.AAAA ? withoutZeros(text) : text;
    } catch (RuntimeException e) {
      return "; cannot be shown: " + printable(String.valueOf(e.getMessage()));
    }
  }

  /// An IPv6 address with the first of its longest runs of zeros left out (RFC 5952 §4.2).
  static String withoutZeros(String address) {
    MatchResult longest = null;
    for (MatchResult run : ZEROS.matcher(address).results().toList()) {
      if (longest == null || zeros(run) > zeros(longest)) {
        longest = run;
      }
    }
    return longest == null
        ? address
        : address.substring(0, longest.start()) + "::" + address.substring(longest.end());
  }

  private static long zeros(MatchResult run) {
    return run.group().chars().filter(c -> c == '0').count();
  }

  /// Text from a server without characters that would steer a terminal: `\DDD` in their place.
  static String printable(String text) {
    if (text.chars().noneMatch(Character::isISOControl)) {
      return text;
    }
    var safe = new StringBuilder();
    text.chars()
        .forEach(c -> {
          if (Character.isISOControl(c)) {
            safe.append("\\%03d".formatted(c));
          } else {
            safe.append((char) c);
          }
        });
    return safe.toString();
  }
}
