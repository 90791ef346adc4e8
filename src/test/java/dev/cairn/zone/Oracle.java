package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// What dnsjava makes of a master file, to compare with.
final class Oracle {
  private Oracle() {}

  /// Our zone of a text has the records that dnsjava reads in it, and no other.
  static void assertSame(String origin, String text) {
    Zone zone = ZoneText.zone(origin, text);
    Set<Record> expected = new LinkedHashSet<>(records(origin, text));
    for (Record record : expected) {
      assertThat(setOf(zone, record.getName(), record.getType())).contains(record);
    }
    assertThat(zone.records()).isEqualTo(expected.size());
  }

  /// All records of one name and type.
  static List<Record> setOf(Zone zone, Name owner, int type) {
    int node = zone.nodeOf(Labels.of(owner));
    int set = node < 0 ? -1 : zone.setOf(node, type);
    return set < 0 ? List.of() : records(zone.recordSet(owner, set));
  }

  static List<Record> records(RecordSet set) {
    return set.rdata().stream()
        .map(rdata -> Record.newRecord(set.owner(), set.type(), DClass.IN, set.ttl(), rdata))
        .toList();
  }

  /// What dnsjava reads, each set with its smallest TTL.
  static List<Record> records(String origin, String text) {
    var octets = new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1));
    var all = new ArrayList<Record>();
    try (var master = new Master(octets, Name.fromConstantString(origin))) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        all.add(record);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<List<Object>, Long> ttls = new LinkedHashMap<>();
    all.forEach(r -> ttls.merge(List.of(r.getName(), r.getType()), r.getTTL(), Math::min));
    return all.stream().map(r -> withTtl(r, ttls.get(List.of(r.getName(), r.getType())))).toList();
  }

  private static Record withTtl(Record record, long ttl) {
    byte[] wire = record.toWire(Section.ANSWER);
    int fixed = record.getName().length() + 10;
    var rdata = new byte[wire.length - fixed];
    System.arraycopy(wire, fixed, rdata, 0, rdata.length);
    return Record.newRecord(record.getName(), record.getType(), DClass.IN, ttl, rdata);
  }
}
