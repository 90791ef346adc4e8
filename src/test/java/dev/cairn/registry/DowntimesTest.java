package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Instances that are out of service for a while.
final class DowntimesTest {
  private static final Instance.Key KEY = new Instance.Key("node1", "api-1");

  @TempDir Path folder;
  private final AtomicLong millis = new AtomicLong(1_000_000);

  @Test
  void an_instance_comes_back_when_its_time_is_over() {
    var registry = new Registry(new ServiceDirectory(1), Journal.NONE, this::now);
    register(registry);
    var downtimes = new Downtimes(registry, this::now);
    registry.maintain(KEY, "disk", Duration.ofMinutes(1));
    millis.addAndGet(59_999);
    downtimes.look();
    assertThat(isDown(registry)).isTrue();
    millis.addAndGet(1);
    downtimes.look();
    assertThat(isDown(registry)).isFalse();
  }

  @Test
  void without_an_end_it_stays_down_and_a_later_word_counts() {
    var registry = new Registry(new ServiceDirectory(1), Journal.NONE, this::now);
    register(registry);
    var downtimes = new Downtimes(registry, this::now);
    registry.maintain(KEY, "disk", Duration.ofMinutes(1));
    registry.maintain(KEY, "disk", Duration.ZERO);
    millis.addAndGet(3_600_000);
    downtimes.look();
    assertThat(isDown(registry)).isTrue();
  }

  @Test
  void the_end_is_known_after_a_restart() throws Exception {
    var before = new ServiceDirectory(1);
    try (var registry =
        new Registry(before, FileJournal.open(folder, before, 1 << 20), this::now)) {
      register(registry);
      registry.maintain(KEY, "disk", Duration.ofMinutes(1));
    }
    var after = new ServiceDirectory(1);
    try (var registry = new Registry(after, FileJournal.open(folder, after, 1 << 20), this::now)) {
      var downtimes = new Downtimes(registry, this::now);
      downtimes.look();
      assertThat(isDown(registry)).isTrue();
      millis.addAndGet(60_000);
      downtimes.look();
      assertThat(isDown(registry)).isFalse();
    }
  }

  private Instant now() {
    return Instant.ofEpochMilli(millis.get());
  }

  private static void register(Registry registry) {
    var node = new Node("node1", new UUID(1, 2), "10.0.0.1", Map.of(), Map.of(), Stamp.NONE);
    var instance =
        new Instance(
            KEY, "api", List.of(), "", 80, Instance.Traits.NONE, Instance.Origin.OURS, Stamp.NONE);
    registry.register(new Registration(node, instance, List.of(), Registration.OtherChecks.STAY));
  }

  private static boolean isDown(Registry registry) {
    return registry.instances("api").getFirst().isInMaintenance();
  }
}
