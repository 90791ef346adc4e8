package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.cairn.message.Edns;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Cut;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Transport;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Trace;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class ServiceNamesTest {
  private final Random random = new Random(1);

  @Test
  void each_order_is_as_likely_as_the_others() {
    var text = registry("node n 10.0.0.1", instances(3, ""));
    LocalResolver names = names(text);
    Map<List<String>, Integer> orders = new HashMap<>();
    for (int i = 0; i < 6_000; i++) {
      orders.merge(addresses(ask(names, "many.service.consul.", Type.A)), 1, Integer::sum);
    }
    assertThat(orders).hasSize(6);
    assertThat(orders.values()).allSatisfy(n -> assertThat(n).isCloseTo(1_000, within(150)));
  }

  @Test
  void weights_decide_who_comes_first_if_they_are_wanted() {
    var text =
        registry(
            "set weighted",
            "node n 10.0.0.1",
            "service n 1 many 10.1.0.1 80 weights=90/1",
            "service n 2 many 10.1.0.2 80 weights=10/1",
            "service n 3 many 10.1.0.3 80 weights=0/1");
    LocalResolver names = names(text);
    Map<String, Integer> first = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      List<String> drawn = addresses(ask(names, "many.service.consul.", Type.A));
      assertThat(drawn).hasSize(3);
      assertThat(drawn.getLast()).isEqualTo("0a010003");
      first.merge(drawn.getFirst(), 1, Integer::sum);
    }
    assertThat(first.get("0a010001")).isCloseTo(9_000, within(200));
    assertThat(first.get("0a010002")).isCloseTo(1_000, within(200));
  }

  @Test
  void an_answer_takes_as_many_records_as_a_message_holds_and_says_that_there_are_more() {
    LocalResolver names = names(registry("node n 10.0.0.1", instances(60, "")));
    Outcome outcome = ask(names, "many.service.consul.", Type.A);
    assertThat(outcome).isInstanceOf(Cut.class);
    assertThat(addresses(outcome)).doesNotHaveDuplicates().hasSize((512 - 12 - 25) / 16);
    Outcome all = names.resolve(query("many.service.consul.", Type.A, Transport.TCP), Trace.NONE);
    assertThat(all).isInstanceOf(Answer.class);
    assertThat(addresses(all)).hasSize(60);
  }

  @Test
  void a_service_that_is_cut_has_the_addresses_of_what_is_left_along() {
    LocalResolver names = names(registry("node n 10.0.0.1", instances(60, "")));
    Outcome outcome = ask(names, "many.service.consul.", Type.SRV);
    assertThat(outcome).isInstanceOf(Cut.class);
    Answer answer = answer(outcome);
    assertThat(answer.records()).hasSizeBetween(5, 7);
    assertThat(answer.additional().stream().map(RecordSet::owner))
        .containsExactlyElementsOf(
            answer.records().stream().map(set -> set.nameInRdata(6)).toList());
  }

  @Test
  void of_very_many_instances_each_has_its_turn() {
    LocalResolver names = names(crowd(5_000));
    var seen = new HashMap<String, Integer>();
    for (int i = 0; i < 2_000; i++) {
      Outcome outcome = ask(names, "many.service.consul.", Type.A);
      assertThat(outcome).isInstanceOf(Cut.class);
      List<String> drawn = addresses(outcome);
      assertThat(drawn).doesNotHaveDuplicates().hasSize(29);
      drawn.forEach(one -> seen.merge(one, 1, Integer::sum));
    }
    assertThat(seen).hasSize(5_000); // each is drawn 11.6 times on the average
    long inFirstHalf =
        seen.keySet().stream()
            .filter(one -> one.compareTo("0a0109c4") < 0)
            .mapToLong(seen::get)
            .sum();
    assertThat(inFirstHalf).isCloseTo(29_000, within(700L));
    assertThat(answer(ask(names, "many.service.consul.", Type.SRV)).records()).hasSizeBetween(5, 7);
    assertThat(ask(names, "many.service.consul.", Type.AAAA)).isInstanceOf(NoData.class);
    assertThat(ask(names, "odd.many.service.consul.", Type.A)).isInstanceOf(Cut.class);
    assertThat(ask(names, "none.many.service.consul.", Type.A)).isInstanceOf(NxDomain.class);
  }

  @Test
  void the_few_that_are_well_are_found_among_very_many() {
    var members = new ArrayList<>(members(5_000, "critical"));
    members.addAll(
        directoryOf("service n ok many 10.9.9.9 80").directory.service("many").members());
    LocalResolver names = names(directoryOf(new Service("many", members, 1)));
    assertThat(addresses(ask(names, "many.service.consul.", Type.A))).containsExactly("0a090909");
    LocalResolver sick = names(directoryOf(new Service("many", members(5_000, "critical"), 1)));
    assertThat(ask(sick, "many.service.consul.", Type.A)).isInstanceOf(NxDomain.class);
  }

  @Test
  void an_answer_follows_every_change() {
    var text = registry("node n 10.0.0.1", "service n 1 api 10.0.0.7 80");
    LocalResolver names = names(text);
    assertThat(addresses(ask(names, "api.service.consul.", Type.A))).containsExactly("0a000007");
    text.take("service n 1 api 10.0.0.8 80");
    assertThat(addresses(ask(names, "api.service.consul.", Type.A))).containsExactly("0a000008");
    text.take("service n 1 api 10.0.0.8 80 critical");
    assertThat(ask(names, "api.service.consul.", Type.A)).isInstanceOf(NxDomain.class);
    text.take("service n 1 api 10.0.0.8 80 warning");
    assertThat(addresses(ask(names, "api.service.consul.", Type.A))).containsExactly("0a000008");
    text.registry.maintain(new Instance.Key("n", "1"), "");
    assertThat(ask(names, "api.service.consul.", Type.A)).isInstanceOf(NxDomain.class);
  }

  @Test
  void what_is_packed_is_kept_for_as_long_as_nothing_changes() {
    var text = registry("node n 10.0.0.1", "service n 1 api 10.0.0.7 80 tags=a");
    Service service = text.directory.service("api");
    var packer = new Packer(text.settings());
    Offers offers = service.offers(packer, Set.of());
    assertThat(service.offers(packer, Set.of())).isSameAs(offers);
    assertThat(service.offers(new Packer(text.settings()), Set.of())).isSameAs(offers);
    var other = new Packer(text.settings().in(Name.fromConstantString("other.")));
    assertThat(service.offers(other, Set.of())).isNotSameAs(offers);
    assertThat(service.offers(packer, Set.of("lab"))).isNotSameAs(offers);
    assertThat(offers.pool("a", Type.A, 1, random)).isSameAs(offers.pool("a", Type.A, 1, random));
    assertThat(offers.pool("b", Type.A, 1, random).isEmpty()).isTrue();
  }

  @Test
  void a_source_that_is_away_ages_its_answers_and_all_denials() {
    var text =
        registry(
            "node n 10.0.0.1",
            "service n 1 api 10.0.0.7 80 source=lab",
            "service n 2 own 10.0.0.8 80",
            "set sources - lab",
            "set service-ttl.* 60",
            "set stale-ttl 5");
    LocalResolver names = names(text);
    text.lapses = new Lapses(Map.of("lab", new Lapse.Stale(93)));
    Stale stale = (Stale) ask(names, "api.service.consul.", Type.A);
    assertThat(stale.why())
        .isEqualTo(new ExtendedError(ExtendedError.STALE_ANSWER, "source lab stale 93s"));
    assertThat(answer(stale).records().getFirst().ttl()).isEqualTo(5);
    assertThat(answer(((Stale) ask(names, "api.service.consul.", Type.SRV))).additional())
        .allSatisfy(set -> assertThat(set.ttl()).isLessThanOrEqualTo(5));
    Answer own = (Answer) ask(names, "own.service.consul.", Type.A);
    assertThat(own.records().getFirst().ttl()).isEqualTo(60);
    Stale denial = (Stale) ask(names, "nope.service.consul.", Type.A);
    assertThat(denial.outcome()).isInstanceOf(NxDomain.class);
    assertThat(((Stale) ask(names, "own.service.consul.", Type.AAAA)).outcome())
        .isInstanceOf(NoData.class);
  }

  @Test
  void nobody_says_that_a_name_is_not_there_before_all_sources_have_been_read() {
    var text = registry("node n 10.0.0.1", "service n 2 own 10.0.0.8 80", "set sources - lab");
    LocalResolver names = names(text);
    text.lapses = new Lapses(Map.of("lab", new Lapse.Unsynced(3)));
    for (String name :
        List.of("nope.service.consul.", "nope.node.consul.", "x.own.service.consul.")) {
      assertThat(ask(names, name, Type.A))
          .isEqualTo(
              new Failed(
                  new ExtendedError(ExtendedError.NOT_READY, "source lab has not been read yet")));
    }
    assertThat(addresses(ask(names, "own.service.consul.", Type.A))).containsExactly("0a000008");
    assertThat(ask(names, "own.service.consul.", Type.AAAA)).isInstanceOf(NoData.class);
    assertThat(addresses(ask(names, "n.node.consul.", Type.A))).containsExactly("0a000001");
    assertThat(addresses(ask(names, "0a000009.addr.consul.", Type.A))).containsExactly("0a000009");
    assertThat(ask(names, "xyz.addr.consul.", Type.A)).isInstanceOf(NxDomain.class);
    text.lapses = new Lapses(Map.of("elsewhere", new Lapse.Unsynced(3)));
    assertThat(ask(names, "nope.service.consul.", Type.A)).isInstanceOf(NxDomain.class);
  }

  @Test
  void what_a_source_told_too_long_ago_is_given_out_no_more() {
    var text =
        registry(
            "node n 10.0.0.1",
            "service n 1 api 10.0.0.7 80 source=lab",
            "service n 2 both 10.0.0.8 80",
            "service n 3 both 10.0.0.9 80 source=lab",
            "set sources - lab");
    LocalResolver names = names(text);
    assertThat(addresses(ask(names, "both.service.consul.", Type.A))).hasSize(2);
    text.lapses = new Lapses(Map.of("lab", new Lapse.Expired(7_200)));
    assertThat(ask(names, "api.service.consul.", Type.A))
        .isEqualTo(
            new Failed(
                new ExtendedError(
                    ExtendedError.NO_REACHABLE_AUTHORITY, "source lab expired, away for 7200s")));
    assertThat(addresses(ask(names, "both.service.consul.", Type.A))).containsExactly("0a000008");
    text.lapses = Lapses.NONE;
    assertThat(addresses(ask(names, "api.service.consul.", Type.A))).containsExactly("0a000007");
  }

  @Test
  void what_is_no_address_and_no_name_is_given_to_nobody() {
    var text = registry("node n 10.0.0.1");
    for (String address : List.of("300.1.1.1", "fe80::1%eth0", "a..b", "1.2.3", "1.2.3.", ".")) {
      text.take("service n 1 api " + address + " 80");
      for (int type : new int[] {Type.A, Type.AAAA, Type.SRV, Type.CNAME, Type.ANY}) {
        assertThat(ask(names(text), "api.service.consul.", type)).isInstanceOf(NoData.class);
      }
    }
  }

  @Test
  void an_ipv4_address_written_as_one_of_ipv6_is_one_of_ipv4() {
    var text = registry("node n ::ffff:10.0.0.1", "service n 1 api ::FFFF:10.0.0.7 80");
    assertThat(addresses(ask(names(text), "api.service.consul.", Type.A)))
        .containsExactly("0a000007");
    assertThat(addresses(ask(names(text), "n.node.consul.", Type.A))).containsExactly("0a000001");
    assertThat(ask(names(text), "api.service.consul.", Type.AAAA)).isInstanceOf(NoData.class);
  }

  @Test
  void a_host_is_the_same_with_and_without_a_final_dot() {
    for (String host : List.of("host.example.com", "host.example.com.")) {
      var text = registry("node n " + host, "service n 1 api " + host + " 80");
      assertThat(
              answer(ask(names(text), "api.service.consul.", Type.CNAME))
                  .records()
                  .getFirst()
                  .nameInRdata(0))
          .as(host)
          .hasToString("host.example.com.");
      assertThat(ask(names(text), "n.node.consul.", Type.A)).isInstanceOf(Alias.class);
    }
  }

  @Test
  void a_node_whose_name_cannot_be_one_in_dns_is_led_to_by_its_address() {
    var text =
        registry(
            "node " + "n".repeat(64) + " 10.0.0.1", "service " + "n".repeat(64) + " 1 api - 80");
    assertThat(
            answer(ask(names(text), "api.service.consul.", Type.SRV))
                .records()
                .getFirst()
                .nameInRdata(6))
        .hasToString("0a000001.addr.dc1.consul.");
  }

  private static RegistryText registry(String line, Stream<String> more) {
    return registry(Stream.concat(Stream.of(line), more).toArray(String[]::new));
  }

  private static RegistryText registry(String... lines) {
    return new RegistryText("consul.", List.of(lines));
  }

  private static Stream<String> instances(int count, String words) {
    return IntStream.range(0, count)
        .mapToObj(i ->
            "service n i%d many 10.1.%d.%d 80 tags=%s %s"
                .formatted(i, i >> 8, i & 0xFF, i % 2 == 0 ? "even" : "odd", words));
  }

  private static RegistryText crowd(int count) {
    return directoryOf(new Service("many", members(count, ""), 1));
  }

  /// Made by hand: to register very many one after the other would copy them each time.
  private static List<Member> members(int count, String words) {
    return instances(count, words)
        .map(line -> directoryOf(line).directory.service("many").members().getFirst())
        .toList();
  }

  private static RegistryText directoryOf(String line) {
    return registry("node n 10.0.0.1", line);
  }

  private static RegistryText directoryOf(Service service) {
    var text = registry("node n 10.0.0.1");
    text.directory.services.put(service.name(), service);
    return text;
  }

  private LocalResolver names(RegistryText text) {
    return text.names(text.domain(), null, null, () -> random).here();
  }

  private static Outcome ask(LocalResolver names, String name, int type) {
    return names.resolve(query(name, type, Transport.UDP), Trace.NONE);
  }

  private static Query query(String name, int type, Transport transport) {
    var question = Question.in(Name.fromConstantString(name), type);
    return new Query(1, question, Flags.RECURSIVE_QUERY, Edns.ABSENT, transport);
  }

  private static Answer answer(Outcome outcome) {
    return switch (outcome) {
      case Answer answer -> answer;
      case Cut cut -> answer(cut.outcome());
      case Stale stale -> answer(stale.outcome());
      default -> throw new AssertionError(outcome);
    };
  }

  private static List<String> addresses(Outcome outcome) {
    return answer(outcome).records().stream()
        .flatMap(set -> set.rdata().stream())
        .map(HexFormat.of()::formatHex)
        .toList();
  }
}
