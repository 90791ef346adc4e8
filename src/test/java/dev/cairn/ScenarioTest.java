package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Transport;
import dev.cairn.responder.TestExchange;
import dev.cairn.responder.TestHouse;
import dev.cairn.transport.DnsListener;
import dev.cairn.transport.EventLoops;
import dev.cairn.transport.TestSockets;
import dev.cairn.transport.UdpEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.xbill.DNS.Message;

/// Every scenario, asked four ways: without sockets, over UDP by either engine, and over TCP. All
/// must say the same.
class ScenarioTest {
  private static final Path FOLDER = Path.of("src/test/resources/scenarios");
  private static EventLoops loops;

  @BeforeAll
  static void start() {
    loops = new EventLoops(EventLoops.Engine.best(), 1);
  }

  @AfterAll
  static void stop() {
    loops.close();
  }

  @TestFactory
  Stream<DynamicContainer> scenarios() throws IOException {
    try (var files = Files.list(FOLDER)) {
      return files.filter(f -> f.toString().endsWith(".scenario")).sorted().toList().stream()
          .map(ScenarioTest::container);
    }
  }

  private static DynamicContainer container(Path file) {
    try {
      Scenario scenario = Scenario.read(file);
      return DynamicContainer.dynamicContainer(
          scenario.file(),
          Stream.concat(
              scenario.cases().stream()
                  .map(c -> DynamicTest.dynamicTest(c.title, () -> withoutSockets(scenario, c))),
              Stream.of(DynamicTest.dynamicTest("over UDP and TCP", () -> overSockets(scenario)))));
    } catch (IOException e) {
      throw new AssertionError(file + ": " + e.getMessage(), e);
    }
  }

  private static void withoutSockets(Scenario scenario, Scenario.Case question) throws IOException {
    var house = TestHouse.of(scenario.zones(), scenario.registry());
    var exchange = new TestExchange(question.query.toWire(), question.transport);
    house.responder.respond(exchange);
    assertThat(house.observer.bug.get()).isNull();
    var reply = new Message(exchange.sent());
    assertThat(reply.getHeader().getID()).isEqualTo(question.query.getHeader().getID());
    assertThat(reply.getOPT() == null || question.query.getOPT() != null)
        .as("OPT only for OPT (RFC 6891 §6.1.1)")
        .isTrue();
    assertThat(question.told(reply)).isEqualTo(question.expected());
  }

  private static void overSockets(Scenario scenario) throws Exception {
    var house = TestHouse.of(scenario.zones(), scenario.registry());
    try (DnsListener listener = TestSockets.open(loops, house.responder);
        DnsListener netty = TestSockets.open(loops, house.responder, UdpEngine.NETTY);
        var client = new TestSockets.Client(listener.address());
        var clientOfNetty = new TestSockets.Client(netty.address())) {
      for (Scenario.Case question : scenario.cases()) {
        byte[] query = question.query.toWire();
        var here = new TestExchange(query, Transport.UDP);
        house.responder.respond(here);
        assertThat(client.udp(query)).as(question.title + " over UDP").isEqualTo(here.sent());
        assertThat(clientOfNetty.udp(query))
            .as(question.title + " over UDP by Netty")
            .isEqualTo(here.sent());
        var tcp = new TestExchange(query, Transport.TCP);
        house.responder.respond(tcp);
        assertThat(client.tcp(query)).as(question.title + " over TCP").isEqualTo(tcp.sent());
      }
    }
  }
}
