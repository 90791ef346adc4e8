package dev.cairn.cache;

import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.Report;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.xbill.DNS.Master;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// Queries and outcomes from text.
public final class Told {
  public static final String SOA =
      "example.com. 900 IN SOA ns.example.com. hostmaster.example.com. 1 7200 900 1209600 300";

  private Told() {}

  /// Has a view keep what a query was told.
  public static Outcome keep(CacheView view, Query query, Report report) {
    var held = view.hold(view.keyOf(query), query, report);
    held.keeping().run();
    return held.outcome();
  }

  public static Query query(String name, int type) {
    return query(name, type, 0, 0);
  }

  public static Query query(String name, int type, int moreFlags, int ednsFlags) {
    return new Query(
        0,
        Question.in(Name.fromConstantString(name), type),
        new Flags(Flags.RD | moreFlags),
        Edns.plain(Edns.OUR_UDP_SIZE, 0, ednsFlags),
        Transport.UDP);
  }

  public static Query address(String name) {
    return query(name, Type.A);
  }

  public static Outcome answer(String... records) {
    return new Outcome.Answer(List.of(), sets(records), List.of(), List.of(), Standing.TOLD);
  }

  public static Outcome noData(String... authority) {
    return new Outcome.NoData(List.of(), sets(authority), Standing.TOLD);
  }

  public static Outcome nxDomain(String... authority) {
    return new Outcome.NxDomain(List.of(), sets(authority), Standing.TOLD);
  }

  public static Outcome failed(String why) {
    return new Outcome.Failed(new ExtendedError(ExtendedError.NO_REACHABLE_AUTHORITY, why));
  }

  /// One set of each record.
  public static List<RecordSet> sets(String... records) {
    return Stream.of(records).map(Told::record).map(Told::set).toList();
  }

  /// A record in presentation format.
  public static Record record(String text) {
    var line = new ByteArrayInputStream((text + "\n").getBytes(StandardCharsets.US_ASCII));
    try (var master = new Master(line, Name.root, 300)) {
      return master.nextRecord();
    } catch (IOException e) {
      throw new UncheckedIOException(text, e);
    }
  }

  private static RecordSet set(Record record) {
    return RecordSet.of(
        record.getName(),
        record.getType(),
        (int) record.getTTL(),
        List.of(record.rdataToWireCanonical()));
  }

  /// All TTLs in an outcome, in order.
  public static List<Integer> ttls(Outcome outcome) {
    return RecordSets.in(outcome).stream().flatMap(List::stream).map(RecordSet::ttl).toList();
  }
}
