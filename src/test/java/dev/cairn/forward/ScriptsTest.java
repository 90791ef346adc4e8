package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.TestUpstream.Script;
import dev.cairn.message.Transport;
import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// What scripts say.
class ScriptsTest {
  private static final Script RIGHT = Scripts.address("192.0.2.1");
  private static final Message QUERY = MessageClient.query("wWw.Example");

  private static List<Message> said(Script script, Transport transport) throws IOException {
    return script.repliesTo(QUERY, transport).stream().map(ScriptsTest::message).toList();
  }

  private static Message message(byte[] octets) {
    try {
      return new Message(octets);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Message only(Script script) throws IOException {
    assertThat(said(script, Transport.TCP)).hasSize(1);
    return said(script, Transport.TCP).getFirst();
  }

  @Test
  void an_address_is_that_of_the_name_as_it_was_asked() throws IOException {
    Message reply = only(RIGHT);
    assertThat(reply.getQuestion().getName()).hasToString("wWw.Example.");
    assertThat(reply.getSection(Section.ANSWER).getFirst().rdataToString()).isEqualTo("192.0.2.1");
  }

  @Test
  void lower_case_spoils_the_question() throws IOException {
    Message reply = only(Scripts.withLowerCase(RIGHT));
    assertThat(reply.getQuestion().getName()).hasToString("www.example.");
    assertThat(reply.getHeader().getID()).isEqualTo(QUERY.getHeader().getID());
  }

  @Test
  void what_is_truncated_over_udp_is_whole_over_tcp() throws IOException {
    Script script = Scripts.truncatingDatagrams(RIGHT);
    assertThat(said(script, Transport.UDP).getFirst().getHeader().getFlag(Flags.TC)).isTrue();
    assertThat(only(script).getSection(Section.ANSWER)).hasSize(1);
  }

  @Test
  void alternating_takes_turns() throws IOException {
    Script script = Scripts.alternating(2, RIGHT, Scripts.say(Rcode.SERVFAIL));
    int[] rcodes = new int[6];
    for (int i = 0; i < 6; i++) {
      rcodes[i] = said(script, Transport.UDP).getFirst().getRcode();
    }
    assertThat(rcodes).containsExactly(0, 0, 2, 2, 0, 0);
  }

  @Test
  void lies_are_added_to_the_section_they_are_meant_for() throws IOException {
    Message reply =
        only(Scripts.adding(Section.AUTHORITY, RIGHT, "example. 300 IN NS ns.evil.example."));
    assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
    assertThat(reply.getSection(Section.AUTHORITY)).hasSize(1);
  }

  @ParameterizedTest
  @EnumSource
  void a_forgery_comes_before_the_truth(Forgery forgery) throws IOException {
    List<byte[]> replies = forgery.before(RIGHT).repliesTo(QUERY, Transport.UDP);
    assertThat(replies).hasSize(2);
    assertThat(replies.getLast()).isEqualTo(RIGHT.repliesTo(QUERY, Transport.UDP).getFirst());
    assertThat(replies.getFirst()).isNotEqualTo(replies.getLast());
  }

  @Test
  void a_flood_is_as_long_as_it_should_be() throws IOException {
    assertThat(said(Forgery.flood(100, RIGHT), Transport.UDP)).hasSize(101);
  }

  @ParameterizedTest
  @ValueSource(ints = {42, 300, 541, 542, 553, 554, 555, 4096, 65_534, 65_535})
  void a_large_answer_has_exactly_so_many_octets(int octets) throws IOException {
    byte[] reply = LargeAnswers.ofOctets(octets).repliesTo(QUERY, Transport.TCP).getFirst();
    assertThat(reply).hasSize(octets);
    assertThat(message(reply).getSectionRRsets(Section.ANSWER)).hasSize(1);
  }

  @Test
  void a_set_of_2000_records_is_one_message() throws IOException {
    assertThat(only(LargeAnswers.ofRecords(2_000)).getSection(Section.ANSWER))
        .hasSize(2_000)
        .doesNotHaveDuplicates();
  }

  @Test
  void a_chain_has_its_links_and_its_end() throws IOException {
    assertThat(only(AliasChains.whole(3, "192.0.2.1")).getSection(Section.ANSWER)).hasSize(4);
    assertThat(only(AliasChains.withoutEnd(3)).getSection(Section.ANSWER)).hasSize(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5})
  void a_loop_leads_back_to_the_first_name(int links) throws IOException {
    var answer = only(AliasChains.loop(links)).getSection(Section.ANSWER);
    assertThat(answer).hasSize(links);
    assertThat(answer.getLast().rdataToString()).isEqualTo("wWw.Example.");
  }

  @Test
  void datagrams_are_seen_with_port_and_id() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT);
        var client = new TestSockets.Client(upstream.address())) {
      client.udp(QUERY.toWire());
      client.tcp(QUERY.toWire());
      assertThat(upstream.sightings())
          .extracting(Sighting::id)
          .containsExactly(QUERY.getHeader().getID(), QUERY.getHeader().getID());
      assertThat(upstream.sightings())
          .extracting(Sighting::transport)
          .containsExactly(Transport.UDP, Transport.TCP);
      assertThat(upstream.sourcePorts()).containsExactly(upstream.sightings().getFirst().port());
    }
  }

  @Test
  void datagrams_that_are_reversed_are_answered_last_first() throws IOException {
    try (var upstream = TestUpstream.doing(RIGHT);
        var first = new DatagramSocket()) {
      upstream.nowReverses(2);
      first.setSoTimeout(5_000);
      first.connect(upstream.address());
      Message other = MessageClient.query("other.example");
      for (Message query : List.of(QUERY, other)) {
        byte[] octets = query.toWire();
        first.send(new DatagramPacket(octets, octets.length));
      }
      var reply = new DatagramPacket(new byte[512], 512);
      first.receive(reply);
      assertThat(new Message(reply.getData()).getHeader().getID())
          .isEqualTo(other.getHeader().getID());
    }
  }
}
