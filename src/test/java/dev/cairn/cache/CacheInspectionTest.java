package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.resolve.Report;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class CacheInspectionTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");

  private final CacheFixture fixture = new CacheFixture();
  private final CacheInspection inspection = new CacheInspection(fixture.cache);

  @Test
  void all_that_is_held_of_a_name_is_shown() {
    fixture.view.keep(Told.address("wWw.example.com."), new Report(ANSWER, "192.0.2.53:53", 0));
    fixture.view.keep(
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
    assertThat(address.life()).isEqualTo(new CachedAnswer.Life(42, 258));
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
    assertThat(stale.life()).isEqualTo(new CachedAnswer.Life(310, -10));
    assertThat(stale.life().isStale()).isTrue();
    assertThat(Told.ttls(stale.outcome())).containsExactly(0);
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
