package dev.cairn.forward;

import static dev.cairn.forward.ForwardFixture.DEADLINE;
import static dev.cairn.forward.ForwardFixture.PATIENCE;
import static dev.cairn.forward.ForwardFixture.ask;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Transport;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

class TruncationTest {
  private static final String WWW = "www.example.com.";
  private static final Script RIGHT = Scripts.answer("www.example.com. 300 IN A 192.0.2.1");
  private static final Script SILENCE = Scripts.silence();

  private final ForwardFixture fixture = new ForwardFixture();

  @AfterEach
  void close() {
    fixture.close();
  }

  @Test
  void what_did_not_fit_is_fetched_over_tcp_from_the_same_upstream() throws IOException {
    try (var upstream = overTcp(RIGHT);
        var second = TestUpstream.doing(RIGHT)) {
      assertThat(ask(fixture.forwarder(upstream, second), WWW)).isInstanceOf(Answer.class);
      assertThat(upstream.streamed()).hasSize(1);
      assertThat(second.datagrams()).isEmpty();
      assertThat(fixture.statisticsOf(upstream).counts().truncated()).isEqualTo(1);
    }
  }

  @Test
  void an_alias_that_makes_a_name_too_long_is_fetched_like_an_answer() throws IOException {
    String label = "l".repeat(60);
    String dname = "example.com. 300 IN DNAME " + (label + ".").repeat(4);
    Script script =
        (query, transport) -> {
          Message reply = new Message(query.getHeader().getID());
          reply.getHeader().setFlag(Flags.QR);
          reply.getHeader().setRcode(Rcode.YXDOMAIN);
          reply.addRecord(query.getQuestion(), Section.QUESTION);
          if (transport == Transport.UDP) {
            reply.getHeader().setFlag(Flags.TC);
          } else {
            reply.addRecord(Told.record(dname), Section.ANSWER);
          }
          return List.of(reply.toWire());
        };
    try (var upstream = TestUpstream.doing(script)) {
      assertThat(ask(fixture.forwarder(upstream), label + ".example.com."))
          .isInstanceOf(NameTooLong.class);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void an_answer_of_60_kilobytes_comes_through_whole() throws IOException {
    String text = "x".repeat(250);
    String[] records =
        IntStream.range(0, 220)
            .mapToObj(i -> "www.example.com. 300 IN A 10.0.0." + i)
            .toArray(String[]::new);
    String[] texts =
        IntStream.range(0, 220)
            .mapToObj(i -> "www.example.com. 300 IN TXT \"" + i + text + "\"")
            .toArray(String[]::new);
    String[] all = Arrays.copyOf(records, 440);
    System.arraycopy(texts, 0, all, 220, 220);
    try (var upstream = overTcp(Scripts.answer(all))) {
      var answer = (Answer) ask(fixture.forwarder(upstream), WWW);
      assertThat(answer.records().getFirst().count()).isEqualTo(220);
    }
  }

  @Test
  void what_does_not_match_is_ignored_there_too() throws IOException {
    try (var upstream = overTcp(Scripts.both(Scripts.withWrongId(RIGHT), RIGHT))) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isInstanceOf(Answer.class);
      assertThat(fixture.statisticsOf(upstream).counts().ignored()).isEqualTo(1);
    }
  }

  @Test
  void silence_over_tcp_leads_to_the_next_upstream() throws IOException {
    try (var upstream = overTcp(SILENCE);
        var second = TestUpstream.doing(RIGHT)) {
      assertThat(ask(fixture.forwarder(upstream, second), WWW)).isInstanceOf(Answer.class);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void a_drip_of_small_messages_does_not_extend_the_time() throws IOException {
    Script endless = (query, _) -> IntStream.range(0, 5_000).mapToObj(_ -> new byte[1]).toList();
    try (var upstream = overTcp(endless)) {
      var failed = (Failed) ask(fixture.forwarder(upstream), WWW);
      assertThat(failed.why().text()).contains("did not answer within");
    }
  }

  @Test
  void what_is_truncated_over_tcp_too_is_of_no_use() throws IOException {
    try (var upstream = overTcp(Scripts.truncation())) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isInstanceOf(Failed.class);
    }
  }

  @Test
  void what_is_fetched_slowly_is_waited_for_until_the_deadline() throws IOException {
    try (var upstream = overTcp(Scripts.slow(PATIENCE.multipliedBy(2), RIGHT))) {
      var forwarder =
          fixture.forwarder(ForwardFixture.settings(PATIENCE, DEADLINE, 3, upstream.address()));
      assertThat(ask(forwarder, WWW)).isInstanceOf(Answer.class);
      assertThat(upstream.streamed()).hasSize(1);
    }
  }

  @Test
  void what_could_not_be_fetched_is_not_called_malformed() throws IOException {
    try (var upstream = overTcp(RIGHT)) {
      var forwarder =
          fixture.forwarder(ForwardFixture.settings(PATIENCE, DEADLINE, 1, upstream.address()));
      var failed = (Failed) ask(forwarder, WWW);
      assertThat(failed.why().text())
          .endsWith("cut its reply short, and no message was left to fetch the rest with");
    }
  }

  @Test
  void a_truncated_error_is_not_fetched() throws IOException {
    Script truncatedError =
        (query, _) -> {
          Message reply = Scripts.reply(query, Rcode.SERVFAIL);
          reply.getHeader().setFlag(Flags.TC);
          return List.of(reply.toWire());
        };
    try (var upstream = TestUpstream.doing(truncatedError)) {
      assertThat(ask(fixture.forwarder(upstream), WWW)).isInstanceOf(Failed.class);
      assertThat(upstream.streamed()).isEmpty();
    }
  }

  private static TestUpstream overTcp(Script script) throws IOException {
    return TestUpstream.doing(Scripts.byTransport(Scripts.truncation(), script));
  }
}
