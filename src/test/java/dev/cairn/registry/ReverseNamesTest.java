package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Reach;
import dev.cairn.resolve.SpecialNames;
import dev.cairn.resolve.Trace;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.Type;

class ReverseNamesTest {
  private final RegistryText text =
      new RegistryText(
          "consul.",
          List.of(
              "node web.dmz 10.0.0.1",
              "node b 10.0.0.1",
              "node six 2001:db8::6",
              "service b 1 Api 10.0.0.1 80",
              "service b 2 db 10.0.0.1 81",
              "service b 3 db 10.0.0.2 81"));

  @Test
  void all_names_of_an_address_are_told_and_nodes_come_first() {
    assertThat(pointers("10.0.0.1"))
        .containsExactly(
            "b.node.dc1.consul.",
            "web.dmz.node.dc1.consul.",
            "api.service.dc1.consul.",
            "db.service.dc1.consul.");
    assertThat(pointers("10.0.0.2")).containsExactly("db.service.dc1.consul.");
    assertThat(pointers("2001:db8::6")).containsExactly("six.node.dc1.consul.");
  }

  @Test
  void at_most_as_many_as_are_told_at_once() {
    for (int i = 0; i < 100; i++) {
      text.take("service b s%d s%d 10.0.0.9 80".formatted(i, i));
    }
    assertThat(pointers("10.0.0.9")).hasSize(32);
  }

  @Test
  void a_registered_address_comes_before_special_names_and_forward_rules() {
    Owner root = Owner.forward(Name.root, (_, _) -> Outcome.NOT_MINE, (_, _, _, _) -> {});
    List<Owner> owners = new ArrayList<>(SpecialNames.owners());
    owners.add(root);
    var namespace = Namespace.of(owners, text.reverse());
    assertThat(namespace.ownerOf(pointer("10.0.0.1")).kind()).isEqualTo(Owner.Kind.SERVICES);
    assertThat(namespace.ownerOf(pointer("2001:db8::6")).kind()).isEqualTo(Owner.Kind.SERVICES);
    var probe = new NameProbe(); // as the hot path looks up
    byte[] wire = pointer("10.0.0.1").wire();
    probe.take(wire, 0, wire.length);
    assertThat(namespace.ownerOf(probe, Type.PTR).kind()).isEqualTo(Owner.Kind.SERVICES);
    assertThat(namespace.ownerOf(pointer("10.0.0.9")).kind()).isEqualTo(Owner.Kind.SPECIAL);
    assertThat(namespace.ownerOf(pointer("192.0.3.9")).kind()).isEqualTo(Owner.Kind.FORWARD);
  }

  @Test
  void a_registered_address_comes_before_zones_but_only_with_what_it_has() {
    Name ten = Name.fromConstantString("10.in-addr.arpa.");
    Owner zone = Owner.zone(ten, (_, _) -> Outcome.NOT_MINE);
    var namespace = Namespace.of(List.of(zone), text.reverse());
    Name registered = ReverseMap.fromAddress(address("10.0.0.1"));
    for (int type : List.of(Type.PTR, Type.ANY)) {
      assertThat(namespace.ownerOf(Question.in(registered, type)).kind())
          .isEqualTo(Owner.Kind.SERVICES);
    }
    for (int type : List.of(Type.TXT, Type.NS, Type.SOA, Type.DS, Type.A)) {
      assertThat(namespace.ownerOf(Question.in(registered, type))).isEqualTo(zone);
    }
    assertThat(namespace.ownerOf(pointer("10.0.0.9"))).isEqualTo(zone);
    assertThat(namespace.ownerOf(Question.in(ten, Type.PTR))).isEqualTo(zone);
  }

  @Test
  void whoever_is_heard_at_all_is_told() {
    var chaser =
        new AliasChaser(
            Namespace.of(
                List.of(Owner.forward(Name.root, (_, _) -> Outcome.NOT_MINE, (_, _, _, _) -> {})),
                text.reverse()));
    assertThat(chaser.here(query(pointer("10.0.0.1")), Reach.OURS, Trace.NONE))
        .isInstanceOf(Answer.class);
  }

  @Test
  void other_types_are_not_there_and_that_is_not_to_be_remembered() {
    var question = Question.in(ReverseMap.fromAddress(address("10.0.0.1")), Type.TXT);
    assertThat(text.reverse().resolve(query(question), Trace.NONE))
        .isEqualTo(new NoData(List.of(), List.of(), Standing.AUTHORITATIVE));
  }

  @Test
  void only_whole_reverse_names_stand_for_addresses() {
    for (String name :
        List.of(
            "0.0.10.in-addr.arpa.",
            "x.1.0.0.10.in-addr.arpa.",
            "01.0.0.10.in-addr.arpa.",
            "257.0.0.10.in-addr.arpa.",
            "1.0.0.10.in-addr.example.",
            "1.0.0.10.ip6.arpa.",
            "in-addr.arpa.",
            "arpa.",
            ".")) {
      assertThat(text.reverse().has(Question.in(Name.fromConstantString(name), Type.PTR).labels()))
          .as(name)
          .isFalse();
    }
  }

  private List<String> pointers(String address) {
    Question question = pointer(address);
    assertThat(text.reverse().has(question.labels())).isTrue();
    Answer answer = (Answer) text.reverse().resolve(query(question), Trace.NONE);
    RecordSet set = answer.records().getFirst();
    return set.rdata().stream().map(rdata -> RecordSet.nameAt(rdata, 0).toString()).toList();
  }

  private static Question pointer(String address) {
    return Question.in(ReverseMap.fromAddress(address(address)), Type.PTR);
  }

  private static InetAddress address(String text) {
    return InetAddress.ofLiteral(text);
  }

  private static Query query(Question question) {
    return new Query(1, question, new Flags(0), Edns.ABSENT, Transport.UDP);
  }
}
