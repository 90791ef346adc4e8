package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.server.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A validator that knows the key of a signed zone finds everything secure that we say of it, and
/// nothing bogus.
@Tag("long")
final class ValidatorTest {
  private static final String ZONE =
      """
      $TTL 3600
      @ SOA ns1 hostmaster 7 7200 900 1209600 300
      @ NS ns1
      @ MX 10 mail
      ns1 A 192.0.2.1
      mail A 192.0.2.2
      www A 192.0.2.3
      www AAAA 2001:db8::3
      alias CNAME www
      broken CNAME nowhere
      *.wild TXT "w"
      *.wild-alias CNAME www
      *.wild-broken CNAME nowhere
      a.b.ent A 192.0.2.4
      *.below.ent A 192.0.2.9
      sub DNAME ent
      secure NS ns.secure
      secure DS 12345 13 2 0000000000000000000000000000000000000000000000000000000000000000
      ns.secure A 192.0.2.5
      insecure NS ns.insecure
      ns.insecure A 192.0.2.6
      cut.deep NS ns.elsewhere.test.
      service HTTPS 1 www alpn=h2
      _sip._tcp SRV 1 2 5060 www
      """;
  private static final List<String> NAMES =
      List.of(
          "@",
          "www",
          "WWW",
          "alias",
          "broken",
          "missing",
          "a.missing",
          "zzz",
          "0",
          "x.wild",
          "x.y.wild",
          "*.wild",
          "wild",
          "x.wild-alias",
          "x.wild-broken",
          "ent",
          "b.ent",
          "a.b.ent",
          "x.ent",
          "x.below.ent",
          "a.b.sub",
          "x.sub",
          "sub",
          "service",
          "_sip._tcp",
          "_tcp",
          "mail",
          "ns1",
          "deep",
          "secure",
          "insecure",
          "cut.deep");
  private static final List<Integer> TYPES =
      List.of(
          Type.A,
          Type.AAAA,
          Type.TXT,
          Type.MX,
          Type.NS,
          Type.SOA,
          Type.DNSKEY,
          Type.HTTPS,
          Type.CNAME,
          Type.NSEC,
          Type.SRV,
          Type.DNAME);

  /// Cuts, of which the validator can only be asked whether there is a DS set.
  private static final Set<String> CUTS = Set.of("secure", "insecure", "cut.deep");

  private static final int PATIENCE_MILLIS = 5000;

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Signer.Chain.class)
  void a_validator_accepts_all_that_is_said_of_a_signed_zone(Signer.Chain chain) throws Exception {
    assumeTrue(Signer.isInstalled(), "the package bind9-utils is not installed");
    assumeTrue(Peer.isInstalled("unbound"), "the package unbound is not installed");
    try (var cairn = new TestServer()) {
      Name origin = Name.fromConstantString("example.org.");
      Path file = Files.writeString(cairn.zones.resolve("example.org.zone"), ZONE);
      new Signer(folder).signed(new TestZone(origin, file, Set.of(origin)), chain);
      cairn.start();
      InetSocketAddress address = TestServer.freeAddress();
      Process validator = validator(address, cairn.address());
      try (var socket = new DatagramSocket()) {
        socket.connect(address);
        socket.setSoTimeout(PATIENCE_MILLIS);
        awaitAnswering(socket, origin);
        assertThat(notSecure(socket, origin, chain)).isEmpty();
      } finally {
        validator.destroy();
        assertThat(validator.waitFor(10, TimeUnit.SECONDS)).isTrue();
      }
    }
  }

  /// What the validator does not take for secure.
  private static List<String> notSecure(DatagramSocket socket, Name origin, Signer.Chain chain)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    for (String name : NAMES) {
      for (int type : typesToAsk(name)) {
        Name asked = Name.fromString(name, origin);
        Message reply = ask(socket, asked, type);
        boolean isSecure = reply.getHeader().getFlag(Flags.AD);
        boolean maybeOptedOut = chain == Signer.Chain.NSEC3_OPT_OUT; // then absence is not proved
        if (reply.getRcode() == Rcode.SERVFAIL || !isSecure && !maybeOptedOut) {
          wrong.add(asked + " " + Type.string(type) + " " + Rcode.string(reply.getRcode()));
        }
      }
    }
    return wrong;
  }

  /// Unbound 1.17 takes nobody's answer to a question for CNAME or DNAME below a DNAME.
  private static List<Integer> typesToAsk(String name) {
    if (CUTS.contains(name)) {
      return List.of(Type.DS);
    }
    return TYPES.stream()
        .filter(type -> !name.endsWith(".sub") || type != Type.CNAME && type != Type.DNAME)
        .toList();
  }

  private static void awaitAnswering(DatagramSocket socket, Name origin) {
    Awaitility.await("the validator to answer")
        .atMost(TestServer.PATIENCE)
        .until(() -> {
          try {
            return ask(socket, origin, Type.SOA).getRcode() == Rcode.NOERROR;
          } catch (PortUnreachableException | SocketTimeoutException _) {
            return false;
          }
        });
  }

  private static Message ask(DatagramSocket socket, Name name, int type) throws IOException {
    Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
    query.getHeader().setFlag(Flags.AD); // so that the reply says whether it is secure
    byte[] wire = query.toWire();
    socket.send(new DatagramPacket(wire, wire.length));
    while (true) {
      var packet = new DatagramPacket(new byte[4096], 4096);
      socket.receive(packet);
      var reply = new Message(ByteBuffer.wrap(packet.getData(), 0, packet.getLength()));
      if (reply.getHeader().getID() == query.getHeader().getID()) {
        return reply;
      }
    }
  }

  /// A resolver that asks this server for example.org, and knows the key.
  private Process validator(InetSocketAddress address, InetSocketAddress cairn) throws IOException {
    Path anchor = Files.writeString(folder.resolve("anchor"), keys());
    String config =
        """
        server:
          interface: 127.0.0.1@%d
          port: %d
          do-daemonize: no
          username: ""
          chroot: ""
          directory: "%s"
          pidfile: "%s/pid"
          use-syslog: no
          do-not-query-localhost: no
          trust-anchor-file: "%s"
          trust-anchor-signaling: no
          aggressive-nsec: no
          module-config: "validator iterator"
        remote-control:
          control-enable: no
        stub-zone:
          name: "example.org"
          stub-addr: 127.0.0.1@%d
        """
            .formatted(
                address.getPort(), address.getPort(), folder, folder, anchor, cairn.getPort());
    Path file = Files.writeString(folder.resolve("unbound.conf"), config);
    return new ProcessBuilder("unbound", "-d", "-c", file.toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("unbound-output").toFile())
        .start();
  }

  /// The zone's keys for signing keys.
  private String keys() throws IOException {
    try (Stream<Path> files = Files.list(folder.resolve("keys"))) {
      return files
          .filter(file -> file.toString().endsWith(".key"))
          .flatMap(ValidatorTest::lines)
          .filter(line -> line.contains(" 257 3 "))
          .collect(Collectors.joining("\n", "", "\n"));
    }
  }

  private static Stream<String> lines(Path file) {
    try {
      return Files.readAllLines(file).stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
