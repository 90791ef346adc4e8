package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.ServiceNames.ZoneBeside;
import dev.cairn.resolve.Trace;
import dev.cairn.resolve.WholeResolver;
import dev.cairn.resolve.WholeZone;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// A domain of services as a zone.
class WholeDomainTest {
  private static final List<String> LINES =
      List.of(
          "node n 10.0.0.1",
          "service n 1 api 10.0.0.7 80 tags=v2",
          "service n 2 lab 10.0.0.8 80 source=lab",
          "set sources - lab");

  private final RegistryText text = new RegistryText("consul.", LINES);

  @Test
  void what_a_source_has_that_is_not_given_out_makes_it_unknown_as_a_whole() {
    for (Lapse lapse : List.of(new Lapse.Unsynced(3), new Lapse.Expired(7_200))) {
      text.lapses = new Lapses(Map.of("lab", lapse));
      assertThat(names(null).whole()).isNull();
      text.lapses = new Lapses(Map.of("elsewhere", lapse));
      assertThat(told(null)).contains("lab.service.consul. A");
    }
    text.lapses = new Lapses(Map.of("lab", new Lapse.Stale(10)));
    assertThat(told(null)).contains("lab.service.consul. A");
  }

  @Test
  void a_zone_beside_has_its_own_names_and_none_of_the_registry() {
    var zone =
        zone(
            "consul. NS",
            "www.consul. A",
            "api.service.consul. CNAME",
            "other.service.consul. A",
            "service.consul. A",
            "n.node.dc1.consul. CNAME",
            "0a000007.addr.consul. A",
            "x.query.consul. A",
            "_own._tcp.consul. SRV");
    assertThat(told(zone))
        .contains("consul. NS", "www.consul. A", "_own._tcp.consul. SRV")
        .contains("api.service.consul. A", "n.node.dc1.consul. A", "v2.api.service.consul. SRV")
        .doesNotContain("other.service.consul. A", "service.consul. A", "x.query.consul. A")
        .noneMatch(line -> line.endsWith("CNAME"))
        .doesNotHaveDuplicates();
  }

  @Test
  void no_more_is_made_than_was_asked_for() {
    int[] made = {0};
    Iterator<RecordSet> many =
        Stream.iterate(0, i -> i + 1)
            .limit(1000)
            .peek(_ -> made[0]++)
            .map(WholeDomainTest::host)
            .iterator();
    WholeZone whole = names(beside(() -> many)).whole();
    assertThat(whole).isNotNull();
    for (int i = 0; i < 10; i++) {
      whole.others().next();
    }
    assertThat(made[0]).isLessThan(20);
  }

  private static RecordSet host(int number) {
    return set("h" + number + ".consul.", Type.A);
  }

  private static RecordSet set(String name, int type) {
    return RecordSet.of(Name.fromConstantString(name), type, 1, List.of(new byte[4]));
  }

  private static ZoneBeside zone(String... sets) {
    return beside(() ->
        Stream.of(sets)
            .map(line -> line.split(" "))
            .map(words -> set(words[0], Type.value(words[1])))
            .iterator());
  }

  private static ZoneBeside beside(Iterable<RecordSet> others) {
    RecordSet soa =
        RecordSet.of(Name.fromConstantString("consul."), Type.SOA, 1, List.of(new byte[22]));
    var resolver =
        new WholeResolver() {
          @Override
          public WholeZone whole() {
            return new WholeZone(soa, others.iterator());
          }

          @Override
          public Outcome resolve(Query query, Trace trace) {
            return Outcome.NOT_MINE;
          }
        };
    return new ZoneBeside(resolver, soa);
  }

  private List<String> told(@Nullable ZoneBeside zone) {
    List<String> told = new ArrayList<>();
    WholeZone whole = names(zone).whole();
    assertThat(whole).isNotNull();
    whole.others().forEachRemaining(set -> told.add(set.owner() + " " + Type.string(set.type())));
    return told;
  }

  private ServiceNames names(@Nullable ZoneBeside zone) {
    var ground = new ServiceNames.Ground(text.directory, () -> text.lapses, () -> new Random(1));
    return new ServiceNames(text.settings(), ground, zone);
  }
}
