package dev.cairn.transport;

import static dev.cairn.transport.SlowHouse.large;
import static dev.cairn.transport.SlowHouse.quick;
import static dev.cairn.transport.SlowHouse.slow;
import static dev.cairn.transport.Wire.framed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cairn.transport.TransportObserver.Closing;
import java.io.IOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.GenericEDNSOption;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class TcpConnectionTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(600);
  private static final int IN_FLIGHT = 16;

  private static EventLoops loops;

  private final SlowHouse house = new SlowHouse();
  private final TestSockets.Closings closings = new TestSockets.Closings();
  private DnsListener listener;

  @BeforeAll
  static void start() {
    loops = new EventLoops(EventLoops.Engine.best(), 1);
  }

  @AfterAll
  static void stop() {
    loops.close();
  }

  @AfterEach
  void close() {
    house.permits.release(10_000);
    if (listener != null) {
      listener.close();
    }
    assertThat(house.observer.bug.get()).isNull();
  }

  @Test
  void a_message_may_be_split_at_every_octet() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      byte[] second = framed(quick(2));
      for (int split = 0; split <= second.length; split++) {
        byte[] both = framed(quick(1), quick(2));
        int seam = both.length - second.length + split;
        client.write(both, 0, seam);
        assertThat(client.readId()).isEqualTo(1); // now the server has the first part
        client.write(both, seam, both.length);
        assertThat(client.readId()).as("split at " + split).isEqualTo(2);
      }
    }
  }

  @Test
  void a_message_may_come_one_octet_at_a_time() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      for (byte octet : framed(quick(1), quick(2))) {
        client.write(new byte[] {octet});
      }
      assertThat(client.readId()).isEqualTo(1);
      assertThat(client.readId()).isEqualTo(2);
    }
  }

  @Test
  void queries_sent_together_are_answered_each() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(queries(2_000)));
      for (int id = 0; id < 2_000; id++) {
        assertThat(client.readId()).isEqualTo(id);
      }
    }
  }

  @Test
  void no_more_queries_are_read_than_may_be_in_flight() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(
          framed(IntStream.range(0, 2_000).mapToObj(SlowHouse::slow).toArray(byte[][]::new)));
      await().until(() -> house.waiting.get() == IN_FLIGHT);
      house.permits.release(2_000);
      var ids = new TreeSet<Integer>();
      for (int i = 0; i < 2_000; i++) {
        ids.add(client.readId());
      }
      assertThat(ids).hasSize(2_000);
      assertThat(house.mostWaiting.get()).isEqualTo(IN_FLIGHT);
      assertThat(house.observer.overloaded.get()).isZero();
    }
  }

  @Test
  void a_query_that_waits_holds_no_other_up() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(slow(1), quick(2), quick(3)));
      assertThat(client.readId()).isEqualTo(2);
      assertThat(client.readId()).isEqualTo(3);
      house.permits.release();
      assertThat(client.readId()).isEqualTo(1);
    }
  }

  @Test
  void queries_behind_the_last_one_in_flight_are_answered_when_it_is() throws Exception {
    open(new TcpLimits(100, 50, 1, new TcpLimits.Timeouts(LONG, LONG, LONG)));
    try (var client = new Wire(listener.address())) {
      client.write(framed(slow(1), quick(2), quick(3)));
      house.permits.release();
      assertThat(client.readId()).isEqualTo(1);
      assertThat(client.readId()).isEqualTo(2);
      assertThat(client.readId()).isEqualTo(3);
    }
  }

  @Test
  void the_largest_message_is_read_whole() throws Exception {
    open(LONG, LONG, LONG);
    byte[] query = padded(65_535);
    try (var client = new Wire(listener.address())) {
      client.write(framed(query, quick(2)));
      var reply = new Message(client.read());
      assertThat(reply.getRcode()).isZero();
      assertThat(reply.getSection(Section.ANSWER)).hasSize(1);
      assertThat(client.readId()).isEqualTo(2);
    }
  }

  @Test
  void a_large_answer_arrives_whole() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(large(1), large(2), large(3)));
      for (int i = 0; i < 3; i++) {
        byte[] reply = client.read();
        assertThat(new Message(reply).getSection(Section.ANSWER)).hasSize(SlowHouse.LARGE / 200);
      }
    }
  }

  @Test
  void a_connection_on_which_nothing_happens_is_closed() throws Exception {
    open(SHORT, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(quick(1)));
      assertThat(client.readId()).isEqualTo(1);
      assertThat(client.isClosed()).isTrue();
      assertThat(closings.all).containsExactly(Closing.IDLE);
    }
  }

  @Test
  void a_connection_whose_query_waits_is_not_idle() throws Exception {
    open(SHORT, LONG, LONG);
    try (var waits = new Wire(listener.address());
        var idles = new Wire(listener.address())) {
      waits.write(framed(slow(1)));
      assertThat(idles.isClosed()).isTrue(); // so the time is over for the other one too
      house.permits.release();
      assertThat(waits.readId()).isEqualTo(1);
    }
  }

  @Test
  void octets_that_dribble_do_not_keep_a_connection() throws Exception {
    open(LONG, SHORT, LONG);
    try (var client = new Wire(listener.address())) {
      client.socket.setSoTimeout(5);
      assertThat(dribbleUntilClosed(client, padded(60_000))).isTrue();
      assertThat(closings.all).containsExactly(Closing.SLOW_MESSAGE);
    }
  }

  @Test
  void answers_to_others_do_not_give_a_slow_message_more_time() throws Exception {
    open(LONG, SHORT, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(
          framed(
              IntStream.range(0, IN_FLIGHT - 1).mapToObj(SlowHouse::slow).toArray(byte[][]::new)));
      client.write(new byte[] {0});
      client.socket.setSoTimeout((int) SHORT.toMillis() / 3);
      int answers = 0;
      while (true) {
        house.permits.release();
        try {
          client.read();
          answers++;
          client.socket.getInputStream().read();
          break;
        } catch (SocketTimeoutException e) {
          // it is still open: the next answer
        } catch (IOException closed) {
          break;
        }
      }
      assertThat(closings.all).containsExactly(Closing.SLOW_MESSAGE);
      assertThat(answers).isLessThan(IN_FLIGHT - 1);
    }
  }

  @Test
  void a_client_that_does_not_read_is_bounded_and_closed() throws Exception {
    open(LONG, SHORT, LONG);
    var socket = new Socket();
    socket.setReceiveBufferSize(16_384);
    try (var client = new Wire(listener.address(), socket)) {
      int asked = 1_000;
      client.write(
          framed(IntStream.range(0, asked).mapToObj(SlowHouse::large).toArray(byte[][]::new)));
      await().until(() -> closings.all.contains(Closing.SLOW_READER));
      assertThat(house.observer.answered.get()).isPositive().isLessThan(asked / 2);
    }
  }

  @Test
  void a_connection_ends_after_its_life_time() throws Exception {
    open(LONG, LONG, SHORT);
    try (var client = new Wire(listener.address())) {
      client.socket.setSoTimeout(5);
      while (closings.all.isEmpty()) {
        client.write(framed(quick(1)));
        client.isClosed();
      }
      assertThat(closings.all).containsExactly(Closing.LIFETIME);
    } catch (IOException closed) {
      assertThat(closings.all).containsExactly(Closing.LIFETIME);
    }
  }

  @Test
  void a_query_under_way_outlives_the_life_time() throws Exception {
    open(LONG, LONG, SHORT);
    try (var waits = new Wire(listener.address());
        var idles = new Wire(listener.address())) {
      waits.write(framed(slow(1)));
      assertThat(idles.isClosed()).isTrue();
      house.permits.release();
      assertThat(waits.readId()).isEqualTo(1);
      assertThat(waits.isClosed()).isTrue();
    }
  }

  @Test
  void a_client_has_no_more_connections_than_it_may() throws Exception {
    open(new TcpLimits(100, 2, IN_FLIGHT, new TcpLimits.Timeouts(LONG, LONG, LONG)));
    theThirdIsClosed(Closing.TOO_MANY_OF_ONE_CLIENT);
  }

  @Test
  void all_clients_have_no_more_connections_than_they_may() throws Exception {
    open(new TcpLimits(2, 50, IN_FLIGHT, new TcpLimits.Timeouts(LONG, LONG, LONG)));
    theThirdIsClosed(Closing.TOO_MANY_CONNECTIONS);
  }

  private void theThirdIsClosed(Closing why) throws Exception {
    try (var first = new Wire(listener.address());
        var second = new Wire(listener.address())) {
      asks(first);
      asks(second);
      try (var third = new Wire(listener.address())) {
        assertThat(third.isClosed()).isTrue();
      }
      assertThat(closings.all).containsExactly(why);
      asks(first);
    }
    await().until(this::takesOneMore);
  }

  private boolean takesOneMore() {
    try (var client = new Wire(listener.address())) {
      asks(client);
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void a_client_that_has_ended_its_side_gets_all_that_it_asked_before() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      int all = 40 * IN_FLIGHT;
      client.write(
          framed(IntStream.range(0, all).mapToObj(SlowHouse::slow).toArray(byte[][]::new)));
      client.socket.shutdownOutput();
      await().until(() -> house.waiting.get() == IN_FLIGHT);
      house.permits.release(all);
      var answered = new TreeSet<Integer>();
      for (int i = 0; i < all; i++) {
        answered.add(client.readId());
      }
      assertThat(answered).hasSize(all);
    }
  }

  @Test
  void a_client_that_has_ended_its_side_still_gets_its_answers() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(slow(1), quick(2), slow(3)));
      client.socket.shutdownOutput();
      assertThat(client.readId()).isEqualTo(2);
      house.permits.release(2);
      assertThat(List.of(client.readId(), client.readId())).containsExactlyInAnyOrder(1, 3);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 11})
  void a_message_without_a_whole_header_ends_the_connection(int octets) throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(new byte[octets]));
      assertThat(client.isClosed()).isTrue();
      assertThat(closings.all).containsExactly(Closing.NO_QUERY);
    }
  }

  @Test
  void what_was_asked_before_the_end_of_a_connection_is_answered() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      client.write(framed(quick(1), new byte[0], quick(2)));
      assertThat(client.readId()).isEqualTo(1);
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_response_ends_the_connection() throws Exception {
    open(LONG, LONG, LONG);
    try (var client = new Wire(listener.address())) {
      byte[] response = quick(1);
      response[2] |= (byte) 0x80;
      client.write(framed(response, quick(2)));
      assertThat(client.isClosed()).isTrue();
    }
  }

  @Test
  void a_client_that_goes_away_leaves_nothing_behind() throws Exception {
    open(LONG, LONG, LONG);
    for (int i = 0; i < 20; i++) {
      try (var client = new Wire(listener.address())) {
        client.socket.setSoLinger(true, 0); // closing resets
        client.write(framed(slow(1), large(2), slow(3)));
        client.write(new byte[] {0, 100, 1, 2, 3});
      }
    }
    house.permits.release(40);
    await().until(() -> house.waiting.get() == 0);
    try (var client = new Wire(listener.address())) {
      asks(client);
    }
  }

  @Test
  void draining_ends_what_is_idle_and_answers_what_is_under_way() throws Exception {
    open(LONG, LONG, LONG);
    try (var waits = new Wire(listener.address());
        var idles = new Wire(listener.address())) {
      asks(idles);
      waits.write(framed(slow(1)));
      await().until(() -> house.waiting.get() == 1);
      listener.drain();
      assertThat(idles.isClosed()).isTrue();
      house.permits.release();
      assertThat(waits.readId()).isEqualTo(1);
      assertThat(waits.isClosed()).isTrue();
      assertThatExceptionOfType(ConnectException.class)
          .isThrownBy(() -> new Wire(listener.address()).close());
    }
  }

  private void open(Duration idle, Duration read, Duration lifetime) throws AddressUnavailable {
    open(new TcpLimits(100, 50, IN_FLIGHT, new TcpLimits.Timeouts(idle, read, lifetime)));
  }

  private void open(TcpLimits limits) throws AddressUnavailable {
    listener = TestSockets.open(loops, house.responder, limits, closings);
  }

  private static void asks(Wire client) throws IOException {
    client.write(framed(quick(7)));
    assertThat(client.readId()).isEqualTo(7);
  }

  private static byte[][] queries(int count) {
    return IntStream.range(0, count).mapToObj(SlowHouse::quick).toArray(byte[][]::new);
  }

  /// A query made to a length by an option that means nothing (RFC 7830).
  private static byte[] padded(int length) {
    var question = Record.newRecord(Name.fromConstantString("www.example.org."), Type.A, DClass.IN);
    Message query = Message.newQuery(question);
    int padding = length - query.toWire().length - 11 - 4;
    query.addRecord(
        new OPTRecord(
            1232, 0, 0, 0, new GenericEDNSOption(EDNSOption.Code.PADDING, new byte[padding])),
        Section.ADDITIONAL);
    return query.toWire();
  }

  private static boolean dribbleUntilClosed(Wire client, byte[] message) throws IOException {
    byte[] octets = framed(message);
    for (byte octet : octets) {
      try {
        client.write(new byte[] {octet});
      } catch (IOException closed) {
        return true;
      }
      if (client.isClosed()) {
        return true;
      }
    }
    return false;
  }
}
