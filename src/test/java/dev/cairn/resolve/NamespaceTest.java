package dev.cairn.resolve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.cairn.message.Outcome;
import dev.cairn.message.Question;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class NamespaceTest {
  private static final Owner ROOT = forward(".");
  private static final Owner ORG = zone("org.");
  private static final Owner EXAMPLE = zone("Example.org.");
  private static final Owner DEEP = zone("a.b.c.example.org.");
  private static final Owner CORP = forward("corp.example.org.");

  @Test
  void the_deepest_suffix_owns_a_name() {
    var names = Namespace.of(List.of(ROOT, ORG, EXAMPLE, DEEP, CORP));
    assertThat(names.ownerOf(address("www.example.org."))).isEqualTo(EXAMPLE);
    assertThat(names.ownerOf(address("example.org."))).isEqualTo(EXAMPLE);
    assertThat(names.ownerOf(address("b.c.example.org."))).isEqualTo(EXAMPLE);
    assertThat(names.ownerOf(address("a.b.c.example.org."))).isEqualTo(DEEP);
    assertThat(names.ownerOf(address("x.a.b.c.example.org."))).isEqualTo(DEEP);
    assertThat(names.ownerOf(address("x.corp.example.org."))).isEqualTo(CORP);
    assertThat(names.ownerOf(address("xexample.org."))).isEqualTo(ORG);
    assertThat(names.ownerOf(address("example.net."))).isEqualTo(ROOT);
    assertThat(names.ownerOf(address("."))).isEqualTo(ROOT);
  }

  @Test
  void a_name_without_owner_has_none() {
    var names = Namespace.of(List.of(EXAMPLE, DEEP));
    assertThat(names.ownerOf(address("org."))).isNull();
    assertThat(names.ownerOf(address("."))).isNull();
    assertThat(names.ownerOf(address("example.net."))).isNull();
    assertThat(Namespace.of(List.of()).ownerOf(address("example.org."))).isNull();
  }

  @Test
  void letters_of_either_case_are_the_same() {
    var names = Namespace.of(List.of(EXAMPLE));
    assertThat(names.ownerOf(address("WWW.eXAMPLE.ORG."))).isEqualTo(EXAMPLE);
    assertThat(Namespace.of(List.of(zone("\\091.org."))).ownerOf(address("\\123.org."))).isNull();
  }

  @Test
  void a_dot_within_a_label_is_no_end_of_it() {
    var names = Namespace.of(List.of(EXAMPLE));
    assertThat(names.ownerOf(address("www\\.example.org."))).isNull();
    assertThat(names.ownerOf(address("www.example\\.org."))).isNull();
  }

  @Test
  void two_owners_of_one_suffix_are_a_mistake() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Namespace.of(List.of(EXAMPLE, forward("EXAMPLE.ORG."))))
        .withMessageContaining("EXAMPLE.ORG.");
  }

  @Test
  void above_an_owner_is_the_next_one_on_the_way_to_the_root() {
    var names = Namespace.of(List.of(ROOT, ORG, EXAMPLE, DEEP));
    assertThat(names.above(DEEP)).isEqualTo(EXAMPLE);
    assertThat(names.above(EXAMPLE)).isEqualTo(ORG);
    assertThat(names.above(ORG)).isEqualTo(ROOT);
    assertThat(names.above(ROOT)).isNull();
    assertThat(Namespace.of(List.of(DEEP)).above(DEEP)).isNull();
  }

  @Test
  void a_ds_question_at_the_top_of_a_zone_is_the_parents() {
    var names = Namespace.of(List.of(ROOT, ORG, EXAMPLE, DEEP, CORP));
    assertThat(names.ownerOf(ds("a.b.c.example.org."))).isEqualTo(EXAMPLE);
    assertThat(names.ownerOf(ds("EXAMPLE.org."))).isEqualTo(ORG);
    assertThat(names.ownerOf(ds("x.example.org."))).isEqualTo(EXAMPLE);
  }

  @Test
  void a_ds_question_at_the_top_of_a_domain_of_services_is_the_zones_above() {
    Owner services =
        Owner.services(Name.fromConstantString("s.example.org."), (_, _) -> Outcome.NOT_MINE);
    var names = Namespace.of(List.of(ROOT, EXAMPLE, services));
    assertThat(names.ownerOf(ds("s.example.org."))).isEqualTo(EXAMPLE);
    assertThat(names.ownerOf(address("x.s.example.org."))).isEqualTo(services);
    assertThat(Namespace.of(List.of(ROOT, services)).ownerOf(ds("s.example.org.")))
        .isEqualTo(services);
  }

  @Test
  void a_ds_question_stays_where_no_owner_of_the_kind_is_above() {
    var names = Namespace.of(List.of(ROOT, ORG, CORP));
    assertThat(names.ownerOf(ds("org."))).isEqualTo(ORG); // the world is above it
    assertThat(names.ownerOf(ds("corp.example.org."))).isEqualTo(CORP);
    assertThat(names.ownerOf(ds("."))).isEqualTo(ROOT);
    assertThat(Namespace.of(List.of(EXAMPLE)).ownerOf(ds("example.org."))).isEqualTo(EXAMPLE);
  }

  @Test
  void whatever_the_owners_are_the_longest_suffix_is_found() throws IOException {
    var random = new Random(20261122);
    for (int round = 0; round < 200; round++) {
      var owners = new ArrayList<Owner>();
      for (int i = 0; i < 8; i++) {
        Owner owner = zone(randomName(random));
        if (owners.stream().noneMatch(other -> other.suffix().equals(owner.suffix()))) {
          owners.add(owner);
        }
      }
      var names = Namespace.of(owners);
      for (int i = 0; i < 50; i++) {
        String name = randomName(random);
        assertThat(names.ownerOf(address(name))).isEqualTo(longest(owners, name));
      }
    }
  }

  private static @Nullable Owner longest(List<Owner> owners, String name) throws IOException {
    Name asked = Name.fromString(name);
    return owners.stream()
        .filter(owner -> asked.subdomain(owner.suffix()))
        .max(Comparator.comparingInt(owner -> owner.suffix().labels()))
        .orElse(null);
  }

  private static String randomName(Random random) {
    var name = new StringBuilder();
    for (int labels = random.nextInt(5); labels > 0; labels--) {
      String label = String.valueOf((char) ('a' + random.nextInt(3)));
      name.append(random.nextBoolean() ? label : label.toUpperCase(Locale.ROOT)).append('.');
    }
    return name.isEmpty() ? "." : name.toString();
  }

  private static Owner zone(String suffix) {
    return Owner.zone(Name.fromConstantString(suffix), (_, _) -> Outcome.NOT_MINE);
  }

  private static Owner forward(String suffix) {
    return Owner.forward(
        Name.fromConstantString(suffix), (_, _) -> Outcome.NOT_MINE, (_, _, _, _) -> {});
  }

  private static Question address(String name) {
    return Question.in(Name.fromConstantString(name), Type.A);
  }

  private static Question ds(String name) {
    return Question.in(Name.fromConstantString(name), Type.DS);
  }
}
