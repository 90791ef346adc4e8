package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.Purge;
import dev.cairn.cache.Scope;
import dev.cairn.cache.Told;
import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Trace;
import dev.cairn.upstream.Timekeeper;
import java.io.IOException;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class CoalescingTest {
  private static final String WWW = "www.example.com.";
  private static final TestUpstream.Script RIGHT =
      Scripts.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final Executor CLIENTS = Thread::startVirtualThread;

  private final ForwardFixture fixture = new ForwardFixture(Timekeeper.SYSTEM, 10);

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void five_hundred_identical_questions_cost_one_query() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(upstream);
      var outcomes =
          IntStream.range(0, 500)
              .mapToObj(i -> asking(forwarder, Told.address(i % 2 == 0 ? WWW : "WWW.example.com.")))
              .toList();
      assertThat(outcomes).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Answer.class));
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  @Test
  void those_who_come_while_it_is_under_way_wait_for_the_same_failure() throws IOException {
    var gate = new CountDownLatch(1);
    try (var upstream = TestUpstream.doing(Scripts.after(gate, Scripts.say(2)))) {
      var forwarder = fixture.forwarder(upstream);
      var outcomes = new ArrayList<CompletableFuture<Outcome>>();
      for (int i = 0; i < 50; i++) {
        outcomes.add(asking(forwarder, Told.address(WWW)));
      }
      await().until(() -> !upstream.datagrams().isEmpty());
      gate.countDown();
      assertThat(outcomes).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Failed.class));
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  @Test
  void who_asks_after_a_purge_does_not_wait_for_what_was_asked_before_it() throws IOException {
    var gate = new CountDownLatch(1);
    var changed = new AtomicBoolean();
    TestUpstream.Script slowlyAsItWas =
        (query, transport) -> {
          boolean isNew = changed.get();
          return Scripts.after(
                  gate, Scripts.answer(WWW + " 300 IN A 192.0.2." + (isNew ? "2" : "1")))
              .repliesTo(query, transport);
        };
    try (var upstream = TestUpstream.doing(slowlyAsItWas)) {
      var cache = new AnswerCache(1 << 20, System::nanoTime, new SecureRandom(), Runnable::run);
      var policy = new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));
      var forwarder =
          new Forwarder(
              ForwardFixture.settings(
                  Duration.ofSeconds(30), Duration.ofSeconds(30), 1, upstream.address()),
              fixture.pool,
              cache.view(new Scope(Name.root, List.of(), ""), policy));
      var before = asking(forwarder, Told.address(WWW));
      await().until(() -> upstream.datagrams().size() == 1);
      cache.purge(new Purge.OfName(Name.fromConstantString(WWW)));
      changed.set(true);
      var after = asking(forwarder, Told.address(WWW));
      await().until(() -> upstream.datagrams().size() == 2);
      var besides = asking(forwarder, Told.address(WWW));
      gate.countDown();
      assertThat(lastOctet(before.join())).isEqualTo(1);
      assertThat(lastOctet(after.join())).isEqualTo(2);
      assertThat(lastOctet(besides.join())).isEqualTo(2);
      int asked = upstream.datagrams().size();
      assertThat(lastOctet(ForwardFixture.ask(forwarder, WWW))).isEqualTo(2);
      assertThat(upstream.datagrams()).hasSize(asked); // it was kept
      await().until(() -> fixture.pool.underWay() == 0);
    }
  }

  private static int lastOctet(Outcome told) {
    return ((Answer) told).records().getFirst().rdata().getFirst()[3];
  }

  @Test
  void a_client_whose_side_fails_is_told_so_and_keeps_nobody_from_his_answer() throws IOException {
    var gate = new CountDownLatch(1);
    var broken = new CompletableFuture<Outcome>();
    try (var upstream = TestUpstream.doing(Scripts.after(gate, RIGHT))) {
      var forwarder = fixture.forwarder(upstream);
      forwarder.resolve(
          Told.address(WWW),
          new Asker(InetAddress.getLoopbackAddress(), System.nanoTime()),
          Trace.NONE,
          told -> {
            if (told instanceof Answer) {
              throw new IllegalStateException("a bug, made for this test");
            }
            broken.complete(told);
          });
      await().until(() -> !upstream.datagrams().isEmpty());
      var behind = asking(forwarder, Told.address(WWW));
      gate.countDown();
      assertThat(behind.join()).isInstanceOf(Answer.class);
      assertThat(broken.join()).isInstanceOf(Failed.class);
    }
  }

  @Test
  void do_and_cd_make_another_question_and_nothing_else_does() throws IOException {
    var gate = new CountDownLatch(1);
    try (var upstream = TestUpstream.doing(Scripts.after(gate, RIGHT))) {
      var forwarder = fixture.forwarder(upstream);
      List<CompletableFuture<Outcome>> all =
          List.of(
              asking(forwarder, Told.query(WWW, Type.A)),
              asking(forwarder, Told.query(WWW, Type.A, Flags.AD, 0x0001)),
              asking(forwarder, Told.query(WWW, Type.A, Flags.CD, 0)),
              asking(forwarder, Told.query(WWW, Type.A, 0, Edns.DNSSEC_OK)));
      await().until(() -> upstream.datagrams().size() == 3);
      gate.countDown();
      assertThat(all).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Answer.class));
      assertThat(upstream.datagrams()).hasSize(3);
    }
  }

  @Test
  void so_many_questions_may_be_under_way_and_the_next_fails_at_once() throws IOException {
    var gate = new CountDownLatch(1);
    try (var upstream = TestUpstream.doing(Scripts.after(gate, Scripts.say(3, Told.SOA)))) {
      var forwarder = fixture.forwarder(upstream);
      var tenth =
          IntStream.range(0, 10)
              .mapToObj(i -> asking(forwarder, Told.address(i + ".example.com.")))
              .toList();
      await().until(() -> fixture.pool.underWay() == 10);
      var failed = (Failed) ForwardFixture.ask(forwarder, "one.more.example.com.");
      assertThat(failed.why().code()).isEqualTo(ExtendedError.OTHER);
      assertThat(fixture.pool.turnedAway()).isEqualTo(1);
      gate.countDown();
      assertThat(tenth).allSatisfy(one -> assertThat(one.join()).isNotInstanceOf(Failed.class));
      await().until(() -> fixture.pool.underWay() == 0);
    }
  }

  @Test
  void a_refresh_returns_at_once_and_replaces_what_is_kept() throws IOException {
    try (var upstream = TestUpstream.answering("www.example.com. 100 IN A 192.0.2.1")) {
      var forwarder = fixture.forwarder(upstream);
      var here = fixture.view.here(forwarder::refresh);
      ForwardFixture.ask(forwarder, WWW);
      fixture.cacheTime.pass(Duration.ofSeconds(95));
      assertThat(Told.ttls(here.resolve(Told.address(WWW), Trace.NONE))).containsExactly(5);
      await().until(() -> Told.ttls(here.resolve(Told.address(WWW), Trace.NONE)).getFirst() == 100);
      assertThat(upstream.datagrams()).hasSize(2);
    }
  }

  @Test
  void who_asks_before_what_was_told_is_kept_is_told_the_same() throws IOException {
    try (var upstream = TestUpstream.answering("www.example.com. 300 IN A 192.0.2.1")) {
      var forwarder = fixture.forwarder(upstream);
      var asker = new Asker(InetAddress.getLoopbackAddress(), System.nanoTime());
      var again = new CompletableFuture<Outcome>();
      var known = new CompletableFuture<Outcome>();
      forwarder.resolve(
          Told.address("www.example.com."),
          asker,
          Trace.NONE,
          told -> {
            var here = fixture.view.here();
            known.complete(here.resolve(Told.address("www.example.com."), Trace.NONE));
            forwarder.resolve(Told.address("www.example.com."), asker, Trace.NONE, again::complete);
          });
      assertThat(again.join()).isInstanceOf(Answer.class);
      assertThat(known.join()).as("nobody waits for that").isInstanceOf(NotMine.class);
      assertThat(upstream.datagrams()).hasSize(1);
    }
  }

  private static CompletableFuture<Outcome> asking(Forwarder forwarder, Query query) {
    return CompletableFuture.supplyAsync(
        () -> ForwardFixture.asking(forwarder, query).join(), CLIENTS);
  }
}
