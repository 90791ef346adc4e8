package dev.cairn.responder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Question;
import dev.cairn.message.SipHash;
import dev.cairn.responder.WaitingRoom.Limits;
import dev.cairn.responder.WaitingRoom.Refusal;
import java.net.InetAddress;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class WaitingRoomTest {
  private static final InetAddress CLIENT = address("192.0.2.1");

  private Limits limits = new Limits(1_000, 100);
  private final WaitingRoom room = new WaitingRoom(() -> limits, new SipHash(new SecureRandom()));

  @Test
  void so_many_may_wait_in_all() {
    limits = new Limits(20, 20);
    int in = 0;
    while (admit(address("192.0.2." + in), question("a.domain" + in + ".example."))
        == Refusal.NONE) {
      in++;
    }
    assertThat(in).isEqualTo(20);
    assertThat(admit(CLIENT, question("b.example."))).isEqualTo(Refusal.ALL);
    assertThat(room.waiting()).isEqualTo(20);
  }

  @Test
  void one_client_takes_no_more_than_its_part() {
    assertThat(admitted(CLIENT, 150, "a.domain%d.example.")).isEqualTo(100);
    assertThat(admit(CLIENT, question("b.example."))).isEqualTo(Refusal.CLIENT);
    assertThat(admit(address("198.51.100.1"), question("b.example."))).isEqualTo(Refusal.NONE);
  }

  @Test
  void clients_of_one_ipv6_network_share_and_those_of_others_do_not() {
    limits = new Limits(1_000, 2);
    assertThat(admit(address("2001:db8::1"), question("a.x1.example."))).isEqualTo(Refusal.NONE);
    assertThat(admit(address("2001:db8:0:1::2"), question("a.x2.example.")))
        .isEqualTo(Refusal.NONE);
    assertThat(admit(address("2001:db8:0:ff::3"), question("a.x3.example.")))
        .isEqualTo(Refusal.CLIENT);
    assertThat(admit(address("2001:db8:0:100::3"), question("a.x3.example.")))
        .isEqualTo(Refusal.NONE);
  }

  @Test
  void one_domain_is_bounded_only_when_it_gets_narrow() {
    assertThat(admitted(CLIENT, 60, "name%d.dead.example.")).isEqualTo(50);
    assertThat(admit(CLIENT, question("another.dead.example."))).isEqualTo(Refusal.DOMAIN);
    assertThat(admit(CLIENT, question("a.alive.test."))).isEqualTo(Refusal.NONE);
    assertThat(admit(address("198.51.100.1"), question("more.dead.example.")))
        .isEqualTo(Refusal.NONE);
  }

  @Test
  void a_short_second_label_belongs_to_the_suffix() {
    assertThat(admitted(CLIENT, 60, "name.one%d.co.uk.")).isEqualTo(60);
  }

  @Test
  void who_leaves_makes_room_and_in_the_end_all_counts_are_zero() {
    List<Question> in = new ArrayList<>();
    for (int round = 0; round < 3; round++) {
      for (int i = 0; i < 300; i++) {
        var question = question("name" + i + ".dead.example.");
        if (admit(CLIENT, question) == Refusal.NONE) {
          in.add(question);
        }
      }
      assertThat(in).hasSizeBetween(25, 100);
      in.forEach(question -> leave(CLIENT, question));
      in.clear();
      assertThat(room.waiting()).isZero();
    }
    assertThat(admitted(CLIENT, 150, "a.domain%d.example.")).isEqualTo(100);
  }

  @Test
  void the_root_has_a_place_too() {
    assertThat(admit(CLIENT, question("."))).isEqualTo(Refusal.NONE);
    leave(CLIENT, question("."));
    assertThat(room.waiting()).isZero();
  }

  private Refusal admit(InetAddress client, Question question) {
    return room.admit(room.seatOf(client, question));
  }

  private void leave(InetAddress client, Question question) {
    room.leave(room.seatOf(client, question));
  }

  private int admitted(InetAddress client, int asked, String names) {
    int in = 0;
    for (int i = 0; i < asked; i++) {
      in += admit(client, question(names.formatted(i))) == Refusal.NONE ? 1 : 0;
    }
    return in;
  }

  private static Question question(String name) {
    return Question.in(Name.fromConstantString(name), Type.A);
  }

  private static InetAddress address(String literal) {
    return InetAddress.ofLiteral(literal);
  }
}
