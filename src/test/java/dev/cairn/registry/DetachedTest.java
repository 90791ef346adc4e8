package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.registry.Receipt.Done;
import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Union.Voice;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An operator takes what a source says out of service, and the source, or this server, is away for
/// a while.
class DetachedTest {
  private static final Node NODE = Samples.node("Lab", "10.0.0.2");
  private static final Instance ONE =
      Samples.ofSource("lab", Samples.instance("Lab", "api:1", "api", "", 80));
  private static final Mirror ALL = new Mirror(List.of(NODE), List.of(ONE), List.of());

  @TempDir Path folder;
  private Instant now = Instant.ofEpochMilli(1_000);
  private Registry registry;
  private Mirroring mirroring;

  @BeforeEach
  void begin() throws IOException {
    var directory = new ServiceDirectory(1);
    registry = new Registry(directory, FileJournal.open(folder, directory, 1 << 20), () -> now);
    mirroring = new Mirroring(registry, () -> now, _ -> {});
  }

  @AfterEach
  void end() {
    registry.close();
  }

  @Test
  void maintenance_is_there_again_when_its_instance_is_also_after_a_restart() throws IOException {
    say(ALL);
    registry.maintain(ONE.key(), "moving");
    say(Mirror.EMPTY);
    assertThat(registry.directory().checks()).isEmpty();
    assertThat(registry.directory().nodes()).isEmpty();
    say(ALL);
    assertThat(isInMaintenance()).isTrue();
    restart();
    assertThat(registry.directory().nodes()).isEmpty();
    say(ALL);
    assertThat(isInMaintenance()).isTrue();
    registry.endMaintenance(ONE.key());
    restart();
    say(ALL);
    assertThat(isInMaintenance()).isFalse();
  }

  @Test
  void it_waits_for_a_day_after_somebody_has_looked() throws IOException {
    say(ALL);
    registry.maintain(ONE.key(), "");
    say(Mirror.EMPTY);
    registry.forgetDetached();
    now = now.plus(Duration.ofHours(24));
    registry.forgetDetached();
    say(ALL);
    assertThat(isInMaintenance()).isTrue();
    say(Mirror.EMPTY);
    registry.forgetDetached();
    now = now.plus(Duration.ofHours(24)).plusMillis(1);
    registry.forgetDetached();
    restart();
    say(ALL);
    assertThat(isInMaintenance()).isFalse();
  }

  @Test
  void maintenance_of_a_node_that_is_away_can_be_ended() throws IOException {
    say(ALL);
    registry.maintain(NODE, "");
    assertThat(isInMaintenance()).isTrue();
    say(Mirror.EMPTY);
    registry.endMaintenance(NODE);
    say(ALL);
    assertThat(isInMaintenance()).isFalse();
  }

  @Test
  void maintenance_of_an_instance_that_is_away_can_be_ended() throws IOException {
    say(ALL);
    registry.maintain(ONE.key(), "");
    say(Mirror.EMPTY);
    assertThat(registry.endMaintenance(ONE.key())).isInstanceOf(Done.class);
    assertThat(registry.endMaintenance(ONE.key())).isInstanceOf(Refused.class);
    restart();
    say(ALL);
    assertThat(isInMaintenance()).isFalse();
  }

  @Test
  void an_instance_of_ours_in_its_place_is_another() throws IOException {
    say(ALL);
    registry.maintain(ONE.key(), "");
    say(Mirror.EMPTY);
    registry.register(Samples.registration(NODE, Samples.instance("Lab", "api:1", "api", "", 80)));
    assertThat(isInMaintenance()).isFalse();
    restart();
    assertThat(isInMaintenance()).isFalse();
  }

  /// A snapshot that is being written may have missed it on its way.
  @Test
  void what_comes_back_is_written_again() {
    List<Change> kept = new ArrayList<>();
    var directory = new ServiceDirectory(1);
    var noted =
        new Registry(
            directory,
            new Journal() {
              @Override
              public CompletableFuture<Void> append(long index, List<Effect> effects) {
                effects.forEach(effect -> kept.add(effect.change()));
                return CompletableFuture.completedFuture(null);
              }

              @Override
              public void close() {}
            },
            () -> now);
    mirroring = new Mirroring(noted, () -> now, _ -> {});
    say(ALL);
    noted.maintain(ONE.key(), "");
    say(Mirror.EMPTY);
    kept.clear();
    say(ALL);
    assertThat(kept)
        .singleElement()
        .isInstanceOfSatisfying(
            Change.CheckPut.class,
            put -> assertThat(put.check().key()).isEqualTo(Maintenance.of(ONE.key())));
  }

  @Test
  void what_waits_counts_for_the_bound() {
    var most = new Limits.Most(10, 10, 10, 1, 10);
    var directory = new ServiceDirectory(1);
    var bounded = new Registry(directory, Journal.NONE, () -> now, () -> most);
    mirroring = new Mirroring(bounded, () -> now, _ -> {});
    say(ALL);
    Check ours = Samples.ttl("Lab", "ours", "api:1", Duration.ofMinutes(1));
    bounded.putCheck(NODE, ours);
    say(Mirror.EMPTY);
    Check other = Samples.ttl("Lab", "other", "", Duration.ofMinutes(1));
    assertThat(bounded.putCheck(NODE, other)).isInstanceOf(Refused.class);
    say(ALL);
    assertThat(directory.checks()).singleElement().extracting(Check::key).isEqualTo(ours.key());
  }

  private void restart() throws IOException {
    registry.close();
    begin();
  }

  private void say(Mirror mirror) {
    mirroring.mirror(List.of(new Voice("lab", false, mirror)));
  }

  private boolean isInMaintenance() {
    return registry.instances("api").getFirst().isInMaintenance();
  }
}
