package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/// The serials that a running server serves, as `cairn check` asks for them.
final class SerialsInForceTest {
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void a_running_server_tells_its_serials() throws Exception {
    String large = TestServer.zone("v1").replace("hostmaster 1 ", "hostmaster 4294967295 ");
    try (var server = new TestServer()) {
      server.saveInPlace(server.file("example.org"), large);
      server.saveInPlace(server.file("example.net"), TestServer.zone("v1"));
      server.start();
      var admin = URI.create("http://127.0.0.1:" + server.adminAddress().getPort());
      assertThat(SerialsInForce.at(admin, TestServer.PATIENCE))
          .containsEntry(Name.fromConstantString("example.org."), 4294967295L)
          .containsEntry(Name.fromConstantString("example.net."), 1L)
          .hasSize(2);
    }
  }

  @Test
  void nobody_there_is_said_by_an_exception() throws IOException {
    int port;
    try (var closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }
    var nobody = URI.create("http://127.0.0.1:" + port);
    assertThatThrownBy(() -> SerialsInForce.at(nobody, SHORT)).isInstanceOf(IOException.class);
  }

  @Test
  void one_who_does_not_answer_is_not_waited_for() throws IOException {
    try (var silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      var place = URI.create("http://127.0.0.1:" + silent.getLocalPort());
      assertThatThrownBy(() -> SerialsInForce.at(place, SHORT)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_wildcard_is_asked_on_this_machine() {
    assertThat(SerialsInForce.placesOf(List.of(new InetSocketAddress("0.0.0.0", 8053))))
        .containsExactly(URI.create("http://127.0.0.1:8053"));
    assertThat(SerialsInForce.placesOf(List.of(new InetSocketAddress("::1", 8053))))
        .containsExactly(URI.create("http://[0:0:0:0:0:0:0:1]:8053"));
    assertThat(SerialsInForce.placesOf(List.of())).isEmpty();
  }
}
