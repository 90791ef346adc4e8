package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketTrialsTest {
  private static final Duration SHORT = Duration.ofMillis(300);

  private Checking checking;

  @BeforeEach
  void begin() throws Exception {
    checking = Checking.begin();
  }

  @AfterEach
  void end() {
    checking.close();
  }

  private static int closedPort() throws Exception {
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  @Test
  void a_connection_is_all_that_tcp_takes() throws Exception {
    try (var peer = Peer.doing(Peer.Exchange::hang)) {
      assertThat(checking.once(new Probe.Tcp("127.0.0.1", peer.port(), null)))
          .isEqualTo(
              new Finding(Status.PASSING, "TCP connect 127.0.0.1:" + peer.port() + ": Success"));
    }
  }

  @Test
  void any_address_of_a_name_will_do() throws Exception {
    checking.name("db.example", "127.0.0.9", "127.0.0.8", "127.0.0.1");
    try (var peer = Peer.doing(Peer.Exchange::hang)) {
      assertThat(checking.once(new Probe.Tcp("db.example", peer.port(), null)).status())
          .isEqualTo(Status.PASSING);
    }
    assertThat(checking.once(new Probe.Tcp("db.example", closedPort(), null)).output())
        .endsWith("connection refused");
  }

  @Test
  void what_is_forbidden_is_not_dialled() throws Exception {
    assertThat(checking.once(new Probe.Tcp("169.254.169.254", 80, null)))
        .isEqualTo(
            new Finding(
                Status.CRITICAL,
                "TCP connect 169.254.169.254:80: 169.254.169.254 is never dialled: it is link-local"));
    assertThat(checking.once(new Probe.Udp("0.0.0.0", 53)).output()).contains("never dialled");
  }

  @Test
  void udp_is_well_when_it_answers_and_when_it_is_silent() throws Exception {
    try (var silent = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"));
        var answering = new DatagramSocket(0, InetAddress.ofLiteral("127.0.0.1"))) {
      Thread.startVirtualThread(() -> {
        var packet = new DatagramPacket(new byte[100], 100);
        try {
          answering.receive(packet);
          answering.send(packet);
        } catch (java.io.IOException e) {
          throw new java.io.UncheckedIOException(e);
        }
      });
      var probe = new Probe.Udp("127.0.0.1", answering.getLocalPort());
      assertThat(checking.once(probe).status()).isEqualTo(Status.PASSING);
      probe = new Probe.Udp("127.0.0.1", silent.getLocalPort());
      assertThat(checking.once(probe, DialRules.ours(), SHORT).status()).isEqualTo(Status.PASSING);
    }
  }

  @Test
  void a_closed_udp_port_is_critical() throws Exception {
    Finding finding = checking.once(new Probe.Udp("127.0.0.1", closedPort()));
    assertThat(finding.status()).isEqualTo(Status.CRITICAL);
    assertThat(finding.output()).endsWith("connection refused");
  }
}
