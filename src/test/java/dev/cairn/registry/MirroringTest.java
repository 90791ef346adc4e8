package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.ofSource;
import static dev.cairn.registry.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Union.Voice;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MirroringTest {
  private static final Node NODE = node("Lab", "10.0.0.2");
  private static final Instance ONE =
      ofSource("lab", instance("Lab", "api:1", "api", "10.0.0.5", 80));
  private static final Instance TWO =
      ofSource("lab", instance("Lab", "api:2", "api", "10.0.0.6", 80));

  private final ServiceDirectory directory = new ServiceDirectory(1);
  private final Registry registry =
      new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(1_000));
  private final Map<String, Mirror> said = new LinkedHashMap<>();
  private final Queue<Runnable> following = new ArrayDeque<>();
  private final Mirroring mirroring =
      new Mirroring(registry, () -> Instant.ofEpochMilli(1_000), following::add);

  @Test
  void what_a_source_knows_is_there_and_what_it_knows_no_more_is_gone() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE, TWO), List.of()));
    assertThat(registry.instances("api")).hasSize(2);
    say("lab", new Mirror(List.of(NODE), List.of(TWO), List.of()));
    assertThat(registry.instances("api"))
        .singleElement()
        .satisfies(member -> assertThat(member.instance().key()).isEqualTo(TWO.key()));
    say("lab", Mirror.EMPTY);
    assertThat(directory.services()).isEmpty();
    assertThat(directory.nodes()).isEmpty();
  }

  @Test
  void the_same_again_moves_nothing() {
    var mirror =
        new Mirror(List.of(NODE), List.of(ONE), List.of(check(new Means.Told(), Status.CRITICAL)));
    say("lab", mirror);
    long index = directory.index();
    say("lab", mirror);
    assertThat(directory.index()).isEqualTo(index);
  }

  @Test
  void what_is_registered_here_keeps_its_key() {
    Instance ours = instance("Lab", "api:1", "own", "10.9.9.9", 1);
    registry.register(registration(NODE, ours));
    say("lab", new Mirror(List.of(NODE), List.of(ONE, TWO), List.of()));
    assertThat(registry.instances("own")).hasSize(1);
    assertThat(registry.instances("api")).hasSize(1);
    say("lab", Mirror.EMPTY);
    assertThat(registry.instances("own")).hasSize(1);
    assertThat(directory.node("lab")).isNotNull();
  }

  @Test
  void a_key_that_we_give_up_is_its_sources_at_the_next_word() {
    var check = check(new Means.Told(), Status.CRITICAL);
    Instance ours = instance("Lab", "api:1", "own", "10.9.9.9", 1);
    registry.register(registration(NODE, ours));
    say("lab", new Mirror(List.of(NODE), List.of(ONE, TWO), List.of(check)));
    registry.deregister(ours.key());
    var other = ofSource("lab", instance("Lab", "api:2", "api", "10.0.0.7", 80));
    say("lab", new Mirror(List.of(NODE), List.of(ONE, other), List.of(check)));
    assertThat(registry.instances("api"))
        .extracting(Member::address)
        .containsExactlyInAnyOrder("10.0.0.5", "10.0.0.7");
    assertThat(directory.checksOf(ONE.key())).hasSize(1);
  }

  @Test
  void what_we_give_up_is_its_sources_without_another_word() {
    var check = check(new Means.Told(), Status.CRITICAL);
    registry.register(registration(NODE, instance("Lab", "api:1", "own", "10.9.9.9", 1)));
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of(check)));
    registry.deregister(ONE.key());
    following.remove().run();
    assertThat(registry.instances("api"))
        .singleElement()
        .satisfies(member -> assertThat(member.address()).isEqualTo("10.0.0.5"));
    assertThat(directory.checksOf(ONE.key())).hasSize(1);
    registry.register(registration(NODE, instance("Lab", "web", "web", "", 1)));
    registry.deregister(instance("Lab", "web", "web", "", 1).key());
    assertThat(following).isEmpty();
  }

  @Test
  void a_check_that_we_give_up_is_its_sources() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    registry.putCheck(NODE, check(new Means.Told(), Status.PASSING));
    say(
        "lab",
        new Mirror(List.of(NODE), List.of(ONE), List.of(check(new Means.Told(), Status.CRITICAL))));
    Check.Key key = check(new Means.Told(), Status.PASSING).key();
    assertThat(directory.check(key))
        .extracting(one -> one.result().status())
        .isEqualTo(Status.PASSING);
    registry.removeCheck(key);
    following.remove().run();
    assertThat(directory.check(key))
        .extracting(one -> one.result().status())
        .isEqualTo(Status.CRITICAL);
  }

  @Test
  void a_machine_of_a_source_is_not_moved_though_something_of_ours_runs_on_it() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    registry.enroll(NODE, instance("Lab", "web", "web", "", 80), List.of());
    Node moved = node("Lab", "10.9.9.9");
    assertThat(registry.enroll(moved, null, List.of())).isInstanceOf(Receipt.Refused.class);
    assertThat(directory.node("lab")).extracting(Node::address).isEqualTo(NODE.address());
    say("lab", Mirror.EMPTY);
    assertThat(registry.enroll(moved, null, List.of())).isInstanceOf(Receipt.Done.class);
    assertThat(directory.node("lab")).extracting(Node::address).isEqualTo("10.9.9.9");
  }

  @Test
  void a_machine_has_its_own_name_when_ours_is_gone() {
    Node ours = new Node("LAB", NODE.id(), "10.9.9.9", Map.of(), Map.of(), Stamp.NONE);
    registry.register(registration(ours, instance("LAB", "web", "web", "", 80)));
    say("prod", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    assertThat(directory.node("lab-prod")).isNotNull();
    registry.dismissNode("lab");
    following.remove().run();
    assertThat(directory.node("lab-prod")).isNull();
    assertThat(directory.node("lab")).extracting(Node::address).isEqualTo(NODE.address());
  }

  @Test
  void a_machine_elsewhere_is_not_ours_because_it_has_the_same_name() {
    Node ours = new Node("LAB", NODE.id(), "10.9.9.9", Map.of(), Map.of(), Stamp.NONE);
    registry.register(registration(ours, instance("LAB", "web", "web", "", 80)));
    Instance theirs = ofSource("prod", instance("Lab", "api:1", "api", "", 80));
    Check down = ofNode("down");
    for (int i = 0; i < 2; i++) {
      say("prod", new Mirror(List.of(NODE), List.of(theirs), List.of(down)));
      Member api = registry.instances("api").getFirst();
      assertThat(api.node().name()).isEqualTo("Lab-prod");
      assertThat(api.address()).isEqualTo(NODE.address());
      assertThat(api.node().id()).isNotEqualTo(ours.id());
      assertThat(api.status()).isEqualTo(Status.CRITICAL);
      assertThat(registry.instances("web").getFirst().status()).isEqualTo(Status.PASSING);
    }
    say("prod", Mirror.EMPTY);
    assertThat(directory.nodes()).singleElement().extracting(Node::name).isEqualTo("LAB");
    assertThat(directory.checks()).isEmpty();
  }

  @Test
  void a_machine_that_moves_stays_in_maintenance() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    registry.maintain(ONE.key(), "moving");
    Node moved = node("Lab", "10.0.0.3");
    say("lab", new Mirror(List.of(moved), List.of(ONE), List.of()));
    assertThat(directory.nodes()).singleElement().extracting(Node::address).isEqualTo("10.0.0.3");
    assertThat(registry.instances("api").getFirst().isInMaintenance()).isTrue();
  }

  @Test
  void a_machine_that_is_called_otherwise_here_moves_with_its_maintenance() {
    registry.register(registration(node("LAB", "10.9.9.9"), instance("LAB", "w", "w", "", 80)));
    Instance one = ofSource("prod", ONE);
    say("prod", new Mirror(List.of(NODE), List.of(one), List.of()));
    registry.maintain(new Instance.Key("lab-prod", "api:1"), "");
    say("prod", new Mirror(List.of(node("Lab", "10.0.0.3")), List.of(one), List.of()));
    Member api = registry.instances("api").getFirst();
    assertThat(api.node().name()).isEqualTo("Lab-prod");
    assertThat(api.node().address()).isEqualTo("10.0.0.3");
    assertThat(api.isInMaintenance()).isTrue();
  }

  @Test
  void what_a_source_says_of_a_machine_counts_though_a_check_of_ours_was_on_it() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    registry.maintain(ONE.key(), "");
    registry.endMaintenance(ONE.key());
    Node other =
        new Node("Lab", NODE.id(), NODE.address(), Map.of(), Map.of("rack", "2"), Stamp.NONE);
    say("lab", new Mirror(List.of(other), List.of(ONE), List.of()));
    assertThat(directory.node("lab").meta()).isEqualTo(Map.of("rack", "2"));
  }

  @Test
  void a_nodes_check_goes_with_the_last_source_that_says_it() {
    Check up = ofNode("up");
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of(up)));
    say("prod", new Mirror(List.of(NODE), List.of(ofSource("prod", TWO)), List.of(up)));
    say("prod", Mirror.EMPTY);
    assertThat(directory.check(up.key())).isNotNull();
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    assertThat(directory.check(up.key())).isNull();
  }

  @Test
  void a_bare_node_of_ours_is_not_a_sources_because_it_says_it_too() {
    Node ours = new Node("Lab", UUID.randomUUID(), "10.0.0.2", Map.of(), Map.of(), Stamp.NONE);
    registry.register(registration(ours, instance("LAB", "web", "web", "", 80)));
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    say("lab", new Mirror(List.of(NODE), List.of(ONE, TWO), List.of()));
    assertThat(directory.node("lab").id()).isEqualTo(ours.id());
    say("lab", new Mirror(List.of(node("Lab", "10.0.0.3")), List.of(ONE), List.of()));
    assertThat(directory.nodes()).extracting(Node::name).containsExactly("Lab", "Lab-lab");
    say("lab", Mirror.EMPTY);
    assertThat(directory.nodes()).extracting(Node::name).containsExactly("Lab");
  }

  @Test
  void a_machine_keeps_its_other_name_when_something_of_ours_is_on_it() {
    registry.register(registration(node("LAB", "10.9.9.9"), instance("LAB", "w", "w", "", 80)));
    var mirror = new Mirror(List.of(NODE), List.of(ofSource("prod", ONE)), List.of());
    say("prod", mirror);
    Node there = directory.node("lab-prod");
    registry.register(registration(there, instance("Lab-prod", "x", "x", "", 80)));
    say("prod", Mirror.EMPTY);
    say("prod", mirror);
    assertThat(registry.instances("api").getFirst().node().name()).isEqualTo("Lab-prod");
  }

  @Test
  void one_address_may_be_written_in_two_ways() {
    registry.register(registration(node("LAB", "fd00::5"), instance("LAB", "w", "w", "", 80)));
    Node same = node("Lab", "FD00:0:0:0:0:0:0:5");
    say("lab", new Mirror(List.of(same), List.of(ONE), List.of()));
    assertThat(directory.nodes()).hasSize(1);
  }

  @Test
  void a_name_that_is_taken_is_not_given_to_another() {
    Node ours = node("Lab", "10.9.9.9");
    registry.register(registration(ours, instance("Lab", "w", "w", "", 80)));
    Node taken = node("Lab-prod", "10.0.0.4");
    say(
        "prod",
        new Mirror(
            List.of(NODE, taken),
            List.of(
                ofSource("prod", ONE),
                ofSource("prod", instance("Lab-prod", "api:1", "api", "", 80))),
            List.of()));
    assertThat(registry.instances("api"))
        .extracting(one -> one.node().name())
        .containsExactlyInAnyOrder("Lab-prod", "Lab-prod-2");
  }

  @Test
  void maintenance_that_a_source_tells_of_ends_there() {
    Check.Key key = Maintenance.of(ONE.key());
    var theirs =
        new Check(
            key,
            "",
            "api:1",
            CheckSpec.told(key.id(), Status.CRITICAL, ""),
            new Check.Result(Status.CRITICAL, "", 0, 0),
            Stamp.NONE);
    var mirror = new Mirror(List.of(NODE), List.of(ONE), List.of(theirs));
    say("lab", mirror);
    assertThat(registry.maintain(ONE.key(), "")).isInstanceOf(Receipt.Refused.class);
    assertThat(registry.endMaintenance(ONE.key())).isInstanceOf(Receipt.Refused.class);
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    registry.maintain(ONE.key(), "ours");
    say("lab", mirror);
    assertThat(directory.check(key).spec().notes()).isEqualTo("ours");
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    assertThat(registry.instances("api").getFirst().isInMaintenance()).isTrue();
  }

  @Test
  void a_check_that_goes_over_to_another_instance_stays_the_sources() {
    Check check = check(new Means.Told(), Status.CRITICAL);
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of(check)));
    var over =
        new Check(check.key(), check.name(), "api:2", check.spec(), check.result(), check.stamp());
    say("lab", new Mirror(List.of(NODE), List.of(TWO), List.of(over)));
    assertThat(directory.isMirrored(check.key())).isTrue();
    say("lab", new Mirror(List.of(NODE), List.of(TWO), List.of()));
    assertThat(directory.checks()).isEmpty();
  }

  @Test
  void two_sources_do_not_take_each_others_instances() {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    say(
        "prod",
        new Mirror(
            List.of(NODE), List.of(ofSource("prod", ONE), ofSource("prod", TWO)), List.of()));
    say("prod", Mirror.EMPTY);
    assertThat(registry.instances("api"))
        .singleElement()
        .satisfies(member -> assertThat(member.instance().origin().source()).isEqualTo("lab"));
  }

  @Test
  void the_result_of_a_told_check_is_what_the_source_says() {
    mirror(check(new Means.Told(), Status.CRITICAL));
    assertThat(status()).isEqualTo(Status.CRITICAL);
    mirror(check(new Means.Told(), Status.PASSING));
    assertThat(status()).isEqualTo(Status.PASSING);
  }

  @Test
  void the_result_of_a_check_that_is_made_here_is_what_was_found() {
    Check check = check(new Means.TimeToLive(Duration.ofSeconds(10)), Status.CRITICAL);
    mirror(check);
    registry.report(check.key(), Status.PASSING, "fine");
    mirror(check);
    assertThat(status()).isEqualTo(Status.PASSING);
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of()));
    assertThat(directory.checks()).isEmpty();
  }

  @Test
  void a_heartbeat_in_the_place_of_what_was_told_is_awaited_from_then_on() {
    mirror(check(new Means.Told(), Status.CRITICAL));
    Check check = check(new Means.TimeToLive(Duration.ofSeconds(10)), Status.PASSING);
    mirror(check);
    assertThat(directory.check(check.key()).result())
        .isEqualTo(new Check.Result(Status.PASSING, "", 0, 11_000));
  }

  /// A source says this from now on; those that have spoken before come first.
  private void say(String source, Mirror mirror) {
    said.put(source, mirror);
    mirroring.mirror(
        said.entrySet().stream()
            .map(one -> new Voice(one.getKey(), false, one.getValue()))
            .toList());
  }

  private Status status() {
    return registry.instances("api").getFirst().status();
  }

  private void mirror(Check check) {
    say("lab", new Mirror(List.of(NODE), List.of(ONE), List.of(check)));
  }

  /// A check of all of the node, which is critical.
  private static Check ofNode(String id) {
    return new Check(
        new Check.Key("lab", id),
        "",
        "",
        CheckSpec.TOLD,
        new Check.Result(Status.CRITICAL, "", 0, 0),
        Stamp.NONE);
  }

  private static Check check(Means means, Status status) {
    return new Check(
        new Check.Key("lab", "service:api:1"),
        "alive",
        "api:1",
        new CheckSpec(means, Thresholds.AT_ONCE, Duration.ZERO, ""),
        new Check.Result(status, "", 0, 0),
        Stamp.NONE);
  }
}
