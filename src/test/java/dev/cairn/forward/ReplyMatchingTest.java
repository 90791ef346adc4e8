package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class ReplyMatchingTest {
  private static final String WWW = "www.example.com.";
  private static final Script RIGHT = Scripts.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final Script FORGED = Scripts.answer("www.example.com. 300 IN A 203.0.113.66");

  private final ForwardFixture fixture = new ForwardFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  static Stream<Script> whatDoesNotMatch() {
    return Stream.of(
        Scripts.withWrongId(FORGED),
        Scripts.withWrongQuestion(FORGED),
        Scripts.octets(),
        Scripts.octets((byte) 1, (byte) 2, (byte) 3),
        Scripts.octets(new byte[500]),
        Scripts.withWrongId(Scripts.say(Rcode.REFUSED)),
        changed(message -> message.getHeader().unsetFlag(Flags.QR)),
        changed(message -> message.getHeader().setOpcode(4)),
        changed(message -> message.removeAllRecords(Section.QUESTION)),
        Scripts.sayWithoutQuestion(Rcode.NOERROR),
        Scripts.sayWithoutQuestion(Rcode.NXDOMAIN),
        Scripts.withWrongId(Scripts.sayWithoutQuestion(Rcode.REFUSED)),
        changed(message -> message.addRecord(message.getQuestion(), Section.QUESTION)),
        octetXor(-1, 0x20),
        octetXor(-2, 0x20)); // type A with a bit that would make another letter
  }

  @ParameterizedTest
  @MethodSource("whatDoesNotMatch")
  void what_does_not_match_is_ignored_while_the_wait_goes_on(Script wrong) throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.both(wrong, RIGHT))) {
      var answer = (Answer) ask(fixture.forwarder(upstream), WWW);
      assertThat(answer.records().getFirst().rdata().getFirst())
          .containsExactly(new byte[] {(byte) 192, 0, 2, 1});
      assertThat(upstream.datagrams()).hasSize(1);
      assertThat(fixture.statisticsOf(upstream).counts().ignored()).isEqualTo(1);
    }
  }

  @Test
  void only_what_does_not_match_is_silence() throws IOException {
    try (var upstream = TestUpstream.doing(Scripts.withWrongId(FORGED))) {
      var failed = (Failed) ask(fixture.forwarder(upstream), WWW);
      assertThat(failed.why().text()).contains("did not answer within");
    }
  }

  @Test
  void a_question_that_comes_back_in_other_letters_matches() throws IOException {
    Script loud =
        (query, _) -> {
          byte[] reply = Scripts.reply(query, Rcode.NXDOMAIN).toWire();
          for (int i = 13; i < 16; i++) {
            reply[i] ^= 0x20;
          }
          return List.of(reply);
        };
    try (var upstream = TestUpstream.doing(loud)) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isNotInstanceOf(Failed.class);
    }
  }

  @Test
  void a_late_reply_is_dropped() throws IOException {
    var gate = new CountDownLatch(1);
    try (var upstream = TestUpstream.doing(Scripts.after(gate, RIGHT))) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isInstanceOf(Failed.class);
      gate.countDown();
      await().until(() -> fixture.statisticsOf(upstream).counts().ignored() == 2);
      assertThat(fixture.cache.entries()).isZero();
    }
  }

  @Test
  void only_the_question_do_and_cd_of_the_client_travel_on() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT)) {
      ask(fixture.forwarder(upstream), WWW);
      Message query = upstream.datagrams().getFirst();
      assertThat(query.getHeader().getFlag(Flags.RD)).isTrue();
      assertThat(query.getOPT().getPayloadSize()).isEqualTo(1232);
      assertThat(query.getQuestion().getName()).hasToString(WWW);
      assertThat(query.getQuestion().getType()).isEqualTo(Told.address(WWW).question().type());
    }
  }

  private interface Change {
    void on(Message message);
  }

  private static Script changed(Change change) {
    return (query, _) -> {
      Message reply = Scripts.reply(query, Rcode.NOERROR, "www.example.com. 9 IN A 203.0.113.66");
      change.on(reply);
      return List.of(reply.toWire());
    };
  }

  /// A reply without records, an octet of its question changed, counted from the end.
  private static Script octetXor(int at, int bits) {
    return (query, _) -> {
      byte[] reply = Scripts.reply(query, Rcode.NXDOMAIN).toWire();
      reply[reply.length + at] ^= (byte) bits;
      return List.of(reply);
    };
  }
}
