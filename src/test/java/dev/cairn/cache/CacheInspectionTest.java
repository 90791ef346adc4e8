package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.CachedAnswer.Serving;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.resolve.Report;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class CacheInspectionTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");

  private static final Outcome FAILED = Told.failed("192.0.2.53:53 said SERVFAIL");

  private final CacheFixture fixture = new CacheFixture();
  private final CacheInspection inspection = new CacheInspection(fixture.cache);

  @Test
  void all_that_is_held_of_a_name_is_shown() {
    fixture.keep(Told.address("wWw.example.com."), new Report(ANSWER, "192.0.2.53:53", 0));
    fixture.keep(
        Told.query(WWW, Type.AAAA, Flags.CD, Edns.DNSSEC_OK),
        new Report(Told.nxDomain(Told.SOA), "192.0.2.54:53", 0));
    fixture.keep("other.example.com.", ANSWER);
    fixture.ask(WWW);
    fixture.ask(WWW);
    fixture.pass(42);
    List<CachedAnswer> shown = inspection.at(Name.fromConstantString("WWW.example.com."));
    assertThat(shown).hasSize(2);
    CachedAnswer address = shown.getFirst();
    assertThat(address.asked().question()).hasToString("www.example.com. A");
    assertThat(address.asked().dnssecOk()).isFalse();
    assertThat(address.source())
        .isEqualTo(new CachedAnswer.Source(CacheFixture.SCOPE, "192.0.2.53:53"));
    assertThat(address.life()).isEqualTo(new CachedAnswer.Life(42, 258, Serving.FRESH));
    assertThat(address.use().hits()).isEqualTo(2);
    assertThat(address.use().octets()).isBetween(200, 300);
    assertThat(Told.ttls(address.outcome())).containsExactly(258);
    CachedAnswer absence = shown.getLast();
    assertThat(absence.asked().dnssecOk()).isTrue();
    assertThat(absence.asked().checkingDisabled()).isTrue();
    assertThat(absence.outcome()).isInstanceOf(NxDomain.class);
  }

  @Test
  void what_is_stale_says_since_when() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(310);
    CachedAnswer stale = inspection.at(Name.fromConstantString(WWW)).getFirst();
    assertThat(stale.life()).isEqualTo(new CachedAnswer.Life(310, -10, Serving.STALE_IF_NEED_BE));
    assertThat(stale.life().isStale()).isTrue();
    assertThat(Told.ttls(stale.outcome())).containsExactly(0);
  }

  @Test
  void what_is_stale_says_what_it_is_still_good_for() {
    fixture.keep(WWW, ANSWER);
    fixture.pass(310);
    fixture.keep(WWW, FAILED);
    assertThat(serving()).isEqualTo(Serving.STALE_AT_ONCE);
    fixture.ticker.pass(Duration.ofMillis(1));
    fixture.recoveredAt = fixture.ticker.read();
    assertThat(serving()).isEqualTo(Serving.STALE_IF_NEED_BE);
    fixture.pass(Duration.ofDays(1).toSeconds());
    assertThat(serving()).isEqualTo(Serving.NEVER);
  }

  @Test
  void a_failure_is_shown_for_as_long_as_nobody_is_asked() {
    fixture.keep(WWW, FAILED);
    fixture.pass(1);
    assertThat(inspection.at(Name.fromConstantString(WWW))).isEmpty();
    fixture.keep(WWW, FAILED);
    fixture.ticker.pass(Duration.ofMillis(1_500));
    CachedAnswer shown = inspection.at(Name.fromConstantString(WWW)).getFirst();
    assertThat(shown.asked().question()).hasToString("www.example.com. A");
    assertThat(shown.source().scope()).isEqualTo(CacheFixture.SCOPE);
    assertThat(shown.outcome()).isEqualTo(FAILED);
    assertThat(shown.life()).isEqualTo(new CachedAnswer.Life(1, 1, Serving.FRESH));
    fixture.recoveredAt = fixture.ticker.read();
    assertThat(inspection.at(Name.fromConstantString(WWW))).isEmpty();
  }

  private Serving serving() {
    return inspection.at(Name.fromConstantString(WWW)).getFirst().life().serving();
  }

  @Test
  void what_is_asked_for_most_often_comes_first() {
    for (int i = 0; i < 20; i++) {
      String name = "host" + i + ".example.com.";
      fixture.keep(name, ANSWER);
      for (int hits = 0; hits < i; hits++) {
        fixture.ask(name);
      }
    }
    List<CachedAnswer> top = inspection.top(3);
    assertThat(top)
        .extracting(answer -> answer.asked().question().name().toString())
        .containsExactly("host19.example.com.", "host18.example.com.", "host17.example.com.");
    assertThat(inspection.top(0)).isEmpty();
    assertThat(inspection.top(1_000_000)).hasSize(20);
  }
}
