package dev.cairn.hotpath;

import dev.cairn.cache.Told;
import dev.cairn.guard.Guard;
import dev.cairn.responder.Responder;
import dev.cairn.responder.TestHouse;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneText;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// How long the whole way of a query takes from octets to octets, without a socket.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AnswerBenchmark {
  private static final String ZONE =
      "$TTL 300\n@ SOA ns1 h 1 2 3 4 5\n@ NS ns1\nns1 A 192.0.2.1\nwww A 192.0.2.2\n"
          + "alias CNAME www\n*.wild A 192.0.2.3\n@ MX 10 ns1\n";

  private final LentExchange exchange = new LentExchange();
  private final Responder zone =
      TestHouse.ofZones(List.<Zone>of(ZoneText.zone("bench.example.", ZONE))).responder;
  private final Responder cache = cache();
  private final byte[] address = query("www.bench.example.", Type.A);
  private final byte[] alias = query("alias.bench.example.", Type.A);
  private final byte[] wildcard = query("any.wild.bench.example.", Type.A);
  private final byte[] noName = query("nobody.bench.example.", Type.A);
  private final byte[] exchanges = query("bench.example.", Type.MX);
  private final byte[] told = query("www.example.com.", Type.A);

  private static Responder cache() {
    var roads = new TwoRoads();
    roads.keep(
        Told.address("www.example.com."), Told.answer("www.example.com. 3600 IN A 192.0.2.1"));
    return new TestHouse(roads.owners(), new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY))
        .responder;
  }

  private static byte[] query(String name, int type) {
    return Message.newQuery(Record.newRecord(Name.fromConstantString(name), type, DClass.IN))
        .toWire();
  }

  @Benchmark
  public boolean address() {
    return answers(zone, address);
  }

  @Benchmark
  public boolean alias() {
    return answers(zone, alias);
  }

  @Benchmark
  public boolean wildcard() {
    return answers(zone, wildcard);
  }

  @Benchmark
  public boolean noName() {
    return answers(zone, noName);
  }

  @Benchmark
  public boolean mailExchangeWithAddress() {
    return answers(zone, exchanges);
  }

  @Benchmark
  public boolean cacheHit() {
    return answers(cache, told);
  }

  private boolean answers(Responder responder, byte[] query) {
    exchange.take(query);
    responder.respond(exchange);
    return exchange.isSent();
  }
}
