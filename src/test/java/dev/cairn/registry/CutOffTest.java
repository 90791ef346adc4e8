package dev.cairn.registry;

import static dev.cairn.health.Status.CRITICAL;
import static dev.cairn.health.Status.PASSING;
import static dev.cairn.registry.RunnerFixture.NODE;
import static dev.cairn.registry.RunnerFixture.USUAL;
import static dev.cairn.registry.RunnerFixture.probed;
import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.registration;
import static dev.cairn.registry.Samples.ttl;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Finding;
import dev.cairn.health.Preservation;
import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Twenty instances, half of them probed, half with heartbeats; more than 85 % within 30 s is too
/// many.
class CutOffTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private final RunnerFixture house = new RunnerFixture();

  @BeforeEach
  void begin() throws InterruptedException {
    house.settings =
        new CheckSettings(
            USUAL.rules(),
            USUAL.scripts(),
            USUAL.reaping(),
            USUAL.restore(),
            new Preservation.Settings(0.85, Duration.ofSeconds(30), 10));
    house.begin();
    for (int i = 0; i < 20; i++) {
      house.registry.register(
          registration(NODE, instance("Node1", "api-" + i, "api", "", i), check(i)));
    }
    house.runner.catchUp();
    all(PASSING, 20);
    heartbeats(10);
  }

  @AfterEach
  void end() {
    house.close();
  }

  private static Check check(int i) {
    return i < 10
        ? probed(
            "Node1",
            "check-" + i,
            "api-" + i,
            new Probe.Tcp("10.0.1.5", i + 1, null),
            Thresholds.AT_ONCE)
        : ttl("Node1", "check-" + i, "api-" + i, MINUTE);
  }

  /// All probes find the same of the first so many instances.
  private void all(Status status, int instances) throws InterruptedException {
    house.made.forEach((plan, told) -> {
      if (plan.probe() instanceof Probe.Tcp tcp && tcp.port() <= instances) {
        told.accept(new Finding(status, "found " + status));
      }
    });
    house.runner.catchUp();
  }

  private void heartbeats(int instances) throws InterruptedException {
    for (int i = 10; i < 10 + instances; i++) {
      house.registry.report(check(i).key(), PASSING, "beat");
    }
    house.runner.catchUp();
  }

  private long passing() {
    return house.registry.instances("api").stream()
        .filter(member -> member.status() == PASSING)
        .count();
  }

  private void loseAll() throws InterruptedException {
    house.pass(MINUTE.minusSeconds(5));
    all(CRITICAL, 10);
    house.pass(Duration.ofSeconds(5)); // no heartbeat arrives either
  }

  @Test
  void a_loss_of_some_is_believed() throws InterruptedException {
    all(CRITICAL, 10);
    assertThat(passing()).isEqualTo(10);
    assertThat(house.runner.isCutOff()).isFalse();
  }

  @Test
  void a_loss_of_nearly_all_is_not() throws InterruptedException {
    loseAll();
    assertThat(house.runner.isCutOff()).isTrue();
    assertThat(passing()).isEqualTo(20);
    assertThat(house.told).containsExactly("cut off");
    all(CRITICAL, 10);
    house.pass(MINUTE.multipliedBy(10));
    assertThat(passing()).as("for as long as it lasts").isEqualTo(20);
  }

  @Test
  void when_the_network_is_back_what_is_still_lost_counts() throws InterruptedException {
    loseAll();
    all(PASSING, 8);
    heartbeats(9);
    assertThat(house.runner.isCutOff()).as("others may come back yet").isTrue();
    house.pass(Duration.ofSeconds(31));
    assertThat(house.runner.isCutOff()).isFalse();
    assertThat(passing()).isEqualTo(17);
    assertThat(house.told).containsExactly("cut off", "back again");
    assertThat(house.status(check(9))).isEqualTo(CRITICAL);
    assertThat(house.status(check(19))).isEqualTo(CRITICAL);
    all(CRITICAL, 1);
    assertThat(passing()).as("and losses count again").isEqualTo(16);
  }

  @Test
  void what_a_check_of_another_kind_had_found_does_not_come_back() throws InterruptedException {
    house.pass(MINUTE.minusSeconds(5));
    all(CRITICAL, 10);
    Check told = ttl("Node1", "check-0", "api-0", MINUTE);
    house.registry.putCheck(NODE, told);
    house.pass(Duration.ofSeconds(5));
    assertThat(house.runner.isCutOff()).isTrue();
    assertThat(house.status(told)).as("nobody has said yet that it is well").isEqualTo(CRITICAL);
  }

  @Test
  void without_the_setting_all_may_be_lost() throws InterruptedException {
    house.settings = USUAL;
    loseAll();
    assertThat(passing()).isZero();
  }
}
