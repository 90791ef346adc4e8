package dev.cairn.transport;

import static dev.cairn.transport.SlowHouse.quick;
import static dev.cairn.transport.SlowHouse.slow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.cairn.guard.Guard;
import dev.cairn.message.Outcome;
import dev.cairn.resolve.Owner;
import dev.cairn.responder.Responder;
import dev.cairn.responder.TestHouse;
import dev.cairn.transport.EventLoops.Engine;
import dev.cairn.wire.TestResponses;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/// What is so of UDP in batches alone; [UdpListenerTest] has what is so of all engines.
class BatchUdpTest {
  private final SlowHouse house = new SlowHouse();
  private final Unsent unsent = new Unsent();
  private final List<UdpSocket> opened = new ArrayList<>();
  private final AtomicInteger underWay = new AtomicInteger();
  private EventLoops loops;

  @BeforeEach
  void start() {
    Assumptions.assumeTrue(Engine.best() == Engine.EPOLL, "batches are Linux's");
    loops = new EventLoops(Engine.EPOLL, 1);
  }

  @AfterEach
  void stop() {
    house.permits.release(1_000);
    opened.forEach(socket -> socket.end().awaitUninterruptibly());
    if (loops != null) {
      loops.close();
    }
  }

  @Test
  void nothing_stands_in_its_way_here() {
    assertThat(BatchUdp.obstacle(Engine.EPOLL)).isNull();
  }

  @Test
  void where_it_cannot_be_it_says_why_and_what_to_write() {
    var address = new InetSocketAddress("127.0.0.1", 53);
    var elsewhere = new UdpEngines(new EventLoops(Engine.NIO, 1), house.responder, unsent);
    assertThatExceptionOfType(AddressUnavailable.class)
        .isThrownBy(() -> elsewhere.opener(UdpEngine.BATCH, address))
        .withMessage(
            "cannot listen on UDP 127.0.0.1:53 with udp-engine = \"batch\": it needs Linux and its"
                + " epoll; write \"auto\" or \"netty\" under [server]");
  }

  @Test
  void auto_means_batches_where_they_can_be() throws Exception {
    var address = new InetSocketAddress("127.0.0.1", 53);
    var here = new UdpEngines(loops, house.responder, unsent);
    assertThat(here.opener(UdpEngine.AUTO, address)).isInstanceOf(BatchUdp.class);
    assertThat(here.opener(UdpEngine.NETTY, address)).isInstanceOf(NettyUdp.class);
    var elsewhere = new UdpEngines(new EventLoops(Engine.NIO, 1), house.responder, unsent);
    assertThat(elsewhere.opener(UdpEngine.AUTO, address)).isInstanceOf(NettyUdp.class);
  }

  @Test
  void one_socket_of_all_addresses_answers_from_the_one_that_was_asked() throws Exception {
    int port = open(house.responder, "0.0.0.0");
    for (String asked : List.of("127.0.0.1", "127.0.0.2", "127.9.9.9")) {
      try (var client = client(asked, port)) { // connected, so that it hears no other address
        assertThat(idOf(ask(client, quick(1)))).isEqualTo(1);
        send(client, slow(2));
        await().until(() -> house.waiting.get() == 1);
        house.permits.release();
        assertThat(idOf(receive(client))).isEqualTo(2);
      }
    }
    assertThat(underWay).hasValue(0);
  }

  @Test
  void one_socket_of_all_ipv6_addresses_does_so_too() throws Exception {
    List<InetAddress> addresses =
        LocalAddresses.toBind(InetAddress.getByName("::")).stream()
            .filter(address -> !address.isAnyLocalAddress())
            .toList();
    Assumptions.assumeFalse(addresses.isEmpty(), "needs an IPv6 address");
    int port = open(house.responder, "::");
    for (InetAddress asked : addresses) {
      try (var client = new DatagramSocket()) {
        client.setSoTimeout(20_000);
        client.connect(asked, port);
        assertThat(idOf(ask(client, quick(1)))).as("%s", asked).isEqualTo(1);
      }
    }
  }

  @Test
  void an_answer_that_cannot_be_sent_keeps_no_other() throws Exception {
    open(house.responder, "127.0.0.1");
    try (var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      client.setSoTimeout(20_000);
      var socket = (BatchSocket) opened.getFirst();
      loops
          .group()
          .submit(() -> {
            for (int port : new int[] {client.getLocalPort(), 0, client.getLocalPort()}) {
              underWay.incrementAndGet();
              late(socket, port).send();
            }
          })
          .sync();
      receive(client);
      receive(client);
    }
    assertThat(unsent.count).hasValue(1); // that to port 0
    assertThat(underWay).hasValue(0);
  }

  /// An answer to a port of 127.0.0.1.
  private static KeptDatagram late(BatchSocket socket, int port) {
    byte[] envelope = new byte[Datagrams.CONTROL];
    envelope[0] = 2; // AF_INET, of one octet's worth on all that is little-endian
    envelope[2] = (byte) (port >>> 8);
    envelope[3] = (byte) port;
    envelope[4] = 127;
    envelope[7] = 1;
    return new KeptDatagram(socket, envelope, new InetSocketAddress("127.0.0.1", port), quick(1));
  }

  @Test
  void an_error_of_ours_ends_no_socket() throws Exception {
    Owner broken =
        Owner.forward(
            Name.fromConstantString("example.org."),
            (_, _) -> {
              throw new StackOverflowError();
            },
            (_, _, _, _) -> {});
    var broke = new TestHouse(List.of(broken), new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY));
    int port = open(broke.responder, "127.0.0.1");
    try (var client = client("127.0.0.1", port)) {
      send(client, quick(1));
      byte[] ofNobody = SlowHouse.query(2, "www.elsewhere.example.", 1);
      assertThat(idOf(ask(client, ofNobody))).isEqualTo(2);
    }
    assertThat(unsent.count).hasValue(1);
  }

  /// What the many wait for comes by other sockets of the loop.
  @Test
  void while_many_wait_other_sockets_have_their_turn_after_each_batch() throws Exception {
    var asked = new CopyOnWriteArrayList<Integer>();
    Owner silent =
        Owner.forward(
            Name.root,
            (query, _) -> {
              asked.addIfAbsent(query.id());
              return Outcome.NOT_MINE;
            },
            (_, _, _, _) -> {});
    var waits = new TestHouse(List.of(silent), new Guard(TestHouse.EVERYBODY, TestHouse.EVERYBODY));
    var held = new CountDownLatch(1);
    underWay.addAndGet(64);
    try (var crowd = client("127.0.0.1", open(waits.responder, "127.0.0.1"));
        var other = client("127.0.0.1", open(waits.responder, "127.0.0.1"))) {
      holdLoop(held);
      for (int id = 0; id < 250; id++) {
        send(crowd, quick(id));
      }
      send(other, quick(1_000));
      held.countDown();
      await().until(() -> asked.size() == 251);
    }
    assertThat(asked.indexOf(1_000)).isLessThanOrEqualTo(64);
  }

  @Test
  void answers_to_one_client_that_leave_together_come_apart_again() throws Exception {
    int port = open(house.responder, "0.0.0.0");
    try (var one = client("127.0.0.2", port);
        var other = client("127.0.0.3", port)) {
      askAtOnce(List.of(one, other));
      assertThat(receiveAll(one)).isEqualTo(expectedAnswers());
      assertThat(receiveAll(other)).isEqualTo(expectedAnswers());
    }
    assertThat(mayJoin()).isTrue();
    assertThat(unsent.count).hasValue(0);
  }

  @Test
  void they_do_so_with_ipv6_too() throws Exception {
    Assumptions.assumeTrue(
        LocalAddresses.toBind(InetAddress.getByName("::")).contains(InetAddress.getByName("::1")),
        "needs ::1");
    int port = open(house.responder, "::");
    try (var client = client("::1", port)) {
      askAtOnce(List.of(client));
      assertThat(receiveAll(client)).isEqualTo(expectedAnswers());
    }
    assertThat(mayJoin()).isTrue();
    assertThat(unsent.count).hasValue(0);
  }

  @Test
  void where_the_kernel_does_not_cut_messages_answers_leave_one_by_one() throws Exception {
    int port = open(house.responder, "127.0.0.1");
    var socket = (BatchSocket) opened.getFirst();
    int noChecksums = 11; // SO_NO_CHECK, with which Linux refuses UDP_SEGMENT
    socket.fd().setIntOpt(1, noChecksums, 1);
    try (var client = client("127.0.0.1", port)) {
      askAtOnce(List.of(client));
      assertThat(receiveAll(client)).isEqualTo(expectedAnswers());
      assertThat(mayJoin()).isFalse();
      askAtOnce(List.of(client));
      assertThat(receiveAll(client)).isEqualTo(expectedAnswers());
      for (int batch = 0; batch < JoinedDatagrams.PAUSE; batch++) {
        mayJoin();
      }
      assertThat(mayJoin()).isTrue(); // again
      askAtOnce(List.of(client));
      assertThat(receiveAll(client)).isEqualTo(expectedAnswers());
      assertThat(mayJoin()).isFalse();
    }
    assertThat(unsent.count).hasValue(0);
  }

  @Test
  void of_joined_answers_that_cannot_be_sent_each_is_told() throws Exception {
    open(house.responder, "127.0.0.1");
    var socket = (BatchSocket) opened.getFirst();
    try (var client = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      client.setSoTimeout(20_000);
      loops
          .group()
          .submit(() -> {
            for (int port : new int[] {0, client.getLocalPort(), 0, client.getLocalPort(), 0}) {
              underWay.incrementAndGet();
              KeptDatagram answer = late(socket, port);
              TestResponses.lengthen(answer.response(), 50);
              answer.send();
            }
          })
          .sync();
      assertThat(receive(client)).hasSize(50);
      assertThat(receive(client)).hasSize(50);
    }
    await().until(() -> unsent.count.get() == 3);
    assertThat(mayJoin()).isTrue(); // it was not the joining
  }

  private static final int ASKED_AT_ONCE = 100;

  /// Questions of three lengths from each, and a few of other lengths, while the loop is held, so
  /// that they are one batch or two.
  private void askAtOnce(List<DatagramSocket> clients) throws Exception {
    var held = new CountDownLatch(1);
    holdLoop(held);
    for (int id = 0; id < ASKED_AT_ONCE; id++) {
      for (DatagramSocket client : clients) {
        send(client, oneOfMany(id));
      }
    }
    held.countDown();
  }

  /// Whether the first socket would join another batch; its loop counts that one.
  private boolean mayJoin() throws Exception {
    var socket = (BatchSocket) opened.getFirst();
    return loops.group().submit(socket::mayJoin).get();
  }

  private static byte[] oneOfMany(int id) {
    int octets = id % 16 == 0 ? 10 + id / 16 : 1 + 9 * (id % 3); // some have no equals
    return SlowHouse.query(id, "x".repeat(octets) + ".elsewhere.example.", 1);
  }

  /// The answers by their IDs: each the question sent back.
  private static Map<Integer, Integer> receiveAll(DatagramSocket client) throws IOException {
    var lengths = new TreeMap<Integer, Integer>();
    for (int i = 0; i < ASKED_AT_ONCE; i++) {
      byte[] answer = receive(client);
      lengths.put(idOf(answer), answer.length);
    }
    return lengths;
  }

  private static Map<Integer, Integer> expectedAnswers() {
    var lengths = new TreeMap<Integer, Integer>();
    for (int id = 0; id < ASKED_AT_ONCE; id++) {
      lengths.put(id, oneOfMany(id).length);
    }
    return lengths;
  }

  @Test
  void a_socket_is_closed_once_and_for_good() throws Exception {
    open(house.responder, "127.0.0.1"); // whatever the first one makes
    Set<String> others = sockets();
    for (int i = 0; i < 20; i++) {
      open(house.responder, "127.0.0.1");
    }
    Set<String> ours = sockets();
    ours.removeAll(others);
    assertThat(ours).hasSizeGreaterThanOrEqualTo(20);
    for (UdpSocket socket : opened.subList(1, 21)) {
      socket.end();
      socket.end().sync();
    }
    assertThat(sockets()).doesNotContainAnyElementsOf(ours);
  }

  @Test
  void a_socket_can_be_closed_when_its_loop_is_gone() throws Exception {
    open(house.responder, "127.0.0.1");
    loops.close();
    opened.getFirst().end();
    assertThat(((BatchSocket) opened.getFirst()).isOpen()).isFalse();
  }

  /// Returns when the loop stands: before that, it could take in what comes first without the rest.
  private void holdLoop(CountDownLatch until) throws InterruptedException {
    var holding = new CountDownLatch(1);
    loops
        .group()
        .execute(() -> {
          holding.countDown();
          hold(until);
        });
    holding.await();
  }

  private static void hold(CountDownLatch until) {
    try {
      until.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Opens one socket; its port.
  private int open(Responder responder, String address) throws Exception {
    var free = new InetSocketAddress(InetAddress.getByName(address), 0);
    new BatchUdp(loops, responder, unsent).open(free, underWay, opened::add);
    return ((BatchSocket) opened.getLast()).fd().localAddress().getPort();
  }

  /// Those of all tests before, too, which may go meanwhile.
  private static Set<String> sockets() throws IOException {
    try (var all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(BatchUdpTest::leadsTo)
          .filter(each -> each.startsWith("socket:"))
          .collect(Collectors.toCollection(HashSet::new));
    }
  }

  private static String leadsTo(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return ""; // that of the list itself
    }
  }

  private static DatagramSocket client(String asked, int port) throws IOException {
    var client = new DatagramSocket();
    client.setSoTimeout(20_000);
    client.connect(InetAddress.getByName(asked), port);
    return client;
  }

  private static byte[] ask(DatagramSocket client, byte[] query) throws IOException {
    send(client, query);
    return receive(client);
  }

  private static void send(DatagramSocket client, byte[] query) throws IOException {
    client.send(new DatagramPacket(query, query.length));
  }

  private static byte[] receive(DatagramSocket client) throws IOException {
    var reply = new DatagramPacket(new byte[65_535], 65_535);
    client.receive(reply);
    return Arrays.copyOf(reply.getData(), reply.getLength());
  }

  private static int idOf(byte[] message) {
    return (message[0] & 0xFF) << 8 | message[1] & 0xFF;
  }

  /// Counts what could not be sent.
  private static final class Unsent implements TransportObserver {
    final AtomicInteger count = new AtomicInteger();

    @Override
    public void opened() {}

    @Override
    public void closed() {}

    @Override
    public void closing(Closing why) {}

    @Override
    public void dropped() {}

    @Override
    public void unsent(Throwable cause) {
      count.incrementAndGet();
    }
  }
}
