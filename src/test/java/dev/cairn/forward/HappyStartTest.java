package dev.cairn.forward;

import static dev.cairn.forward.StreamFixture.tls;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Outcome.Failed;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.Opening;
import dev.cairn.upstream.TestTlsUpstream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// An upstream with two addresses, of which one is of no use (RFC 8305).
class HappyStartTest {
  private final StreamFixture fixture = new StreamFixture();

  private TestTlsUpstream first;
  private TestTlsUpstream second;

  @BeforeEach
  void start() throws IOException {
    first = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
    second = TestTlsUpstream.doing(Scripts.address("192.0.2.1"));
  }

  @AfterEach
  void close() {
    fixture.close();
    first.close();
    second.close();
  }

  @Test
  void after_an_address_that_refuses_the_next_is_taken_at_once() throws IOException {
    InetSocketAddress closed = TestUpstream.closedPort();
    fixture.isAnswered("a.example.", tls(closed, second.address()));
  }

  @Test
  void if_all_refuse_it_is_said_at_once() throws IOException {
    Endpoint closed = tls(TestUpstream.closedPort(), TestUpstream.closedPort());
    assertThat(fixture.ask("a.example.", closed)).isInstanceOf(Failed.class);
    assertThat(fixture.failures(closed, Fault.REFUSED_CONNECTION)).isEqualTo(1);
  }

  @Test
  void an_address_that_hangs_is_left_for_the_next_which_is_remembered() {
    first.nowHas(TestTlsUpstream.entrance().beginning(Opening.STALLING));
    Endpoint both = tls(first.address(), second.address());
    var asked = fixture.asking("a.example.", both);
    Awaitility.await().until(() -> first.connections().accepted() == 1);
    fixture.pass(Duration.ofMillis(250));
    assertThat(asked.join()).isNotInstanceOf(Failed.class);
    Awaitility.await().until(() -> first.connections().open() == 0);
    fixture.pass(Duration.ofSeconds(11)); // idle
    fixture.awaitConnections(both, 0);
    fixture.isAnswered("b.example.", both);
    assertThat(first.connections().accepted()).isEqualTo(1);
    assertThat(second.connections().accepted()).isEqualTo(2);
  }

  @Test
  void an_address_that_is_not_trusted_is_left_for_the_next() {
    first.nowHas(TestTlsUpstream.entrance().beginning(Opening.NOT_TLS));
    fixture.isAnswered("a.example.", tls(first.address(), second.address()));
  }
}
