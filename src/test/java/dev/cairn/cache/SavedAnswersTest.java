package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.message.Edns;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class SavedAnswersTest {
  private static final String WWW = "www.example.com.";
  private static final Outcome ANSWER = Told.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final Instant THEN = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration DAY = Duration.ofDays(1);

  private final CacheFixture before = new CacheFixture();
  private final CacheFixture after = new CacheFixture();

  @Test
  void answers_survive_and_their_time_goes_on() throws IOException {
    before.keep(Told.address("WWW.example.com."), new Report(ANSWER, "192.0.2.53:53", 0));
    var signed = Told.query(WWW, Type.AAAA, 0, Edns.DNSSEC_OK);
    before.keep(signed, new Report(Told.nxDomain(Told.SOA), "192.0.2.54:53", 0));
    before.pass(100);
    assertThat(read(written(), 42)).isEqualTo(2);
    assertThat(Told.ttls(after.ask(WWW))).containsExactly(158);
    assertThat(after.ask(signed)).isInstanceOf(NxDomain.class);
    assertThat(after.ask(Told.query(WWW, Type.AAAA))).isEqualTo(Outcome.NOT_MINE);
    var shown = new CacheInspection(after.cache).at(Name.fromConstantString(WWW));
    assertThat(shown.getFirst().source().upstream()).isEqualTo("192.0.2.53:53");
    assertThat(shown.getFirst().life().age()).isEqualTo(142);
    after.pass(158);
    assertThat(after.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void what_is_over_meanwhile_is_stale() throws IOException {
    before.keep(WWW, ANSWER);
    read(written(), 400);
    assertThat(after.ask(WWW)).isEqualTo(Outcome.NOT_MINE);
    assertThat(after.recall(Told.address(WWW))).isInstanceOf(Stale.class);
  }

  @Test
  void what_may_not_be_served_any_more_is_not_written() throws IOException {
    before.keep(WWW, ANSWER);
    before.pass(301);
    assertThat(read(written(Duration.ZERO), 0)).isZero();
    assertThat(read(written(Duration.ofSeconds(2)), 0)).isEqualTo(1);
  }

  @Test
  void what_is_from_the_future_is_not_taken() throws IOException {
    before.keep(WWW, ANSWER);
    assertThat(read(written(), -5)).isZero();
  }

  @Test
  void each_scope_finds_its_own_whenever_it_appears() throws IOException {
    var corp =
        new Scope(Name.fromConstantString("Corp.example."), List.of("10.0.0.53:53", "x"), "");
    var told = new Report(Told.answer("a.corp.example. 300 IN A 192.0.2.7"), "", 0);
    Told.keep(before.cache.view(corp, CacheFixture.POLICY), Told.address("a.corp.example."), told);
    before.keep(WWW, ANSWER);
    assertThat(read(written(), 0)).isEqualTo(2);
    assertThat(after.ask("a.corp.example.")).isEqualTo(Outcome.NOT_MINE);
    assertThat(after.ask(WWW)).isInstanceOf(Answer.class);
    var later = after.cache.view(corp, CacheFixture.POLICY).here();
    assertThat(later.resolve(Told.address("a.corp.example."), Trace.NONE))
        .isInstanceOf(Answer.class);
    var stricter = new Scope(corp.suffix(), corp.upstreams(), "private addresses");
    assertThat(
            after
                .cache
                .view(stricter, CacheFixture.POLICY)
                .here()
                .resolve(Told.address("a.corp.example."), Trace.NONE))
        .isEqualTo(Outcome.NOT_MINE);
  }

  @Test
  void no_more_is_taken_than_fits() throws IOException {
    for (int i = 0; i < 1_000; i++) {
      before.keep("host" + i + ".example.com.", ANSWER);
    }
    after.cache.maximum(50_000);
    assertThat(read(written(), 0)).isBetween(100, 300);
    assertThat(after.cache.octets()).isLessThanOrEqualTo(50_000);
    assertThat(after.cache.statistics().evictions()).isZero();
  }

  @Test
  void what_is_not_whole_is_refused_and_nothing_of_it_kept() throws IOException {
    for (int i = 0; i < 20; i++) {
      before.keep("host" + i + ".example.com.", ANSWER);
    }
    byte[] whole = written();
    for (int length = 0; length < whole.length; length++) {
      refused(Arrays.copyOf(whole, length));
    }
    refused(Arrays.copyOf(whole, whole.length + 1));
  }

  @Test
  void what_was_changed_is_refused_and_nothing_of_it_kept() throws IOException {
    for (int i = 0; i < 20; i++) {
      before.keep("host" + i + ".example.com.", ANSWER);
    }
    byte[] whole = written();
    var random = new Random(4);
    for (int i = 0; i < 5_000; i++) {
      byte[] other = whole.clone();
      other[random.nextInt(other.length)] ^= (byte) (1 << random.nextInt(8));
      refused(other);
    }
  }

  @Test
  void files_of_others_are_named_as_such() throws IOException {
    assertThatThrownBy(() -> read("[server]\nlisten = []\n".getBytes("US-ASCII"), 0))
        .hasMessage("it is not a saved cache");
    byte[] later = written();
    later[11] = 9;
    assertThatThrownBy(() -> read(later, 0)).hasMessageContaining("version is 9");
  }

  private void refused(byte[] octets) {
    assertThatThrownBy(() -> read(octets, 0)).isInstanceOf(IOException.class);
    assertThat(after.cache.entries()).isZero();
  }

  private byte[] written() throws IOException {
    return written(DAY);
  }

  private byte[] written(Duration stale) throws IOException {
    var out = new ByteArrayOutputStream();
    new SavedAnswers(before.cache, InstantSource.fixed(THEN)).write(out, stale);
    return out.toByteArray();
  }

  private int read(byte[] octets, long secondsLater) throws IOException {
    var clock = InstantSource.fixed(THEN.plusSeconds(secondsLater));
    return new SavedAnswers(after.cache, clock).read(new ByteArrayInputStream(octets));
  }
}
