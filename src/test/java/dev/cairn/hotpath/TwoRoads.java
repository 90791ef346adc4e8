package dev.cairn.hotpath;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.FakeTicker;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.message.EdnsOptions;
import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Reach;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Resolver;
import dev.cairn.resolve.Trace;
import dev.cairn.wire.Offer;
import dev.cairn.wire.QueryReader;
import dev.cairn.wire.QueryReader.WellFormed;
import dev.cairn.wire.ResponseBuffer;
import dev.cairn.wire.ResponseWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Name;

/// A cache, and both ways to answer from it. All names are forwarded, but for those of
/// `ours.example.`, which is a zone, and `corp.example.`, for which others are asked.
final class TwoRoads {
  private static final CachePolicy POLICY =
      new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));

  final FakeTicker ticker = new FakeTicker();
  final AnswerCache cache = new AnswerCache(1 << 26, ticker, new SecureRandom(), Runnable::run);
  final List<Query> refreshed = new ArrayList<>();
  final CacheView world = view(".");
  final CacheView corp = view("corp.example.");
  final ResponseBuffer out = new ResponseBuffer(65_535);
  private final ResponseBuffer clear = new ResponseBuffer(65_535);
  private final QueryReader reader = new QueryReader();
  private final ResponseWriter writer = new ResponseWriter();
  private static final Resolver NOBODY =
      (query, _, _, _) -> fail("asked others for " + query.question());

  private final List<Owner> owners = new ArrayList<>();
  private int number;
  private Namespace namespace = Namespace.of(List.of());
  private HotPath hotPath = new HotPath(namespace, 0, true);

  TwoRoads() {
    owners.add(new Owner(Name.root, Owner.Kind.FORWARD, world.here(refreshed::add), NOBODY));
    owners.add(
        new Owner(name("corp.example."), Owner.Kind.FORWARD, corp.here(refreshed::add), NOBODY));
    addZone("ours.example.");
  }

  /// From now on such names are our own.
  void addZone(String suffix) {
    LocalResolver zone =
        (_, _) -> new Outcome.NxDomain(List.of(), List.of(), Standing.AUTHORITATIVE);
    owners.add(Owner.zone(name(suffix), zone));
    namespace = Namespace.of(owners);
    hotPath = new HotPath(namespace, ++number, true);
  }

  List<Owner> owners() {
    return owners;
  }

  private CacheView view(String suffix) {
    return cache.view(new Scope(name(suffix), List.of(), ""), POLICY);
  }

  Outcome keep(Query query, Outcome outcome) {
    CacheView view = query.question().name().subdomain(name("corp.example.")) ? corp : world;
    return Told.keep(view, query, new Report(outcome, "192.0.2.53:53", ticker.read()));
  }

  void pass(long seconds) {
    ticker.pass(Duration.ofSeconds(seconds));
  }

  /// What the hot path says; see [HotPath#answer].
  int hot(byte[] query, Transport transport) {
    return hotPath.answer(query, query.length, transport, Reach.EVERYWHERE, out);
  }

  int hot(byte[] query, Reach reach) {
    return hotPath.answer(query, query.length, Transport.UDP, reach, out);
  }

  byte[] response() {
    return Arrays.copyOf(out.bytes(), out.length());
  }

  /// What the clear path says to a query that it must find well-formed, and without options.
  byte[] clear(byte[] octets, Transport transport) {
    Query query = query(octets, transport);
    writer.write(query, outcome(query), Offer.RECURSION, clear);
    return Arrays.copyOf(clear.bytes(), clear.length());
  }

  /// What is known here of a query, says the clear path.
  Outcome outcome(byte[] octets, Transport transport) {
    return outcome(query(octets, transport));
  }

  private Outcome outcome(Query query) {
    return new AliasChaser(namespace).here(query, Reach.EVERYWHERE, Trace.NONE);
  }

  private Query query(byte[] octets, Transport transport) {
    assertThat(reader.isQuery(octets, octets.length)).isTrue();
    var reading = reader.read(octets, octets.length, transport);
    assertThat(reading).isInstanceOf(WellFormed.class);
    Query query = ((WellFormed) reading).query();
    assertThat(query.edns().version()).isZero();
    assertThat(query.edns().options()).isEqualTo(EdnsOptions.NONE);
    return query;
  }

  static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
