package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// A peer that serves zones on a port of its own, out of a folder of its own.
final class PeerProcess implements AutoCloseable {
  private final Process process;
  private final Path home;
  private final InetSocketAddress address;

  private PeerProcess(Process process, Path home, InetSocketAddress address) {
    this.process = process;
    this.home = home;
    this.address = address;
  }

  /// Starts it, and waits until it serves all zones.
  static PeerProcess start(Peer peer, List<TestZone> zones, Path home)
      throws IOException, InterruptedException {
    InetSocketAddress address = TestServer.freeAddress();
    Process process =
        new ProcessBuilder(peer.command(address, zones, home))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    var started = new PeerProcess(process, home, address);
    try {
      started.awaitServing(peer, zones);
      return started;
    } catch (IOException | RuntimeException | AssertionError e) {
      started.close();
      throw e;
    }
  }

  InetSocketAddress address() {
    return address;
  }

  private void awaitServing(Peer peer, List<TestZone> zones) throws IOException {
    try {
      Awaitility.await(peer + " to serve")
          .atMost(TestServer.PATIENCE)
          .pollInterval(Duration.ofMillis(100))
          .until(() -> !process.isAlive() || servesNot(zones).isEmpty());
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError(servesNot(zones) + "\n" + output(), e);
    }
    assertThat(process.isAlive()).as(output()).isTrue();
  }

  private String output() throws IOException {
    return Files.readString(home.resolve("output"));
  }

  /// Zones that it does not have, or not yet.
  private List<TestZone> servesNot(List<TestZone> zones) {
    try (var _ = new Socket(address.getAddress(), address.getPort());
        var asker = new Asker(address)) {
      List<Question> questions =
          zones.stream()
              .map(zone -> new Question(zone.origin(), Type.SOA, Question.Road.TCP))
              .toList();
      List<byte[]> replies = asker.ask(questions);
      return zones.stream().filter(zone -> !isAnswer(replies.get(zones.indexOf(zone)))).toList();
    } catch (IOException _) {
      return zones;
    }
  }

  private static boolean isAnswer(byte[] reply) {
    try {
      return new Message(reply).getRcode() == Rcode.NOERROR;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
    }
  }
}
