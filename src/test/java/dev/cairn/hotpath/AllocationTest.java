package dev.cairn.hotpath;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.cairn.Scenario;
import dev.cairn.cache.Told;
import dev.cairn.guard.Guard;
import dev.cairn.message.Edns;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.responder.TestHouse;
import dev.cairn.transport.EventLoops;
import dev.cairn.transport.EventLoops.Engine;
import dev.cairn.transport.TestSockets;
import dev.cairn.transport.UdpEngine;
import dev.cairn.zone.Zone;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Type;

/// Hits make no object.
class AllocationTest {
  private static final int HITS = 100_000;
  private static final int AT_ONCE = 20;
  private static final int MOST_WINDOWS = 400;
  private static final int MOST_ROUNDS = 5;

  private static final List<String> ZONES =
      List.of(
          "rfc1034-4.3.2-zone.scenario",
          "rfc1034-3.6.2-aliases.scenario",
          "rfc1035-3.3-additional-data.scenario",
          "rfc4592-wildcards.scenario",
          "rfc6672-dname.scenario",
          "rfc9471-glue.scenario",
          "rfc4035-3.1-signed-zone.scenario",
          "rfc5155-appendix-b.scenario");

  private final TwoRoads roads = new TwoRoads();

  @Test
  void a_hundred_thousand_hits_allocate_nothing() {
    List<byte[]> queries = queries();
    assertComeToNothing(query -> roads.hot(query, Transport.UDP) >= 0, queries);
  }

  @Test
  void the_whole_way_of_a_query_allocates_nothing() {
    List<byte[]> queries = queries();
    var house = new TestHouse(roads.owners(), new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY));
    var exchange = new LentExchange();
    int rounds =
        assertComeToNothing(
            query -> {
              exchange.take(query);
              house.responder.respond(exchange);
              return exchange.isSent();
            },
            queries);
    assertThat(house.observer.hot.get()).isEqualTo(rounds * 4 * HITS);
  }

  @Test
  void answers_from_zones_allocate_nothing() throws Exception {
    List<byte[]> queries = new ArrayList<>();
    List<Zone> zones = new ArrayList<>();
    for (String file : ZONES) {
      Scenario scenario = Scenario.read(Path.of("src/test/resources/scenarios", file));
      zones.addAll(scenario.zones());
      scenario.cases().forEach(each -> queries.add(each.query.toWire()));
    }
    var house = TestHouse.ofZones(zones);
    var exchange = new LentExchange();
    queries.removeIf(query -> !isAnsweredShortly(query, house, exchange));
    assertThat(queries).hasSizeGreaterThan(100);
    assertComeToNothing(
        query -> {
          exchange.take(query);
          house.responder.respond(exchange);
          return exchange.isSent();
        },
        queries);
  }

  private static boolean isAnsweredShortly(byte[] query, TestHouse house, LentExchange exchange) {
    int before = house.observer.hot.get();
    exchange.take(query);
    house.responder.respond(exchange);
    return house.observer.hot.get() > before;
  }

  /// From the system call that reads queries to the one that sends answers. The loop's own code is
  /// compiled when it is, so what counts is that a thousand answers without an object come to be.
  @Test
  void hits_over_udp_in_batches_come_to_allocate_nothing() throws Exception {
    Assumptions.assumeTrue(Engine.best() == Engine.EPOLL, "batches are Linux's");
    List<byte[]> queries = queries();
    var house = new TestHouse(roads.owners(), new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY));
    try (var loops = new EventLoops(Engine.EPOLL, 1);
        var listener = TestSockets.open(loops, house.responder, UdpEngine.BATCH);
        var client = new TestSockets.Client(listener.address())) {
      long loop = loops.group().submit(() -> Thread.currentThread().threadId()).get();
      int windows = 0;
      while (allocatedBy(loop, () -> ask(client, queries, 1_000)) > 0) {
        assertThat(++windows).isLessThan(MOST_WINDOWS);
      }
    }
    assertThat(house.observer.hot.get()).isEqualTo(house.observer.answered.get());
  }

  private static void ask(TestSockets.Client client, List<byte[]> queries, int count) {
    for (int i = 0; i < count; i += AT_ONCE) {
      int first = i % (queries.size() - AT_ONCE);
      client.udp(queries.subList(first, first + AT_ONCE));
    }
  }

  private static long allocatedBy(long thread, Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(thread);
    work.run();
    return threads.getThreadAllocatedBytes(thread) - before;
  }

  private List<byte[]> queries() {
    List<byte[]> queries = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      String name = "host" + i + ".example.com.";
      roads.keep(Told.address(name), Told.answer(name + " 3600 IN A 192.0.2.1"));
      queries.add(PlainMessage.of(name, Type.A).octets());
      queries.add(PlainMessage.of(name, Type.A).edns(1232, 0).octets());
      roads.keep(
          Told.query(name, Type.AAAA), new NxDomain(List.of(), Told.sets(Told.SOA), Standing.TOLD));
      queries.add(PlainMessage.of(name, Type.AAAA).octets());
      roads.keep(
          Told.query(name, Type.MX, 0, Edns.DNSSEC_OK),
          new Answer(
              Told.sets(name + " 3600 IN CNAME mail.example.net."),
              Told.sets("mail.example.net. 3600 IN MX 1 in.example.net."),
              List.of(),
              List.of(),
              Standing.TOLD_AS_VALIDATED));
      queries.add(PlainMessage.of(name, Type.MX).edns(1232, Edns.DNSSEC_OK).octets());
    }
    roads.pass(5);
    return queries;
  }

  /// A compiler may be late, or give up what it assumed; how many rounds it took.
  private static int assertComeToNothing(Predicate<byte[]> answers, List<byte[]> queries) {
    int rounds = 1;
    while (allocated(answers, queries) > 0) {
      assertThat(++rounds).isLessThanOrEqualTo(MOST_ROUNDS);
    }
    return rounds;
  }

  private static long allocated(Predicate<byte[]> answers, List<byte[]> queries) {
    hit(answers, queries, 3 * HITS); // until it is compiled, and the cache's rings are there
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes();
    long before = threads.getCurrentThreadAllocatedBytes();
    int answered = hit(answers, queries, HITS);
    long allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertThat(answered).isEqualTo(HITS);
    return allocated;
  }

  private static int hit(Predicate<byte[]> answers, List<byte[]> queries, int times) {
    int answered = 0;
    for (int i = 0; i < times; i++) {
      answered += answers.test(queries.get(i % queries.size())) ? 1 : 0;
    }
    return answered;
  }
}
