package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.forward.Scripts;
import dev.cairn.forward.TestUpstream;
import dev.cairn.message.Transport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

class DnsTrialTest {
  private Checking checking;

  @BeforeEach
  void begin() throws Exception {
    checking = Checking.begin();
  }

  @AfterEach
  void end() {
    checking.close();
  }

  private static Probe.Dns probe(TestUpstream server, Duration warnAfter, String... expected)
      throws Exception {
    return new Probe.Dns(
        new Probe.Server("127.0.0.1", server.address().getPort(), warnAfter),
        Name.fromString("www.example."),
        Type.A,
        Rcode.NOERROR,
        List.of(expected));
  }

  @Test
  void the_wanted_answer_passes() throws Exception {
    try (var server = TestUpstream.doing(Scripts.address("192.0.2.1"))) {
      Finding finding = checking.once(probe(server, Duration.ofMinutes(1), "192.0.2.1"));
      assertThat(finding.status()).as(finding.output()).isEqualTo(Status.PASSING);
      assertThat(finding.output())
          .startsWith("DNS A www.example. of 127.0.0.1:")
          .contains("NOERROR after ")
          .endsWith(" ms: 192.0.2.1");
      assertThat(checking.once(probe(server, Duration.ZERO)).status()).isEqualTo(Status.PASSING);
    }
  }

  @Test
  void another_answer_is_critical() throws Exception {
    try (var server = TestUpstream.doing(Scripts.address("192.0.2.1"))) {
      Finding finding = checking.once(probe(server, Duration.ZERO, "192.0.2.1", "192.0.2.2"));
      assertThat(finding.status()).isEqualTo(Status.CRITICAL);
      assertThat(finding.output()).contains("192.0.2.2 is not among the answers: 192.0.2.1");
      assertThat(checking.once(probe(server, Duration.ZERO, "no address")).status())
          .isEqualTo(Status.CRITICAL);
    }
  }

  @Test
  void another_rcode_is_critical() throws Exception {
    try (var server =
        TestUpstream.doing((query, transport) -> {
          Message reply = new Message(query.getHeader().getID());
          reply.getHeader().setFlag(Flags.QR);
          reply.getHeader().setRcode(Rcode.SERVFAIL);
          reply.addRecord(query.getQuestion(), 0);
          return List.of(reply.toWire());
        })) {
      assertThat(checking.once(probe(server, Duration.ZERO)).output())
          .endsWith("SERVFAIL, NOERROR is expected");
    }
  }

  @Test
  void a_slow_answer_is_a_warning() throws Exception {
    try (var server = TestUpstream.doing(Scripts.address("192.0.2.1"))) {
      assertThat(checking.once(probe(server, Duration.ofNanos(1))).status())
          .isEqualTo(Status.WARNING);
    }
  }

  @Test
  void a_cut_reply_is_asked_for_over_tcp() throws Exception {
    TestUpstream.Script whole = Scripts.address("192.0.2.1");
    try (var server =
        TestUpstream.doing((query, transport) -> {
          if (transport != Transport.UDP) {
            return whole.repliesTo(query, transport);
          }
          Message cut = new Message(query.getHeader().getID());
          cut.getHeader().setFlag(Flags.QR);
          cut.getHeader().setFlag(Flags.TC);
          cut.addRecord(query.getQuestion(), 0);
          return List.of(cut.toWire());
        })) {
      Finding finding = checking.once(probe(server, Duration.ZERO, "192.0.2.1"));
      assertThat(finding.status()).as(finding.output()).isEqualTo(Status.PASSING);
    }
  }

  @Test
  void silence_is_critical_when_the_time_is_over_and_rubbish_is_not_heard() throws Exception {
    try (var server =
        TestUpstream.doing((query, transport) -> {
          byte[] wrongId = new Message(query.getHeader().getID() ^ 1).toWire();
          return List.of(wrongId, new byte[] {1, 2, 3});
        })) {
      Finding finding =
          checking.once(probe(server, Duration.ZERO), DialRules.ours(), Duration.ofMillis(200));
      assertThat(finding.output()).endsWith("timeout after 200ms");
    }
  }
}
