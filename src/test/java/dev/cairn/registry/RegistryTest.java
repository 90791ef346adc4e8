package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static dev.cairn.registry.Samples.ttl;
import static dev.cairn.registry.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Status;
import dev.cairn.registry.Receipt.Done;
import dev.cairn.registry.Receipt.Refused;
import dev.cairn.registry.Receipt.Unchanged;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class RegistryTest {
  private static final Resource API = new Resource.OfService("api");
  private static final Resource SERVICES = new Resource.Services();
  private static final Resource CHECKS = new Resource.Checks();
  private static final Node NODE = node("Node1", "10.0.1.5");
  private static final Instance ONE = instance("Node1", "api-1", "api", "", 8080);
  private static final Check TTL = ttl("Node1", "service:api-1", "api-1", Duration.ofSeconds(10));

  private long now = 1_000_000;
  private final ServiceDirectory directory = new ServiceDirectory(1);
  private final Registry registry =
      new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(now));

  @Test
  void an_instance_is_there_as_soon_as_the_verb_returns_and_gone_likewise() {
    assertThat(registry.register(registration(NODE, ONE))).isInstanceOf(Done.class);
    assertThat(registry.instances("API"))
        .singleElement()
        .satisfies(member -> {
          assertThat(member.address()).isEqualTo("10.0.1.5");
          assertThat(member.status()).isEqualTo(Status.PASSING);
        });
    assertThat(registry.deregister(ONE.key())).isInstanceOf(Done.class);
    assertThat(registry.instances("api")).isEmpty();
    assertThat(directory.service("api")).isNull();
    assertThat(registry.deregister(ONE.key()))
        .isEqualTo(
            new Refused(
                Receipt.Why.UNKNOWN,
                "Unknown service ID \"api-1\". Ensure that the service ID is passed, not the service name."));
  }

  @Test
  void what_is_more_than_there_may_be_is_refused_and_what_is_there_may_change() {
    var most = new AtomicReference<>(new Limits.Most(1, 1, 1, 1, 1));
    var small = new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(now), most::get);
    Instance two = instance("Node1", "api-2", "api", "", 8080);
    assertThat(small.register(registration(NODE, ONE))).isInstanceOf(Done.class);
    var full = new Refused(Receipt.Why.FULL, "The registry is full: max-instances = 1 is reached");
    assertThat(small.register(registration(NODE, two))).isEqualTo(full);
    assertThat(small.enroll(NODE, two, List.of())).isEqualTo(full);
    assertThat(small.enroll(NODE, null, List.of())).isInstanceOf(Done.class);
    assertThat(small.register(registration(NODE, instance("Node1", "api-1", "api", "", 81))))
        .isInstanceOf(Done.class);
    assertThat(small.putValue(value("a", "1"), -1)).isInstanceOf(Done.class);
    assertThat(small.putValue(value("a", "2"), -1)).isInstanceOf(Done.class);
    assertThat(small.putValue(value("b", "1"), -1))
        .isEqualTo(new Refused(Receipt.Why.FULL, "The registry is full: max-keys = 1 is reached"));
    assertThat(small.putValue(value("b", "1"), 5)).isInstanceOf(Receipt.Unchanged.class);
    assertThat(small.limits().refusedInstances()).isEqualTo(2);
    assertThat(small.limits().refusedValues()).isEqualTo(1);

    most.set(new Limits.Most(2, 1, 1, 1, 1));
    assertThat(small.register(registration(NODE, two))).isInstanceOf(Done.class);
    small.deregister(ONE.key());
    most.set(new Limits.Most(1, 1, 1, 1, 1));
    assertThat(small.register(registration(NODE, ONE))).isEqualTo(full);
  }

  @Test
  void the_same_again_moves_nothing() {
    registry.register(registration(NODE, ONE, TTL));
    registry.report(TTL.key(), Status.PASSING, "fine");
    long all = directory.index();
    List<Long> before = indexes();
    registry.register(registration(NODE, ONE, TTL));
    assertThat(indexes()).isEqualTo(before);
    assertThat(directory.index()).isEqualTo(all);
  }

  @Test
  void a_heartbeat_moves_no_index_though_its_output_is_kept() {
    registry.register(registration(NODE, ONE, TTL));
    registry.report(TTL.key(), Status.PASSING, "one");
    List<Long> before = indexes();
    now += 1_000;
    registry.report(TTL.key(), Status.PASSING, "two");
    assertThat(indexes()).isEqualTo(before);
    assertThat(directory.check(TTL.key()).result())
        .isEqualTo(new Check.Result(Status.PASSING, "two", 0, now + 10_000));
  }

  @Test
  void a_flip_moves_the_service_and_the_checks_and_not_the_catalog() {
    registry.register(registration(NODE, ONE, TTL));
    long catalog = directory.index(SERVICES);
    long api = directory.index(API);
    long checks = directory.index(CHECKS);
    registry.report(TTL.key(), Status.PASSING, "");
    assertThat(directory.index(SERVICES)).isEqualTo(catalog);
    assertThat(directory.index(API)).isGreaterThan(api);
    assertThat(directory.index(CHECKS)).isGreaterThan(checks);
    assertThat(directory.service("api").index()).isEqualTo(directory.index(API));
  }

  @Test
  void what_happens_to_one_service_moves_no_other() {
    registry.register(registration(NODE, ONE));
    long api = directory.index(API);
    registry.register(registration(NODE, instance("Node1", "web-1", "web", "", 80)));
    registry.deregister(new Instance.Key("node1", "web-1"));
    assertThat(directory.index(API)).isEqualTo(api);
  }

  @Test
  void a_new_registration_keeps_the_result_and_the_deadline_of_a_known_check() {
    registry.register(registration(NODE, ONE, TTL));
    registry.report(TTL.key(), Status.PASSING, "fine");
    var known = directory.check(TTL.key()).result();
    now += 5_000;
    registry.register(registration(NODE, instance("Node1", "api-1", "api", "", 8081), TTL));
    assertThat(directory.check(TTL.key()).result()).isEqualTo(known);
    assertThat(registry.instances("api"))
        .singleElement()
        .satisfies(member -> {
          assertThat(member.instance().port()).isEqualTo(8081);
          assertThat(member.status()).isEqualTo(Status.PASSING);
        });
  }

  @Test
  void checks_that_are_left_out_stay_unless_they_are_to_go() {
    registry.register(registration(NODE, ONE, TTL));
    registry.register(registration(NODE, ONE));
    assertThat(directory.check(TTL.key())).isNotNull();
    registry.maintain(ONE.key(), "");
    registry.register(new Registration(NODE, ONE, List.of(), Registration.OtherChecks.GO));
    assertThat(directory.check(TTL.key())).isNull();
    assertThat(registry.instances("api").getFirst().isInMaintenance()).isTrue();
  }

  @Test
  void a_check_is_critical_since_it_became_so() {
    registry.register(registration(NODE, ONE, TTL));
    long since = now;
    now += 1_000;
    registry.report(TTL.key(), Status.CRITICAL, "still");
    assertThat(directory.check(TTL.key()).result().criticalSince()).isEqualTo(since);
    registry.report(TTL.key(), Status.WARNING, "");
    assertThat(directory.check(TTL.key()).result().criticalSince()).isZero();
    assertThat(registry.instances("api").getFirst().status()).isEqualTo(Status.WARNING);
  }

  @Test
  void a_report_of_what_is_not_there_or_not_told_is_refused() {
    registry.register(registration(NODE, ONE));
    assertThat(registry.report(new Check.Key("node1", "nope"), Status.PASSING, ""))
        .isEqualTo(
            new Refused(
                Receipt.Why.UNKNOWN,
                "Unknown check ID \"nope\". Ensure that the check ID is passed, not the check name."));
    registry.maintain(ONE.key(), "");
    assertThat(
            registry.report(
                new Check.Key("node1", "_service_maintenance:api-1"), Status.PASSING, ""))
        .isInstanceOf(Refused.class);
  }

  @Test
  void maintenance_covers_a_status_and_shows_it_again_when_it_ends() {
    registry.register(registration(NODE, ONE, TTL));
    registry.report(TTL.key(), Status.PASSING, "");
    registry.maintain(NODE, "moving");
    assertThat(registry.instances("api").getFirst().status()).isEqualTo(Status.CRITICAL);
    registry.endMaintenance(NODE);
    assertThat(registry.instances("api").getFirst().status()).isEqualTo(Status.PASSING);
  }

  @Test
  void who_waits_is_woken_by_what_he_waits_for_alone() {
    registry.register(registration(NODE, ONE));
    var woken = new AtomicInteger();
    directory.park(API, directory.index(API), woken::incrementAndGet);
    registry.register(registration(NODE, instance("Node1", "web-1", "web", "", 80)));
    assertThat(woken).hasValue(0);
    registry.register(registration(NODE, instance("Node1", "api-2", "api", "", 81)));
    registry.register(registration(NODE, instance("Node1", "api-3", "api", "", 82)));
    assertThat(woken).hasValue(1);
    assertThat(directory.parked()).isZero();
  }

  @Test
  void a_name_that_is_not_there_can_be_waited_for_and_its_index_outlives_it() {
    var woken = new AtomicInteger();
    directory.park(API, directory.index(API), woken::incrementAndGet);
    registry.register(registration(NODE, ONE));
    assertThat(woken).hasValue(1);
    long there = directory.index(API);
    directory.park(API, there, woken::incrementAndGet);
    registry.deregister(ONE.key());
    assertThat(woken).hasValue(2);
    assertThat(directory.index(API)).isGreaterThan(there);
  }

  @Test
  void whoever_leaves_is_not_woken() {
    var woken = new AtomicInteger();
    directory.park(API, directory.index(API), woken::incrementAndGet).leave();
    registry.register(registration(NODE, ONE));
    assertThat(woken).hasValue(0);
  }

  @Test
  void values_are_compared_and_set_and_waited_for_by_prefix() {
    var woken = new AtomicInteger();
    var under = new Resource.Values("config/");
    directory.park(under, directory.index(under), woken::incrementAndGet);
    assertThat(registry.putValue(value("config/a", "1"), 0)).isInstanceOf(Done.class);
    assertThat(woken).hasValue(1);
    assertThat(registry.putValue(value("config/a", "2"), 0)).isInstanceOf(Unchanged.class);
    long modified = directory.value("config/a").stamp().modified();
    assertThat(registry.putValue(value("config/a", "2"), modified)).isInstanceOf(Done.class);
    assertThat(directory.value("config/a").stamp().created()).isEqualTo(modified);
    long index = directory.index(under);
    registry.putValue(value("other", "x"), -1);
    assertThat(directory.index(under)).isEqualTo(index);
    registry.removeValues("config/");
    assertThat(directory.index(under)).isGreaterThan(index);
    assertThat(directory.valuesUnder(""))
        .singleElement()
        .extracting(KeyValue::key)
        .isEqualTo("other");
  }

  @Test
  void addresses_lead_back_to_nodes_and_services() throws Exception {
    registry.register(registration(NODE, instance("Node1", "api-1", "Api", "10.0.1.9", 1)));
    registry.register(registration(NODE, instance("Node1", "api-2", "api", "10.0.1.9", 2)));
    var service = InetAddress.getByName("10.0.1.9");
    assertThat(directory.servicesAt(service)).containsExactly("api");
    registry.deregister(new Instance.Key("node1", "api-1"));
    assertThat(directory.servicesAt(service)).containsExactly("api");
    registry.deregister(new Instance.Key("node1", "api-2"));
    assertThat(directory.servicesAt(service)).isEmpty();
    assertThat(directory.nodesAt(InetAddress.getByName("10.0.1.5"))).containsExactly("Node1");
  }

  @Test
  void an_instance_that_changes_its_service_leaves_the_old_one() {
    registry.register(registration(NODE, ONE));
    registry.register(registration(NODE, instance("Node1", "api-1", "web", "", 80)));
    assertThat(directory.service("api")).isNull();
    assertThat(registry.instances("web")).hasSize(1);
  }

  @Test
  void a_node_that_goes_takes_everything_along() {
    registry.register(registration(NODE, ONE, TTL));
    registry.dismissNode("NODE1");
    assertThat(directory.nodes()).isEmpty();
    assertThat(directory.checks()).isEmpty();
    assertThat(directory.services()).isEmpty();
  }

  @Test
  void this_machines_node_comes_back_without_what_was_on_it() {
    registry.enrollOwn(NODE);
    registry.register(registration(NODE, ONE, TTL));
    registry.dismissNode("node1");
    assertThat(directory.nodes())
        .singleElement()
        .satisfies(node -> assertThat(node.with(Stamp.NONE)).isEqualTo(NODE));
    assertThat(directory.services()).isEmpty();
    assertThat(directory.checks()).isEmpty();
  }

  @Test
  void observers_hear_what_was_there_before() {
    var heard = new ArrayList<Effect>();
    registry.register(registration(NODE, ONE, TTL));
    directory.observe(heard::addAll);
    registry.report(TTL.key(), Status.PASSING, "");
    assertThat(heard)
        .singleElement()
        .satisfies(effect ->
            assertThat(((Check) effect.before()).result().status()).isEqualTo(Status.CRITICAL));
  }

  @Test
  void a_watch_hears_of_a_service_now_and_with_each_change() {
    var heard = new ArrayList<Integer>();
    Parking watch = registry.watch("api", members -> heard.add(members.size()));
    registry.register(registration(NODE, ONE));
    registry.deregister(ONE.key());
    watch.leave();
    registry.register(registration(NODE, ONE));
    assertThat(heard).containsExactly(0, 1, 0);
    assertThat(directory.parked()).isZero();
  }

  @Test
  void a_catalog_entry_says_how_its_checks_are() {
    var told =
        new Check(
            new Check.Key("node1", "c"),
            "c",
            "api-1",
            CheckSpec.TOLD,
            new Check.Result(Status.CRITICAL, "down", 0, 0),
            Stamp.NONE);
    registry.enroll(NODE, ONE, List.of(told));
    assertThat(registry.instances("api").getFirst().status()).isEqualTo(Status.CRITICAL);
    assertThat(directory.check(told.key()).result().criticalSince()).isEqualTo(now);
    registry.enroll(
        new Node("Node1", NODE.id(), "10.0.1.6", Map.of(), Map.of(), Stamp.NONE), null, List.of());
    assertThat(registry.instances("api").getFirst().address()).isEqualTo("10.0.1.6");
  }

  private List<Long> indexes() {
    return List.of(
        directory.index(API),
        directory.index(SERVICES),
        directory.index(CHECKS),
        directory.index(new Resource.Nodes()),
        directory.index(new Resource.OfNode("node1")));
  }
}
