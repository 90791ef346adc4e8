package dev.cairn.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.ARecord;
import org.xbill.DNS.MXRecord;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// A zone is saved sixty times while clients ask as fast as they are answered. Every answer says
/// the version that it is of in several places, so one of two versions at once would be seen.
final class ReloadUnderLoadTest {
  private static final int SAVES = 60;
  private static final int UDP_CLIENTS = 3;
  private static final int SET = 8;

  @Test
  void saving_a_zone_again_and_again_loses_no_query_and_mixes_no_versions() throws Exception {
    try (var server = new TestServer();
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      Path versions = Files.createDirectory(server.folder.resolve("versions"));
      for (int version = 0; version <= SAVES; version++) {
        server.saveInPlace(versions.resolve("v" + version), zone(version));
      }
      server.saveInPlace(server.file("example.org"), zone(0));
      server.start();

      var isOver = new AtomicBoolean();
      List<Future<Long>> asked = new ArrayList<>();
      for (int i = 0; i < UDP_CLIENTS; i++) {
        asked.add(clients.submit(client(server.address(), isOver, TestSockets.Client::udp)));
      }
      asked.add(clients.submit(client(server.address(), isOver, TestSockets.Client::tcp)));
      Duration longest = Duration.ZERO;
      try {
        for (int version = 1; version <= SAVES; version++) {
          save(server, version, versions.resolve("v" + version));
          Duration took = server.awaitSaying("txt.example.org", txtOf(version));
          longest = took.compareTo(longest) > 0 ? took : longest;
        }
      } finally {
        isOver.set(true);
      }
      long queries = 0;
      for (Future<Long> each : asked) {
        queries += answered(each);
      }
      System.out.printf(
          "%d saves under %d queries, each visible after at most %d ms%n",
          SAVES, queries, longest.toMillis());
      assertThat(queries).isGreaterThan(SAVES);
    }
  }

  /// Mostly by swapping a link, as that need not be waited for; now and then in place or by rename.
  private static void save(TestServer server, int version, Path file) throws IOException {
    Path zone = server.file("example.org");
    switch (version % 10) {
      case 0 -> {
        Files.delete(zone); // writing in place would change what the link leads to
        server.saveInPlace(zone, zone(version));
      }
      case 5 -> server.saveByRename(zone, zone(version));
      default -> server.swapLink(zone, file);
    }
  }

  private static long answered(Future<Long> client) throws InterruptedException {
    try {
      return client.get();
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause().getMessage(), e.getCause());
    }
  }

  private interface Road {
    byte[] ask(TestSockets.Client client, byte[] query) throws IOException;
  }

  /// Asks until it is over; how many queries were answered. A query that is not, within five
  /// seconds, ends in an exception.
  private static Callable<Long> client(InetSocketAddress server, AtomicBoolean isOver, Road road) {
    return () -> {
      byte[][] queries = {
        TestClient.query("txt.example.org", Type.TXT).toWire(),
        TestClient.query("mail.example.org", Type.MX).toWire(),
        TestClient.query("alias.example.org", Type.TXT).toWire()
      };
      long count = 0;
      int last = 0;
      try (var client = new TestSockets.Client(server)) {
        while (!isOver.get()) {
          var reply = new Message(road.ask(client, queries[(int) (count++ % queries.length)]));
          int version = versionOf(reply);
          assertThat(version).as("no older one after a newer one").isGreaterThanOrEqualTo(last);
          last = version;
        }
      }
      return count;
    };
  }

  /// A zone of which every answer says the version several times. The target of the alias is only
  /// in this version.
  private static String zone(int version) {
    var text =
        new StringBuilder(
            """
            $TTL 60
            @        SOA ns hostmaster 1 2h 15m 2w 5m
                     NS  ns
            ns       A   192.0.2.1
            mail     MX  %1$d host
            host     A   10.0.0.%1$d
            alias    CNAME only-%1$d
            only-%1$d TXT %1$d
            """
                .formatted(version));
    for (int i = 0; i < SET; i++) {
      text.append("txt TXT %d-%d%n".formatted(version, i));
    }
    return text.append("$GENERATE 1-2000 filler-$ A 192.0.2.9\n").toString();
  }

  private static String txtOf(int version) {
    var text = new StringBuilder();
    for (int i = 0; i < SET; i++) {
      text.append(i == 0 ? "" : ",").append(version).append('-').append(i);
    }
    return text.toString();
  }

  /// The one version that everything in a reply is of.
  private static int versionOf(Message reply) {
    assertThat(reply.getRcode()).as("%s", reply).isEqualTo(Rcode.NOERROR);
    List<Integer> versions = new ArrayList<>();
    for (Record record : reply.getSection(Section.ANSWER)) {
      versions.add(
          switch (record) {
            case MXRecord mx -> mx.getPriority();
            case ARecord a -> a.getAddress().getAddress()[3] & 0xFF;
            default -> Integer.parseInt(record.rdataToString().replaceAll("\\D*(\\d+).*", "$1"));
          });
    }
    for (Record record : reply.getSection(Section.ADDITIONAL)) {
      if (record instanceof ARecord a) {
        versions.add(a.getAddress().getAddress()[3] & 0xFF);
      }
    }
    assertThat(versions).as("%s", reply).isNotEmpty().containsOnly(versions.getFirst());
    return versions.getFirst();
  }
}
