package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class PurgeTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void names_at_and_below_a_suffix_are_forgotten() {
    for (var name : List.of("example.com.", "www.Example.com.", "myexample.com.", "com.")) {
      fixture.keep(name, ANSWER);
    }
    assertThat(purge(new Purge.Subtree(name("EXAMPLE.com.")))).isEqualTo(2);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask("myexample.com.")).isInstanceOf(Answer.class);
    assertThat(purge(new Purge.Subtree(Name.root))).isEqualTo(2);
    assertThat(fixture.cache.statistics().purged()).isEqualTo(4);
  }

  @Test
  void one_name_is_forgotten_in_all_types_and_scopes() {
    var other =
        fixture.cache.view(new Scope(name("example.com."), List.of(), ""), CacheFixture.POLICY);
    Told.keep(other, Told.address(WWW), new Report(ANSWER, "", fixture.ticker.read()));
    fixture.keep(WWW, ANSWER);
    keep(Told.query(WWW, Type.AAAA), fixture.ticker.read());
    fixture.keep("a.www.example.com.", ANSWER);
    assertThat(purge(new Purge.OfName(name(WWW)))).isEqualTo(3);
    assertThat(other.here().resolve(Told.address(WWW), Trace.NONE)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.ask("a.www.example.com.")).isInstanceOf(Answer.class);
  }

  @Test
  void one_type_of_a_name_is_forgotten() {
    fixture.keep(WWW, ANSWER);
    keep(Told.query(WWW, Type.AAAA), fixture.ticker.read());
    assertThat(purge(new Purge.OfType(name("WWW.example.com."), Type.AAAA))).isEqualTo(1);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
  }

  @Test
  void all_is_forgotten_failures_too() {
    fixture.keep(WWW, ANSWER);
    fixture.keep("failed.example.com.", Told.failed("why"));
    assertThat(purge(new Purge.All())).isEqualTo(1);
    assertThat(fixture.ask("failed.example.com.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.entries()).isZero();
  }

  @Test
  void what_was_asked_for_before_a_purge_is_told_and_not_kept() {
    long before = fixture.ticker.read();
    fixture.ticker.pass(Duration.ofMillis(5));
    purge(new Purge.Subtree(name("example.com.")));
    fixture.ticker.pass(Duration.ofMillis(5));
    assertThat(keep(Told.address(WWW), before)).isInstanceOf(Answer.class);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(fixture.cache.statistics().refusedByPurge()).isEqualTo(1);
    keep(Told.address("www.example.net."), before);
    assertThat(fixture.ask("www.example.net.")).isInstanceOf(Answer.class);
    keep(Told.address(WWW), fixture.ticker.read());
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
  }

  @Test
  void a_purge_is_remembered_for_a_minute() {
    long before = fixture.ticker.read();
    fixture.pass(1);
    purge(new Purge.OfName(name(WWW)));
    fixture.pass(59);
    keep(Told.address(WWW), before);
    assertThat(fixture.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    fixture.pass(1);
    keep(Told.address(WWW), before);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
  }

  @Test
  void very_many_purges_are_remembered_as_one_of_everything() {
    long before = fixture.ticker.read();
    fixture.pass(1);
    for (int i = 0; i < 64; i++) {
      purge(new Purge.OfName(name("host" + i + ".example.net.")));
    }
    keep(Told.address(WWW), before);
    assertThat(fixture.ask(WWW)).isInstanceOf(Answer.class);
    purge(new Purge.OfName(name("one.more.example.net.")));
    keep(Told.query(WWW, Type.AAAA), before);
    assertThat(fixture.ask(Told.query(WWW, Type.AAAA))).isEqualTo(Outcome.NOT_MINE);
  }

  private int purge(Purge purge) {
    return fixture.cache.purge(purge);
  }

  private Outcome keep(Query query, long askedAt) {
    return fixture.keep(query, new Report(ANSWER, "192.0.2.53:53", askedAt));
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
