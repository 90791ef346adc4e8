package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.upstream.HealthCheck.When;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;

/// Upstreams that fall silent and come back, as clients see it.
class BreakerInUseTest {
  private static final Script RIGHT = Scripts.address("192.0.2.1");
  private static final int CROWD = 500;

  private final PacedFixture fixture = new PacedFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void whoever_is_caught_when_an_upstream_falls_silent_waits_at_most_240_ms_longer()
      throws Exception {
    try (var first = TestUpstream.doing(RIGHT);
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, first, second);
      fixture.askMany(forwarder, "before-%d.example.com.", 20);
      first.nowDoes(Scripts.silence());
      var caught = fixture.askingMany(forwarder, "caught-%d.example.com.", CROWD);
      PacedFixture.until(() -> first.datagrams().size() == 20 + CROWD);
      fixture.pass(119);
      assertThat(second.datagrams()).isEmpty();
      fixture.pass(121);
      assertThat(caught)
          .allSatisfy(one -> assertThat(PacedFixture.await(one)).isInstanceOf(Answer.class));
      assertThat(fixture.upstream(first).isGood()).isFalse();
      int asked = first.datagrams().size();
      fixture.askMany(forwarder, "after-%d.example.com.", 100);
      assertThat(first.datagrams().size() - asked).isLessThanOrEqualTo(10); // trials and checks
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = When.class,
      names = {"ALWAYS", "WHEN_DOWN"})
  void an_upstream_that_says_anything_to_checks_is_not_down_because_a_domain_is_silent(When check)
      throws Exception {
    fixture.checking(check);
    var dead = Name.fromConstantString("dead.example.com.");
    Script checked = Scripts.alternating(1, Scripts.silence(), Scripts.say(Rcode.SERVFAIL));
    try (var only =
        TestUpstream.doing(
            Scripts.forNames(
                name -> name.subdomain(dead),
                Scripts.silence(),
                Scripts.forNames(Name.root::equals, checked, RIGHT)))) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      PacedFixture.await(fixture.asking(forwarder, "www.example.com."));
      for (int i = 0; i < 40; i++) { // four seconds in which nobody asks for anything else
        fixture.askingMany(forwarder, "name-" + i + "-%d.dead.example.com.", 20);
        fixture.passSlowly(100);
        assertThat(fixture.upstream(only).isDown()).isFalse();
      }
      assertThat(PacedFixture.await(fixture.asking(forwarder, "mail.example.com.")))
          .isInstanceOf(Answer.class);
      only.nowDoes(Scripts.silence());
      fixture.askingMany(forwarder, "last-%d.dead.example.com.", 20);
      fixture.passUntil(Duration.ofMillis(1_300), () -> fixture.upstream(only).isDown());
    }
  }

  @Test
  void trials_are_sent_besides_and_nobody_waits_for_them() throws Exception {
    fixture.checking(When.NEVER);
    try (var first = TestUpstream.doing(RIGHT);
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, first, second);
      fixture.bringDown(forwarder, first);
      int asked = first.datagrams().size();
      for (int i = 0; i < 20; i++) { // two seconds
        assertThat(PacedFixture.await(fixture.asking(forwarder, i + ".example.com.")))
            .isInstanceOf(Answer.class); // without any time passing
        fixture.passSlowly(100);
      }
      assertThat(first.datagrams().size() - asked).isBetween(2, 8);
      assertThat(fixture.upstream(first).isDown()).isTrue();
    }
  }

  @Test
  void one_that_is_slower_than_the_other_is_found_to_be_back_too() throws Exception {
    fixture.checking(When.NEVER);
    try (var first = TestUpstream.doing(RIGHT);
        var second = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, first, second);
      fixture.bringDown(forwarder, first);
      first.nowDoes(fixture.taking(Duration.ofMillis(60), RIGHT));
      for (int i = 0; i < 11; i++) {
        var one = fixture.asking(forwarder, i + ".example.com.");
        fixture.passUntil(Duration.ofSeconds(1), one::isDone);
        fixture.passSlowly(100);
      }
      assertThat(fixture.upstream(first).isGood()).isTrue();
      first.nowDoes(RIGHT);
      int asked = second.datagrams().size();
      PacedFixture.await(fixture.asking(forwarder, "again.example.com."));
      assertThat(second.datagrams()).hasSize(asked);
    }
  }

  @ParameterizedTest
  @EnumSource(When.class)
  void after_a_total_outage_the_first_fresh_answer_comes_within_a_second(When check)
      throws Exception {
    fixture.checking(check);
    try (var only = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.bringDown(forwarder, only);
      for (int i = 0; i < 50; i++) { // ten seconds: the back-off is as long as it gets
        fixture.asking(forwarder, "out-" + i + ".example.com.");
        fixture.passSlowly(100);
      }
      only.nowDoes(RIGHT);
      List<CompletableFuture<Outcome>> all = new ArrayList<>();
      long recovered = fixture.time.read();
      while (all.stream().noneMatch(one -> one.getNow(Outcome.NOT_MINE) instanceof Answer)) {
        assertThat(fixture.time.read() - recovered).isLessThan(Duration.ofMillis(1_050).toNanos());
        all.add(fixture.asking(forwarder, "back-" + all.size() + ".example.com."));
        fixture.passSlowly(20);
      }
      assertThat(fixture.upstream(only).isGood()).isTrue();
    }
  }

  @Test
  void while_all_are_down_stale_answers_are_given_at_once_and_fresh_ones_when_one_is_back()
      throws Exception {
    try (var only = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.askMany(forwarder, "known-%d.example.com.", 50);
      fixture.bringDown(forwarder, only);
      fixture.pass(301_000);
      assertThat(fixture.upstream(only).isDown()).isTrue();
      for (int round = 0; round < 2; round++) {
        assertThat(fixture.askingMany(forwarder, "known-%d.example.com.", 50))
            .allSatisfy(one -> assertThat(PacedFixture.await(one)).isInstanceOf(Stale.class));
      }
      fixture.passSlowly(300);
      only.nowDoes(RIGHT);
      int asked = only.datagrams().size();
      fixture.passUntil(Duration.ofMillis(1_050), () -> fixture.upstream(only).isGood());
      fixture.passSlowly(10);
      int tried = only.datagrams().size() - asked; // those whose askings went on
      var again = fixture.askingMany(forwarder, "known-%d.example.com.", 50);
      fixture.passUntil(Duration.ofSeconds(4), () -> again.stream().allMatch(one -> one.isDone()));
      assertThat(again.stream().filter(one -> one.join() instanceof Answer).count())
          .isGreaterThanOrEqualTo(50 - 16); // the others joined questions of before
      assertThat(only.datagrams().size() - asked - tried)
          .isLessThan(2 * 50); // no herd: hardly anything is asked twice
    }
  }

  @Test
  void who_asks_the_same_after_an_outage_has_it_asked_once_more() throws Exception {
    try (var upstream = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, upstream);
      PacedFixture.await(fixture.asking(forwarder, "known.example.com."));
      upstream.nowDoes(Scripts.silence());
      var first = fixture.asking(forwarder, "www.example.com.");
      fixture.bringDown(forwarder, upstream);
      upstream.nowDoes(RIGHT);
      fixture.passUntil(
          Duration.ofSeconds(2),
          () -> {
            fixture.asking(forwarder, "try-" + fixture.time.read() + ".example.com.");
            return !fixture.upstream(upstream).isDown();
          });
      assertThat(first).isNotDone();
      var second = fixture.asking(forwarder, "www.example.com.");
      fixture.passUntil(Duration.ofMillis(800), second::isDone); // until its last is overdue
      assertThat(second.join()).isInstanceOf(Answer.class);
      assertThat(PacedFixture.await(first)).isInstanceOf(Answer.class);
    }
  }

  @Test
  void whoever_waits_with_a_stale_answer_gets_it_when_the_last_upstream_goes_down()
      throws Exception {
    try (var only = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.askMany(forwarder, "known-%d.example.com.", 10);
      fixture.pass(301_000);
      only.nowDoes(Scripts.silence());
      var waiting = fixture.askingMany(forwarder, "known-%d.example.com.", 10);
      assertThat(
              fixture.passUntil(
                  Duration.ofSeconds(2), () -> waiting.stream().allMatch(one -> one.isDone())))
          .isLessThan(Duration.ofMillis(1_000));
      assertThat(waiting).allSatisfy(one -> assertThat(one.join()).isInstanceOf(Stale.class));
    }
  }

  @Test
  void while_all_are_down_names_without_a_stale_answer_fail_at_once_but_for_a_few()
      throws Exception {
    try (var only = TestUpstream.doing(Scripts.silence())) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.bringDown(forwarder, only);
      fixture.passSlowly(100);
      var all = fixture.askingMany(forwarder, "unknown-%d.example.com.", 100);
      fixture.pass(0);
      List<Outcome> failed =
          all.stream().filter(one -> one.isDone()).map(one -> one.join()).toList();
      assertThat(failed).hasSizeGreaterThanOrEqualTo(100 - 17);
      Failed first = (Failed) failed.getFirst();
      assertThat(first.why().code()).isEqualTo(ExtendedError.NO_REACHABLE_AUTHORITY);
      assertThat(first.why().text()).contains("all upstreams are down").contains("did not answer");
    }
  }

  @Test
  void nothing_is_prefetched_while_all_are_down() throws Exception {
    fixture.checking(When.NEVER);
    try (var only = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.bringDown(forwarder, only);
      fixture.passSlowly(1_000);
      int asked = only.datagrams().size();
      forwarder.refresh(Told.address("www.example.com."));
      assertThat(fixture.pool.underWay()).isLessThanOrEqualTo(30);
      fixture.passSlowly(100);
      assertThat(only.datagrams().stream().skip(asked))
          .noneMatch(query -> query.getQuestion().getName().toString().startsWith("www."));
    }
  }

  @Test
  void a_change_of_the_network_makes_all_as_at_the_beginning() throws Exception {
    fixture.checking(When.NEVER);
    try (var only = TestUpstream.doing(RIGHT)) {
      var forwarder = fixture.forwarder(Selection.ORDERED, only);
      fixture.bringDown(forwarder, only);
      only.nowDoes(RIGHT);
      fixture.pool.networkChanged();
      assertThat(fixture.upstream(only).isGood()).isTrue();
      assertThat(PacedFixture.await(fixture.asking(forwarder, "new.example.com.")))
          .isInstanceOf(Answer.class);
    }
  }

  @Test
  void nothing_stays_open_when_all_is_over() throws IOException, InterruptedException {
    try (var silent = TestUpstream.doing(Scripts.silence());
        var second = TestUpstream.doing(RIGHT)) {
      fixture.checking(When.NEVER);
      var forwarder = fixture.forwarder(Selection.ORDERED, silent, second);
      var all = fixture.askingMany(forwarder, "some-%d.example.com.", 200);
      fixture.passUntil(Duration.ofSeconds(5), () -> all.stream().allMatch(one -> one.isDone()));
      fixture.pass(5_000);
      assertThat(fixture.upstream(silent).open()).isZero();
      assertThat(fixture.upstream(second).open()).isZero();
      assertThat(fixture.pool.underWay()).isZero();
      assertThat(fixture.time.alarms()).isZero();
    }
  }
}
