package dev.cairn.transport;

import static dev.cairn.transport.SlowHouse.large;
import static dev.cairn.transport.SlowHouse.query;
import static dev.cairn.transport.SlowHouse.quick;
import static dev.cairn.transport.SlowHouse.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cairn.transport.EventLoops.Engine;
import io.netty.channel.epoll.Epoll;
import java.io.IOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

class UdpListenerTest {
  private static final int PATIENCE = 5_000; // milliseconds

  private final SlowHouse house = new SlowHouse();
  private final List<AutoCloseable> toClose = new ArrayList<>();
  private UdpEngine udp = UdpEngine.AUTO;

  /// What drives the sockets.
  enum Driver {
    BATCH(Engine.EPOLL, UdpEngine.BATCH),
    EPOLL(Engine.EPOLL, UdpEngine.NETTY),
    NIO(Engine.NIO, UdpEngine.AUTO);

    private final Engine engine;
    private final UdpEngine udp;

    Driver(Engine engine, UdpEngine udp) {
      this.engine = engine;
      this.udp = udp;
    }
  }

  /// What this machine has.
  static Stream<Driver> drivers() {
    return Epoll.isAvailable() ? Stream.of(Driver.values()) : Stream.of(Driver.NIO);
  }

  @AfterEach
  void close() throws Exception {
    house.permits.release(1_000);
    for (AutoCloseable each : toClose.reversed()) {
      each.close();
    }
    assertThat(house.observer.bug.get()).isNull();
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_query_is_answered_on_every_loopback_address(Driver driver) throws Exception {
    List<InetAddress> addresses =
        LocalAddresses.ofThisMachine().stream().filter(InetAddress::isLoopbackAddress).toList();
    assertThat(addresses).isNotEmpty(); // ::1 among them, if this machine speaks IPv6
    for (InetAddress address : addresses) {
      DnsListener listener = open(driver, 1, address);
      try (var client = new Client(listener.address())) {
        client.send(quick(1));
        assertThat(client.receiveId()).isEqualTo(1);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void all_clients_are_answered_however_many_loops_share_the_port(Driver driver) throws Exception {
    DnsListener listener = open(driver, 3, loopback());
    for (int id = 0; id < 50; id++) {
      try (var client = new Client(listener.address())) {
        client.send(quick(id));
        assertThat(client.receiveId()).isEqualTo(id);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void datagrams_that_come_together_are_answered_each(Driver driver) throws Exception {
    var loops = loops(driver, 1);
    DnsListener listener = open(loops, loopback());
    var isHeld = new CountDownLatch(1);
    loops.group().execute(() -> awaitUninterruptibly(isHeld));
    try (var client = new Client(listener.address())) {
      for (int id = 0; id < 100; id++) {
        client.send(quick(id));
      }
      isHeld.countDown();
      var ids = new TreeSet<Integer>();
      for (int i = 0; i < 100; i++) {
        ids.add(client.receiveId());
      }
      assertThat(ids).hasSize(100);
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void what_the_kernel_had_no_room_for_is_counted_by_linux(Driver driver) throws Exception {
    boolean counts = driver.engine == Engine.EPOLL;
    var loops = loops(driver, 1);
    DnsListener listener = open(loops, loopback());
    assertThat(listener.overflow()).isZero();
    var isHeld = new CountDownLatch(1);
    loops.group().execute(() -> awaitUninterruptibly(isHeld));
    try (var client = new Client(listener.address())) {
      byte[] padded = Arrays.copyOf(quick(1), 1_400);
      for (int i = 0; i < 5_000; i++) { // 7 MB for a buffer of 2 at the most
        client.send(padded);
      }
      assertThat(listener.overflow()).isBetween(counts ? 1_000L : 0, counts ? 5_000L : 0);
      isHeld.countDown();
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_query_that_waits_holds_no_other_up(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    try (var client = new Client(listener.address())) {
      client.send(slow(1));
      await().until(() -> house.waiting.get() == 1);
      client.send(quick(2));
      assertThat(client.receiveId()).isEqualTo(2);
      house.permits.release();
      assertThat(client.receiveId()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void queries_that_wait_are_answered_to_those_who_asked(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    var clients = new ArrayList<Client>();
    for (int id = 0; id < 20; id++) {
      var client = new Client(listener.address());
      toClose.add(client);
      clients.add(client);
      client.send(query(id, "host-" + id + ".slow.example.", Type.A));
    }
    await().until(() -> house.waiting.get() == 20);
    house.permits.release(20);
    for (int id = 0; id < 20; id++) {
      var reply = new Message(clients.get(id).receive());
      assertThat(reply.getHeader().getID()).isEqualTo(id);
      assertThat(reply.getQuestion().getName()).hasToString("host-" + id + ".slow.example.");
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_datagram_that_is_too_large_is_malformed(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    try (var client = new Client(listener.address())) {
      for (int octets : List.of(2_049, 4_000, 65_507)) {
        client.send(Arrays.copyOf(quick(octets), octets));
        var reply = new Message(client.receive());
        assertThat(reply.getHeader().getID()).isEqualTo(octets);
        assertThat(reply.getRcode()).isEqualTo(Rcode.FORMERR);
      }
      client.send(quick(1));
      assertThat(client.receiveId()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void what_is_no_query_gets_no_answer(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    byte[] response = quick(1);
    response[2] |= (byte) 0x80;
    try (var client = new Client(listener.address())) {
      client.send(new byte[0]);
      client.send(Arrays.copyOf(quick(2), 11));
      client.send(response);
      client.send(quick(3));
      assertThat(client.receiveId()).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void an_answer_that_does_not_fit_is_truncated(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    try (var client = new Client(listener.address())) {
      client.send(large(1));
      var reply = new Message(client.receive());
      assertThat(reply.getHeader().getFlag(Flags.TC)).isTrue();
      assertThat(reply.getSection(Section.ANSWER)).isEmpty();
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_udp_port_in_use_is_named(Driver driver) throws Exception {
    var loops = loops(driver, 2);
    try (var taken = takenForUdpOnly()) {
      var address = new InetSocketAddress(loopback(), taken.getLocalPort());
      assertThatExceptionOfType(AddressUnavailable.class)
          .isThrownBy(() -> listen(loops, address))
          .withMessageStartingWith(
              "cannot listen on UDP 127.0.0.1:%d: the address is in use", address.getPort());
      await().until(() -> isFree(address)); // what was opened is closed again
    }
  }

  /// A port that no TCP connection of others has either, as many do after a test with thousands.
  private static DatagramSocket takenForUdpOnly() throws IOException {
    while (true) {
      var taken = new DatagramSocket(new InetSocketAddress(loopback(), 0));
      try (var free = new ServerSocket(taken.getLocalPort(), 1, loopback())) {
        assertThat(free.isBound()).isTrue();
        return taken;
      } catch (BindException _) {
        taken.close();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_tcp_port_in_use_is_named(Driver driver) throws Exception {
    var loops = loops(driver, 2);
    try (var taken = new ServerSocket(0, 1, loopback())) {
      var address = new InetSocketAddress(loopback(), taken.getLocalPort());
      assertThatExceptionOfType(AddressUnavailable.class)
          .isThrownBy(() -> listen(loops, address))
          .withMessageStartingWith(
              "cannot listen on TCP 127.0.0.1:%d: the address is in use", address.getPort());
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void two_servers_do_not_share_a_port(Driver driver) throws Exception {
    DnsListener first = open(driver, 2, loopback());
    var loops = loops(driver, 2);
    assertThatExceptionOfType(AddressUnavailable.class)
        .isThrownBy(() -> listen(loops, first.address()));
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void an_address_of_another_machine_is_named(Driver driver) throws Exception {
    var loops = loops(driver, 1);
    var elsewhere = new InetSocketAddress(InetAddress.getByName("192.0.2.1"), 0);
    assertThatExceptionOfType(AddressUnavailable.class)
        .isThrownBy(() -> listen(loops, elsewhere))
        .withMessageContaining("192.0.2.1:0: this machine has no such address");
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void a_wildcard_answers_from_the_address_that_was_asked(Driver driver) throws Exception {
    for (String wildcard : List.of("0.0.0.0", "::")) {
      DnsListener listener = open(driver, 2, InetAddress.getByName(wildcard));
      for (InetAddress local : LocalAddresses.toBind(InetAddress.getByName(wildcard))) {
        if (local.isLoopbackAddress()) {
          var asked = new InetSocketAddress(local, listener.address().getPort());
          try (var client = new Client(asked)) { // connected, so that it hears no other address
            client.send(quick(1));
            assertThat(client.receiveId()).isEqualTo(1);
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void draining_answers_what_waits(Driver driver) throws Exception {
    DnsListener listener = open(driver, 1, loopback());
    try (var client = new Client(listener.address())) {
      client.send(slow(1));
      await().until(() -> house.waiting.get() == 1);
      listener.drain();
      house.permits.release();
      assertThat(client.receiveId()).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @MethodSource("drivers")
  void what_waits_for_a_socket_that_is_closed_harms_no_other(Driver driver) throws Exception {
    var loops = loops(driver, 1);
    DnsListener closed = open(loops, loopback());
    try (var client = new Client(closed.address())) {
      client.send(slow(1));
      await().until(() -> house.waiting.get() == 1);
    }
    closed.close();
    DnsListener other = open(loops, loopback());
    house.permits.release();
    try (var client = new Client(other.address())) {
      client.send(quick(2));
      assertThat(client.receiveId()).isEqualTo(2);
    }
  }

  /// NIO gives a closed socket back only when its selector has run again, so this is epoll's
  /// promise.
  @ParameterizedTest
  @EnumSource(names = {"BATCH", "EPOLL"})
  void what_is_closed_is_free_again(Driver driver) throws Exception {
    Assumptions.assumeTrue(Engine.best() == Engine.EPOLL, "epoll is Linux's");
    var loops = loops(driver, 2);
    DnsListener first = open(loops, loopback());
    first.close();
    DnsListener second = listen(loops, first.address());
    try (var client = new Client(second.address())) {
      client.send(quick(1));
      assertThat(client.receiveId()).isEqualTo(1);
    }
  }

  private DnsListener open(Driver driver, int count, InetAddress address) throws Exception {
    return open(loops(driver, count), address);
  }

  private DnsListener open(EventLoops loops, InetAddress address) throws AddressUnavailable {
    return listen(loops, new InetSocketAddress(address, 0));
  }

  private DnsListener listen(EventLoops loops, InetSocketAddress address)
      throws AddressUnavailable {
    var sockets =
        new DnsListener.Sockets(
            loops, house.responder, TestSockets::limits, new TestSockets.Closings(), () -> udp);
    DnsListener listener = DnsListener.open(address, sockets);
    toClose.add(listener);
    return listener;
  }

  private EventLoops loops(Driver driver, int count) {
    udp = driver.udp;
    var loops = new EventLoops(driver.engine, count);
    toClose.add(loops);
    return loops;
  }

  private static boolean isFree(InetSocketAddress address) throws IOException {
    try (var _ = new ServerSocket(address.getPort(), 1, address.getAddress())) {
      return true;
    } catch (BindException e) {
      return false;
    }
  }

  private static InetAddress loopback() throws IOException {
    return InetAddress.getByName("127.0.0.1");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A client that hears only the address that it asks.
  private static final class Client implements AutoCloseable {
    final DatagramSocket socket = new DatagramSocket();

    Client(InetSocketAddress server) throws IOException {
      socket.setSoTimeout(PATIENCE);
      socket.connect(server);
    }

    void send(byte[] query) throws IOException {
      socket.send(new DatagramPacket(query, query.length));
    }

    byte[] receive() throws IOException {
      var reply = new DatagramPacket(new byte[65_535], 65_535);
      socket.receive(reply);
      return Arrays.copyOf(reply.getData(), reply.getLength());
    }

    int receiveId() throws IOException {
      byte[] reply = receive();
      return (reply[0] & 0xFF) << 8 | reply[1] & 0xFF;
    }

    @Override
    public void close() {
      socket.close();
    }
  }
}
