package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.Guard.Doubt;
import dev.cairn.feed.Update.Step;
import dev.cairn.feed.Update.Whole;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GuardTest {
  private Instant now = Instant.ofEpochSecond(1_000);
  private final Guard guard = new Guard(Duration.ofSeconds(60), () -> now);

  @Test
  void the_first_that_is_known_is_served_whatever_it_is() {
    whole(7);
    assertThat(served()).isEmpty();
    assertThat(guard.held()).isNull();
  }

  @Test
  void a_reading_that_removes_all_is_held_until_one_after_the_time_says_the_same() {
    whole(1, "api:1@10.0.0.1", "web:1@10.0.0.2");
    whole(2);
    assertThat(served()).containsExactly("api:1", "web:1");
    assertThat(doubt()).isEqualTo(Doubt.EMPTIED);
    pass(59);
    whole(3);
    assertThat(served()).as("a confirmation that came too early").hasSize(2);
    pass(1);
    whole(4);
    assertThat(served()).isEmpty();
    assertThat(guard.held()).isNull();
  }

  @Test
  void of_ten_instances_half_may_go_at_once_and_more_may_not() {
    guard.judge(new Whole(Mirrors.many("lab", 0, 10), new Generation("", 1)));
    guard.judge(new Whole(Mirrors.many("lab", 0, 5), new Generation("", 2)));
    assertThat(served()).hasSize(5);
    guard.judge(new Whole(Mirrors.many("lab", 0, 10), new Generation("", 3)));
    guard.judge(new Whole(Mirrors.many("lab", 0, 4), new Generation("", 4)));
    assertThat(served()).hasSize(10);
    assertThat(doubt()).isEqualTo(Doubt.EMPTIED);
  }

  @Test
  void of_few_instances_most_may_go_at_once() {
    guard.judge(new Whole(Mirrors.many("lab", 0, 9), new Generation("", 1)));
    guard.judge(new Whole(Mirrors.many("lab", 0, 1), new Generation("", 2)));
    assertThat(served()).hasSize(1);
  }

  @Test
  void what_is_new_is_served_beside_what_is_held() {
    whole(1, "api:1@10.0.0.1", "api:2@10.0.0.2");
    whole(2, "api:3@10.0.0.3");
    assertThat(served()).containsExactly("api:1", "api:2", "api:3");
    whole(3, "api:1@10.0.0.1", "api:2@10.0.0.2", "api:3@10.0.0.3");
    assertThat(guard.held()).as("all is back").isNull();
  }

  @Test
  void what_goes_one_by_one_is_believed_at_once() {
    whole(1, "api:1@10.0.0.1");
    guard.judge(step(2, Mirrors.of("lab"), Set.of(), "api:1"));
    assertThat(served()).isEmpty();
    assertThat(guard.held()).isNull();
  }

  @Test
  void while_something_is_held_single_changes_are_served_all_the_same() {
    whole(10, "api:1@10.0.0.1", "api:2@10.0.0.2", "api:3@10.0.0.3");
    whole(2);
    assertThat(doubt()).isEqualTo(Doubt.REWOUND);
    Mirror now = Mirrors.of("lab", "api:1@10.0.0.9");
    guard.judge(step(3, now, Set.of("api:1"), "api:3"));
    assertThat(served()).containsExactly("api:1", "api:2");
    assertThat(served().getFirst()).isEqualTo("api:1");
    assertThat(guard.accept()).isTrue();
    assertThat(served()).containsExactly("api:1");
  }

  @Test
  void what_is_older_and_differs_is_held_whole() {
    whole(10, "api:1@10.0.0.1", "api:2@10.0.0.2");
    whole(9, "api:1@10.0.0.9", "api:2@10.0.0.2", "old:1@10.0.0.3");
    assertThat(served()).containsExactly("api:1", "api:2");
    assertThat(address("api:1")).isEqualTo("10.0.0.1");
    assertThat(doubt()).isEqualTo(Doubt.REWOUND);
    whole(11, "api:1@10.0.0.9", "api:2@10.0.0.2", "old:1@10.0.0.3");
    assertThat(address("api:1")).as("it only counted on").isEqualTo("10.0.0.1");
    pass(60);
    whole(12, "api:1@10.0.0.9", "api:2@10.0.0.2", "old:1@10.0.0.3");
    assertThat(address("api:1")).isEqualTo("10.0.0.9");
    assertThat(guard.generation().number()).isEqualTo(12);
  }

  @Test
  void what_is_older_and_has_all_that_is_served_is_believed() {
    whole(10, "api:1@10.0.0.1");
    whole(3, "api:1@10.0.0.1", "api:2@10.0.0.2");
    assertThat(served()).containsExactly("api:1", "api:2");
    assertThat(guard.held()).isNull();
  }

  @Test
  void another_cluster_is_doubted_though_it_counts_higher() {
    guard.judge(new Whole(Mirrors.of("lab", "api:1@10.0.0.1"), new Generation("a", 10)));
    guard.judge(new Whole(Mirrors.of("lab", "api:2@10.0.0.2"), new Generation("b", 20)));
    assertThat(served()).containsExactly("api:1");
    assertThat(guard.held()).isNotNull();
    assertThat(guard.held().why()).contains("another cluster");
  }

  @Test
  void what_was_kept_from_before_the_start_is_guarded_too() {
    guard.begin(Mirrors.of("lab", "api:1@10.0.0.1"), new Generation("", 10));
    whole(11);
    assertThat(served()).containsExactly("api:1");
  }

  private void whole(long generation, String... instances) {
    guard.judge(new Whole(Mirrors.of("lab", instances), new Generation("", generation)));
  }

  private static Step step(long generation, Mirror mirror, Set<String> put, String gone) {
    return new Step(
        mirror,
        new Generation("", generation),
        Set.copyOf(put.stream().map(id -> new Instance.Key("lab", id)).toList()),
        Set.of(new Instance.Key("lab", gone)));
  }

  private List<String> served() {
    return Mirrors.ids(guard.served());
  }

  private String address(String id) {
    return guard.served().instances().stream()
        .filter(one -> one.key().id().equals(id))
        .findFirst()
        .orElseThrow()
        .address();
  }

  private Doubt doubt() {
    assertThat(guard.held()).isNotNull();
    return guard.held().doubt();
  }

  private void pass(int seconds) {
    now = now.plusSeconds(seconds);
  }
}
