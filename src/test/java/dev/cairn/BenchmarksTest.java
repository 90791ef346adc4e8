package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.hotpath.AnswerBenchmark;
import dev.cairn.wire.MessageBenchmark;
import dev.cairn.wire.QueryReader;
import dev.cairn.zone.Finding;
import dev.cairn.zone.LookupBenchmark;
import org.junit.jupiter.api.Test;

/// What `bench/jmh` measures does what it says.
class BenchmarksTest {
  @Test
  void lookups_find_what_they_look_for() {
    var benchmark = new LookupBenchmark();
    benchmark.prepare();
    assertThat(benchmark.present()).isEqualTo(Finding.Kind.ANSWER);
    assertThat(benchmark.absent()).isEqualTo(Finding.Kind.NO_NAME);
    assertThat(benchmark.coveredByAWildcard()).isEqualTo(Finding.Kind.ANSWER);
  }

  @Test
  void messages_are_read_and_written() {
    var benchmark = new MessageBenchmark();
    assertThat(benchmark.readPlain()).isTrue();
    assertThat(benchmark.readClear()).isInstanceOf(QueryReader.WellFormed.class);
    assertThat(benchmark.writeClear()).isEqualTo(12 + 19 + 4 + 2 * 16);
  }

  @Test
  void queries_are_answered_at_once() {
    var benchmark = new AnswerBenchmark();
    assertThat(benchmark.address()).isTrue();
    assertThat(benchmark.alias()).isTrue();
    assertThat(benchmark.wildcard()).isTrue();
    assertThat(benchmark.noName()).isTrue();
    assertThat(benchmark.mailExchangeWithAddress()).isTrue();
    assertThat(benchmark.cacheHit()).isTrue();
  }
}
