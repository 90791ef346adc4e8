package dev.cairn.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// The last events, and those who read them.
final class EventLogTest {
  private final AtomicLong millis = new AtomicLong(1_700_000_000_000L);
  private final EventLog log =
      new EventLog(() -> Instant.ofEpochMilli(millis.get()), new Random(1), 4);

  @Test
  void a_reader_is_told_what_came_after_his_place() {
    long place = log.end();
    happen("a", "b", "c");
    var first = log.behind(place, 2);
    assertThat(subjects(first)).containsExactly("a", "b");
    assertThat(first.isGapBefore()).isFalse();
    var second = log.behind(first.seq(), 2);
    assertThat(subjects(second)).containsExactly("c");
    assertThat(log.behind(second.seq(), 2).events()).isEmpty();
    assertThat(log.behind(second.seq(), 2).seq()).isEqualTo(second.seq());
  }

  @Test
  void who_is_too_slow_has_a_gap() {
    happen("a");
    long place = log.end();
    happen("b", "c", "d", "e");
    assertThat(log.behind(place, 9).isGapBefore()).isFalse();
    happen("f");
    var passage = log.behind(place, 9);
    assertThat(passage.isGapBefore()).isTrue();
    assertThat(subjects(passage)).containsExactly("c", "d", "e", "f");
  }

  @Test
  void a_place_is_found_by_its_id() {
    happen("a", "b", "c");
    var all = log.behind(0, 9).events();
    for (Event event : all) {
      assertThat(log.placeOf(event.id())).isEqualTo(event.seq());
    }
    happen("d", "e");
    assertThat(log.placeOf(all.getFirst().id())).isEqualTo(-1);
    assertThat(log.placeOf("")).isEqualTo(-1);
    assertThat(log.placeOf("ZZZ")).isEqualTo(-1);
    assertThat(log.behind(-1, 9).isGapBefore()).isTrue();
  }

  @Test
  void nobody_has_missed_what_never_happened_but_who_comes_from_before_the_start_cannot_know() {
    assertThat(log.behind(log.end(), 9).isGapBefore()).isFalse();
    long place = log.placeOf("01JABCDEFGHJKMNPQRSTVWXYZ0");
    var passage = log.behind(place, 9);
    assertThat(passage.isGapBefore()).isTrue();
    assertThat(passage.events()).isEmpty();
    happen("a");
    assertThat(subjects(log.behind(passage.seq(), 9))).containsExactly("a");
  }

  @Test
  void ids_ascend_whatever_the_clock_does() {
    var ids = new EventIds(new Random(2));
    List<String> drawn = new ArrayList<>();
    for (long now : new long[] {1000, 1000, 1001, 900, 900, 1_700_000_000_000L}) {
      drawn.add(ids.next(now));
    }
    assertThat(drawn).isSorted().doesNotHaveDuplicates();
    assertThat(drawn).allMatch(id -> id.matches("[0-7][0-9A-HJKMNP-TV-Z]{25}"));
    assertThat(drawn.getLast()).startsWith("01HF7YAT00"); // 2023-11-14T22:13:20Z
  }

  @Test
  void a_listener_is_woken_until_he_leaves() {
    var woken = new AtomicInteger();
    Runnable leave = log.listen(woken::incrementAndGet);
    happen("a", "b");
    leave.run();
    happen("c");
    assertThat(woken).hasValue(2);
  }

  private void happen(String... subjects) {
    for (String subject : subjects) {
      millis.addAndGet(7);
      log.publish(Happening.of(EventType.SERVICE_ADDED, subject));
    }
  }

  private static List<String> subjects(EventLog.Passage passage) {
    return passage.events().stream().map(event -> event.what().subject()).toList();
  }
}
