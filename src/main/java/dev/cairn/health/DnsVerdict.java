package dev.cairn.health;

import dev.cairn.message.RecordSet;
import dev.cairn.wire.Reply;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// What a reply of a name server says of its health.
final class DnsVerdict {
  private static final int MOST_SHOWN = 8;

  private DnsVerdict() {}

  /// What stands in front of every output.
  static String head(Probe.Dns probe) {
    return "DNS "
        + Type.string(probe.type())
        + " "
        + probe.name()
        + " of "
        + Host.withPort(probe.server().host(), probe.server().port())
        + ": ";
  }

  /// Without its head.
  static Finding of(Probe.Dns probe, Reply reply, Duration took) {
    String rcode = Rcode.string(reply.rcode());
    if (reply.rcode() != probe.rcode()) {
      return new Finding(
          Status.CRITICAL, rcode + ", " + Rcode.string(probe.rcode()) + " is expected");
    }
    List<Record> records = records(probe, reply);
    for (String expected : probe.expected()) {
      if (!has(records, probe, expected)) {
        return new Finding(
            Status.CRITICAL, rcode + ", " + expected + " is not among the answers" + list(records));
      }
    }
    Duration warnAfter = probe.server().warnAfter();
    boolean isSlow = warnAfter.isPositive() && took.compareTo(warnAfter) > 0;
    return new Finding(
        isSlow ? Status.WARNING : Status.PASSING,
        rcode + " after " + took.toMillis() + " ms" + list(records));
  }

  /// Those of the type that was asked for, whoever owns them: there may be aliases before them.
  private static List<Record> records(Probe.Dns probe, Reply reply) {
    return reply.answer().stream()
        .filter(set -> set.type() == probe.type())
        .flatMap(DnsVerdict::each)
        .toList();
  }

  private static java.util.stream.Stream<Record> each(RecordSet set) {
    return set.rdata().stream()
        .mapMulti((rdata, sink) -> {
          Record record = record(set, rdata);
          if (record != null) {
            sink.accept(record);
          }
        });
  }

  private static @Nullable Record record(RecordSet set, byte[] rdata) {
    try {
      return Record.newRecord(set.owner(), set.type(), DClass.IN, 0, rdata.length, rdata);
    } catch (IllegalArgumentException e) {
      return null; // no such record can be
    }
  }

  private static boolean has(List<Record> records, Probe.Dns probe, String expected) {
    try {
      byte[] wanted =
          Record.fromString(probe.name(), probe.type(), DClass.IN, 0, expected, Name.root)
              .rdataToWireCanonical();
      return records.stream().anyMatch(one -> Arrays.equals(one.rdataToWireCanonical(), wanted));
    } catch (IOException | IllegalArgumentException e) {
      return false; // no record is written so
    }
  }

  private static String list(List<Record> records) {
    return records.isEmpty()
        ? ""
        : records.stream()
            .limit(MOST_SHOWN)
            .map(Record::rdataToString)
            .collect(Collectors.joining(", ", ": ", ""));
  }
}
