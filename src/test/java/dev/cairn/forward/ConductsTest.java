package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.forward.TestUpstream.Script;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Message;

/// What the scripted server does on a connection, as a plain client sees it.
class ConductsTest {
  private static final Script RIGHT = Scripts.address("192.0.2.1");

  private final Message first = MessageClient.query("first.example");
  private final Message second = MessageClient.query("second.example");

  private TestUpstream upstream;
  private MessageClient client;

  @BeforeEach
  void start() throws IOException {
    upstream = TestUpstream.doing(RIGHT);
  }

  @AfterEach
  void close() throws IOException {
    client.close();
    upstream.close();
  }

  private void behaving(Conduct conduct) throws IOException {
    upstream.nowBehaves(conduct);
    client = MessageClient.to(upstream.address());
  }

  private int nextId() throws IOException {
    return new Message(client.receive()).getHeader().getID();
  }

  private static int id(Message message) {
    return message.getHeader().getID();
  }

  @Test
  void in_order_it_answers_one_after_the_other() throws IOException {
    behaving(Conducts.inOrder());
    client.send(first);
    client.send(second);
    assertThat(nextId()).isEqualTo(id(first));
    assertThat(nextId()).isEqualTo(id(second));
    assertThat(upstream.streamed()).hasSize(2);
    assertThat(upstream.connections().accepted()).isEqualTo(1);
  }

  @Test
  void when_ready_a_slow_answer_does_not_hold_up_the_next() throws IOException {
    var gate = new CountDownLatch(1);
    upstream.nowDoes(
        Scripts.forNames(first.getQuestion().getName()::equals, Scripts.after(gate, RIGHT), RIGHT));
    behaving(Conducts.whenReady());
    client.send(first);
    client.send(second);
    assertThat(nextId()).isEqualTo(id(second));
    gate.countDown();
    assertThat(nextId()).isEqualTo(id(first));
  }

  @Test
  void reversing_it_answers_the_last_one_first() throws IOException {
    behaving(Conducts.reversing(2));
    client.send(first);
    client.send(second);
    assertThat(nextId()).isEqualTo(id(second));
    assertThat(nextId()).isEqualTo(id(first));
  }

  @Test
  void ending_after_one_it_leaves_the_second_unanswered() throws IOException {
    behaving(Conducts.endingAfter(1));
    client.send(first);
    client.send(second);
    assertThat(nextId()).isEqualTo(id(first));
    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
  }

  @Test
  void resetting_after_one_it_resets_at_the_second() throws IOException {
    behaving(Conducts.resettingAfter(1));
    assertThat(client.ask(first).getRcode()).isZero();
    client.send(second);
    assertThatThrownBy(client::receive).isInstanceOf(SocketException.class);
    assertThat(upstream.streamed()).hasSize(2);
  }

  @Test
  void deaf_it_takes_a_connection_and_no_query() throws IOException {
    behaving(Conducts.deaf());
    client.send(first);
    awaitOpen(1);
    assertThat(upstream.streamed()).isEmpty();
    upstream.close();
    assertThatThrownBy(client::receive).isInstanceOf(IOException.class);
    awaitOpen(0);
  }

  private void awaitOpen(int connections) {
    Awaitility.await().until(() -> upstream.connections().open() == connections);
  }

  @Test
  void dripping_it_says_the_whole_answer() throws IOException {
    behaving(Conducts.dripping(7, Duration.ofNanos(1)));
    assertThat(client.ask(first).getSection(1)).hasSize(1);
    assertThat(client.ask(second).getSection(1)).hasSize(1);
  }

  @Test
  void ending_midway_it_has_said_half_an_answer() throws IOException {
    behaving(Conducts.endingMidway());
    client.send(first);
    assertThatThrownBy(client::receive).isInstanceOf(EOFException.class);
  }

  @Test
  void with_garbage_the_answer_comes_fourth() throws IOException {
    behaving(Conducts.withGarbage());
    client.send(first);
    assertThat(client.receive()).isEmpty();
    assertThat(client.receive()).containsExactly(0x55);
    assertThat(client.receive()).asString().startsWith("this is not");
    assertThat(nextId()).isEqualTo(id(first));
  }

  @Test
  void saying_octets_it_sends_them_as_they_are() throws IOException {
    behaving(Conducts.saying((byte) 0, (byte) 2, (byte) 8, (byte) 9));
    client.send(first);
    assertThat(client.receive()).containsExactly(8, 9);
  }

  @Test
  void a_server_that_is_gone_comes_back_at_its_address() throws IOException {
    behaving(Conducts.inOrder());
    client.ask(first);
    upstream.close();
    upstream = TestUpstream.at(upstream.address(), RIGHT);
    try (var other = MessageClient.to(upstream.address())) {
      assertThat(id(other.ask(second))).isEqualTo(id(second));
    }
  }
}
