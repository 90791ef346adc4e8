package dev.cairn.cache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome;
import org.junit.jupiter.api.Test;

class PrefetchTest {
  private static final String WWW = "www.example.com.";

  private final CacheFixture fixture = new CacheFixture();

  @Test
  void a_hit_in_the_last_tenth_has_it_refreshed_once() {
    fixture.keep(WWW, Told.answer("www.example.com. 100 IN A 192.0.2.1"));
    fixture.pass(89);
    fixture.ask(WWW);
    assertThat(fixture.refreshed).isEmpty();
    fixture.pass(1);
    assertThat(fixture.ask(WWW)).isInstanceOf(Outcome.Answer.class);
    fixture.ask(WWW);
    assertThat(fixture.refreshed).hasSize(1);
    assertThat(fixture.refreshed.getFirst().question()).isEqualTo(Told.address(WWW).question());
    assertThat(fixture.cache.statistics().prefetches()).isEqualTo(1);
  }

  @Test
  void the_refreshed_entry_is_refreshed_again_in_its_own_time() {
    Outcome answer = Told.answer("www.example.com. 100 IN A 192.0.2.1");
    for (int life = 1; life <= 3; life++) {
      fixture.keep(WWW, answer);
      fixture.pass(95);
      fixture.ask(WWW);
      assertThat(fixture.refreshed).hasSize(life);
    }
  }

  @Test
  void what_lives_less_than_ten_seconds_is_not_refreshed() {
    fixture.keep(WWW, Told.answer("www.example.com. 9 IN A 192.0.2.1"));
    fixture.pass(8);
    fixture.ask(WWW);
    assertThat(fixture.refreshed).isEmpty();
  }

  @Test
  void what_nobody_asks_for_is_not_refreshed() {
    fixture.keep(WWW, Told.answer("www.example.com. 100 IN A 192.0.2.1"));
    fixture.pass(101);
    fixture.ask(WWW);
    assertThat(fixture.refreshed).isEmpty();
  }
}
