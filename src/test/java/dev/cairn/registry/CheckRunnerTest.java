package dev.cairn.registry;

import static dev.cairn.health.Status.CRITICAL;
import static dev.cairn.health.Status.PASSING;
import static dev.cairn.health.Status.WARNING;
import static dev.cairn.registry.RunnerFixture.NODE;
import static dev.cairn.registry.RunnerFixture.ONE;
import static dev.cairn.registry.RunnerFixture.OWN;
import static dev.cairn.registry.RunnerFixture.PROBED;
import static dev.cairn.registry.RunnerFixture.TTL;
import static dev.cairn.registry.RunnerFixture.USUAL;
import static dev.cairn.registry.RunnerFixture.check;
import static dev.cairn.registry.RunnerFixture.probed;
import static dev.cairn.registry.RunnerFixture.reapedAfter;
import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static dev.cairn.registry.Samples.ttl;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.health.Finding;
import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CheckRunnerTest {
  private final RunnerFixture house = new RunnerFixture();

  @AfterEach
  void end() {
    house.close();
  }

  @Test
  void a_probe_is_made_as_long_as_its_check_is_there() throws Exception {
    house.begin().register(PROBED);
    assertThat(house.plans())
        .singleElement()
        .satisfies(plan -> {
          assertThat(plan.interval()).isEqualTo(Duration.ofSeconds(10));
          assertThat(plan.timeout()).isEqualTo(Duration.ofSeconds(3));
          assertThat(plan.first()).isEqualTo(Duration.ofSeconds(1));
        });
    house.find(PASSING, "fine");
    house.register(PROBED); // the same again
    assertThat(house.stopped).isEmpty();
    assertThat(house.status(PROBED)).isEqualTo(PASSING);
    house.registry.deregister(ONE.key());
    house.runner.catchUp();
    assertThat(house.plans()).isEmpty();
  }

  @Test
  void another_probe_takes_the_place_of_the_one_before() throws Exception {
    house.begin().register(PROBED);
    var old = house.made.values().iterator().next();
    house.find(PASSING, "fine");
    house.register(
        probed("Node1", "probe", "api-1", new Probe.Udp("10.0.1.5", 53), Thresholds.AT_ONCE));
    assertThat(house.plans())
        .singleElement()
        .extracting(plan -> plan.probe())
        .isEqualTo(new Probe.Udp("10.0.1.5", 53));
    old.accept(new Finding(CRITICAL, "too late"));
    house.runner.catchUp();
    assertThat(house.status(PROBED)).isEqualTo(PASSING);
  }

  @Test
  void what_a_probe_finds_is_in_the_directory_with_its_output() throws Exception {
    house.begin().register(PROBED);
    house.find(PASSING, "HTTP GET http://x: 200 OK Output: a");
    assertThat(house.result(PROBED))
        .isEqualTo(new Check.Result(PASSING, "HTTP GET http://x: 200 OK Output: a", 0, 0));
    house.find(CRITICAL, "refused");
    assertThat(house.result(PROBED))
        .isEqualTo(new Check.Result(CRITICAL, "refused", house.now.get(), 0));
    house.find(CRITICAL, "timeout");
    assertThat(house.result(PROBED).output()).isEqualTo("timeout");
  }

  @Test
  void outputs_of_what_goes_well_are_not_written_down_every_time() throws Exception {
    house.begin().register(PROBED);
    house.find(PASSING, "at 1");
    house.pass(Duration.ofSeconds(10));
    house.find(PASSING, "at 2");
    assertThat(house.result(PROBED).output()).isEqualTo("at 1");
    house.pass(Duration.ofSeconds(60));
    house.find(PASSING, "at 3");
    assertThat(house.result(PROBED).output()).isEqualTo("at 3");
  }

  @Test
  void it_may_take_several_results() throws Exception {
    Check patient = probed("Node1", "probe", "api-1", new Thresholds(2, 2, 3));
    house.begin().register(patient);
    house.find(PASSING, "1");
    assertThat(house.status(patient)).isEqualTo(CRITICAL);
    house.find(PASSING, "2");
    assertThat(house.status(patient)).isEqualTo(PASSING);
    house.find(CRITICAL, "3");
    assertThat(house.status(patient)).isEqualTo(PASSING);
    house.find(CRITICAL, "4");
    assertThat(house.status(patient)).isEqualTo(WARNING);
    house.find(CRITICAL, "5");
    assertThat(house.status(patient)).isEqualTo(CRITICAL);
  }

  @Test
  void scripts_are_run_only_if_the_operator_wants_them() throws Exception {
    var script = new Probe.Script(List.of("true"));
    Check scripted = probed("Node1", "probe", "api-1", script, Thresholds.AT_ONCE);
    house.begin().register(scripted);
    assertThat(house.plans()).isEmpty();
    assertThat(house.result(scripted).output()).startsWith("Scripts are disabled");
  }

  @Test
  void a_heartbeat_that_is_missed_is_critical() throws Exception {
    house.begin().register(TTL);
    house.registry.report(TTL.key(), PASSING, "all well");
    house.pass(Duration.ofMillis(9_999));
    assertThat(house.status(TTL)).isEqualTo(PASSING);
    house.registry.report(TTL.key(), WARNING, "so so");
    house.pass(Duration.ofMillis(9_999));
    assertThat(house.status(TTL)).isEqualTo(WARNING);
    house.pass(Duration.ofMillis(1));
    assertThat(house.result(TTL))
        .isEqualTo(
            new Check.Result(
                CRITICAL,
                "TTL expired (last output before timeout follows): so so",
                house.now.get(),
                0));
    house.registry.report(TTL.key(), PASSING, "again");
    assertThat(house.status(TTL)).isEqualTo(PASSING);
  }

  @Test
  void heartbeats_of_before_the_start_count_until_their_old_deadline() throws Exception {
    house.registry.register(registration(NODE, ONE, TTL, PROBED));
    house.registry.report(TTL.key(), PASSING, "before");
    house.registry.settle(PROBED.key(), PASSING, "before");
    house.now.addAndGet(9_000);
    house.begin();
    assertThat(house.status(TTL)).isEqualTo(PASSING);
    assertThat(house.status(PROBED)).isEqualTo(PASSING);
    assertThat(house.plans())
        .singleElement()
        .satisfies(plan -> assertThat(plan.first()).isLessThanOrEqualTo(Duration.ofSeconds(1)));
    house.pass(Duration.ofSeconds(1));
    assertThat(house.status(TTL)).isEqualTo(CRITICAL);
    assertThat(house.status(PROBED)).isEqualTo(PASSING);
  }

  @Test
  void probed_checks_may_be_restored_as_critical() throws Exception {
    house.registry.register(registration(NODE, ONE, PROBED));
    house.registry.settle(PROBED.key(), PASSING, "before");
    house.settings =
        new CheckSettings(
            USUAL.rules(),
            USUAL.scripts(),
            USUAL.reaping(),
            CheckSettings.Restore.CRITICAL,
            USUAL.preservation());
    house.begin();
    assertThat(house.status(PROBED)).isEqualTo(CRITICAL);
  }

  @Test
  void what_is_critical_for_too_long_is_removed() throws Exception {
    Check dying = reapedAfter(TTL, Duration.ofSeconds(90));
    house.begin().register(dying, PROBED);
    house.pass(Duration.ofSeconds(90));
    assertThat(house.directory.instance(ONE.key())).isNotNull();
    house.pass(Duration.ofSeconds(30));
    assertThat(house.directory.instance(ONE.key())).isNull();
    assertThat(house.directory.check(PROBED.key())).isNull();
    await().untilAsserted(() -> assertThat(house.plans()).isEmpty());
    assertThat(house.told).containsExactly("reaped api-1 for service:api-1");
  }

  @Test
  void nobody_is_removed_sooner_than_the_operator_wants() throws Exception {
    house.begin().register(reapedAfter(TTL, Duration.ofSeconds(1)));
    house.pass(Duration.ofSeconds(31));
    assertThat(house.directory.instance(ONE.key())).as("the least is a minute").isNotNull();
    house.pass(Duration.ofSeconds(30));
    assertThat(house.directory.instance(ONE.key())).isNull();
  }

  @Test
  void who_was_well_in_between_is_not_removed() throws Exception {
    Check dying = reapedAfter(TTL, Duration.ofSeconds(60));
    house.begin().register(dying);
    house.pass(Duration.ofSeconds(50));
    house.registry.report(dying.key(), PASSING, "");
    house.registry.report(dying.key(), CRITICAL, "");
    house.pass(Duration.ofSeconds(50));
    assertThat(house.directory.instance(ONE.key())).isNotNull();
  }

  @Test
  void critical_since_counts_over_a_restart_once_it_is_found_so_again() throws Exception {
    Check dying = reapedAfter(PROBED, Duration.ofSeconds(90));
    house.registry.register(registration(NODE, ONE, dying));
    house.now.addAndGet(80_000);
    house.begin();
    house.pass(Duration.ofSeconds(30));
    assertThat(house.directory.instance(ONE.key())).as("it may be well by now").isNotNull();
    house.find(CRITICAL, "still");
    house.pass(Duration.ofSeconds(30));
    assertThat(house.directory.instance(ONE.key())).isNull();
  }

  @Test
  void an_alias_is_as_bad_as_what_it_stands_for_at_once() throws Exception {
    Check alias =
        check(
            "other",
            "alias",
            "web-1",
            new CheckSpec(
                new Means.Alias("NODE1", "api-1"), Thresholds.AT_ONCE, Duration.ZERO, ""));
    house.begin();
    house.registry.register(
        registration(node("other", "10.0.2.1"), instance("other", "web-1", "web", "", 80), alias));
    house.runner.catchUp();
    assertThat(house.result(alias).output())
        .isEqualTo("Service api-1 could not be found on node node1");
    house.register(TTL);
    assertThat(house.status(alias)).isEqualTo(CRITICAL);
    house.registry.report(TTL.key(), PASSING, "");
    house.runner.catchUp();
    assertThat(house.result(alias))
        .isEqualTo(new Check.Result(PASSING, "All checks passing.", 0, 0));
    house.registry.maintain(ONE.key(), "works");
    house.runner.catchUp();
    assertThat(house.status(alias)).isEqualTo(CRITICAL);
    house.registry.endMaintenance(ONE.key());
    house.registry.report(TTL.key(), WARNING, "hm");
    house.runner.catchUp();
    assertThat(house.result(alias).output())
        .isEqualTo("Aliased check \"service:api-1\" failing: hm");
    house.registry.deregister(ONE.key());
    house.runner.catchUp();
    assertThat(house.status(alias)).isEqualTo(CRITICAL);
  }

  @Test
  void a_ring_of_aliases_does_not_hold_itself_down() throws Exception {
    Check first = alias("first", "api-1", "api-2");
    Check second = alias("second", "api-2", "api-1");
    house.begin();
    house.registry.register(registration(NODE, instance("Node1", "api-2", "api", "", 1), second));
    house.register(TTL, first);
    assertThat(house.status(first)).isEqualTo(CRITICAL);
    house.registry.report(TTL.key(), PASSING, "");
    house.runner.catchUp();
    assertThat(house.status(first)).isEqualTo(PASSING);
    assertThat(house.status(second)).isEqualTo(PASSING);
  }

  private static Check alias(String id, String instance, String of) {
    return check(
        "Node1",
        id,
        instance,
        new CheckSpec(new Means.Alias("", of), Thresholds.AT_ONCE, Duration.ZERO, ""));
  }

  @Test
  void what_may_be_dialled_follows_from_where_the_instance_is_now() throws Exception {
    house.begin().register(PROBED);
    var rule = house.plans().getFirst().dialRule();
    assertThat(rule.refusal(InetAddress.ofLiteral("10.0.1.5"))).isEmpty();
    assertThat(rule.refusal(InetAddress.ofLiteral("10.0.1.6"))).contains("neither");
    assertThat(rule.refusal(InetAddress.ofLiteral("127.0.0.1"))).contains("this server's own");
    assertThat(rule.meant("localhost")).isEqualTo("10.0.1.5");
    house.registry.register(
        registration(NODE, instance("Node1", "api-1", "api", "10.0.1.6", 8080), PROBED));
    assertThat(rule.refusal(InetAddress.ofLiteral("10.0.1.6"))).isEmpty();
    house.registry.deregister(ONE.key());
    assertThat(rule.refusal(InetAddress.ofLiteral("10.0.1.5"))).isNotEmpty();
  }

  @Test
  void a_node_that_was_written_into_the_catalog_as_loopback_opens_no_door() throws Exception {
    house.begin().register(PROBED);
    house.registry.enroll(node("Node1", "127.0.0.1"), null, List.of());
    var rule = house.plans().getFirst().dialRule();
    assertThat(rule.refusal(InetAddress.ofLiteral("127.0.0.1"))).contains("this server's own");
  }

  @Test
  void programs_on_this_machine_may_have_it_dialled() throws Exception {
    house.begin();
    house.registry.register(
        registration(
            OWN,
            instance("here", "db", "db", "", 5432),
            probed("here", "probe", "db", Thresholds.AT_ONCE)));
    house.runner.catchUp();
    var rule = house.plans().getFirst().dialRule();
    assertThat(rule.refusal(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
    assertThat(rule.refusal(InetAddress.ofLiteral("169.254.169.254"))).isNotEmpty();
    house.settings =
        new CheckSettings(
            new CheckRules(USUAL.rules().dialRules(), ""), // all register on one node
            USUAL.scripts(),
            USUAL.reaping(),
            USUAL.restore(),
            USUAL.preservation());
    assertThat(rule.refusal(InetAddress.ofLiteral("127.0.0.1"))).isNotEmpty();
    Check known = house.registry.directory().checks().iterator().next();
    var probed = (Means.Probed) known.spec().means();
    var spec =
        new CheckSpec(probed.askedFor(Asker.THIS_MACHINE), Thresholds.AT_ONCE, Duration.ZERO, "");
    house.registry.putCheck(
        OWN, new Check(known.key(), "", known.instance(), spec, known.result(), Stamp.NONE));
    assertThat(rule.refusal(InetAddress.ofLiteral("127.0.0.1"))).isEmpty();
  }

  @Test
  void a_check_that_becomes_one_of_another_kind_is_made_as_such() throws Exception {
    house.begin().register(PROBED);
    Check told = ttl("Node1", "probe", "api-1", Duration.ofSeconds(10));
    house.register(told);
    assertThat(house.plans()).isEmpty();
    house.registry.report(told.key(), PASSING, "");
    house.pass(Duration.ofSeconds(10));
    assertThat(house.status(told)).isEqualTo(CRITICAL);
    house.registry.report(told.key(), PASSING, "");
    house.register(PROBED);
    house.pass(Duration.ofSeconds(20));
    assertThat(house.plans()).hasSize(1);
    assertThat(house.status(PROBED)).isEqualTo(PASSING);
  }

  @Test
  void a_heartbeat_in_the_place_of_a_probe_is_awaited_from_then_on() throws Exception {
    house.begin().register(PROBED);
    house.find(PASSING, "connected");
    Check told = begun(PASSING, ttl("Node1", "probe", "api-1", Duration.ofSeconds(10)));
    house.register(told);
    long deadline = house.now.get() + 10_000;
    assertThat(house.result(told)).isEqualTo(new Check.Result(PASSING, "", 0, deadline));
    house.pass(Duration.ofSeconds(5));
    house.register(told); // the same again
    assertThat(house.result(told).expires()).isEqualTo(deadline);
    house.pass(Duration.ofSeconds(5));
    assertThat(house.status(told)).isEqualTo(CRITICAL);
  }

  private static Check begun(Status status, Check check) {
    return check.with(new Check.Result(status, "", 0, 0));
  }

  @Test
  void a_heartbeat_in_the_place_of_an_alias_begins_as_it_says() throws Exception {
    Check alias = alias("probe", "api-1", "");
    house.begin().register(alias);
    assertThat(house.status(alias)).isEqualTo(PASSING);
    Check told = ttl("Node1", "probe", "api-1", Duration.ofSeconds(10));
    house.registry.putCheck(NODE, told);
    house.runner.catchUp();
    assertThat(house.result(told)).isEqualTo(new Check.Result(CRITICAL, "", house.now.get(), 0));
  }

  @Test
  void a_probe_in_the_place_of_a_heartbeat_keeps_the_status_and_no_deadline() throws Exception {
    Check told = ttl("Node1", "probe", "api-1", Duration.ofSeconds(10));
    house.begin().register(told);
    house.registry.report(told.key(), WARNING, "so so");
    house.register(PROBED);
    assertThat(house.result(PROBED)).isEqualTo(new Check.Result(WARNING, "so so", 0, 0));
  }
}
