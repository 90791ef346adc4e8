package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.cairn.server.TestServer;
import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Master;
import org.xbill.DNS.Message;
import org.xbill.DNS.NSRecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.SOARecord;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The same questions asked of this server and of its peers, with the same zone files: all names ×
/// many types, names that are missing, below cuts and wildcards, over UDP and TCP, with and without
/// EDNS. What they say must be the same, but for what [Difference] lists.
@Tag("long")
final class PeersTest {
  private static final List<Path> ZONES =
      List.of(
          Path.of("zones/example.org.zone"),
          Path.of("src/test/resources/peers/tricky.example.zone"));

  private static final int[] TYPES = {
    Type.A, Type.CNAME, Type.DNAME, Type.DS, Type.MX, Type.NS, Type.SOA, Type.TXT, 65_280
  };

  @TempDir private static Path folder;
  private static TestServer cairn;
  private static List<Name> names;

  @BeforeAll
  static void start() throws Exception {
    cairn = new TestServer();
    Set<Name> all = new TreeSet<>();
    for (Path zone : ZONES) {
      Files.copy(zone, cairn.zones.resolve(zone.getFileName()));
      all.addAll(namesToAsk(zone));
    }
    names = List.copyOf(all);
    cairn.start();
  }

  @AfterAll
  static void stop() {
    cairn.close();
  }

  @Test
  void nsd_says_the_same() throws Exception {
    assertSame("nsd", PeersTest::nsd);
  }

  @Test
  void knot_says_the_same() throws Exception {
    assertSame("knotd", PeersTest::knot);
  }

  /// The names in a zone and all between them and its top; and names below each that are not there.
  private static Set<Name> namesToAsk(Path zone) throws IOException {
    Name origin = origin(zone);
    Set<Name> known = new TreeSet<>();
    try (var master = new Master(zone.toString(), origin, 3600)) {
      for (Record record = master.nextRecord(); record != null; record = master.nextRecord()) {
        for (Name name = record.getName(); !name.equals(origin); name = new Name(name, 1)) {
          known.add(name);
        }
      }
    }
    known.add(origin);
    Set<Name> asked = new TreeSet<>(known);
    for (Name name : known) {
      asked.add(Name.fromString("missing", name));
      asked.add(Name.fromString("x.Y", name));
    }
    asked.add(Name.fromString("*.nothing", origin));
    asked.add(new Name(origin, 1));
    return asked;
  }

  private static Name origin(Path zone) throws IOException {
    String file = zone.getFileName().toString();
    return Name.fromString(file.substring(0, file.length() - "zone".length()));
  }

  /// The command that starts a peer.
  private interface Peer {
    List<String> command(InetSocketAddress address, Path home) throws IOException;
  }

  private static void assertSame(String program, Peer peer) throws Exception {
    assumeTrue(isInstalled(program), "the package of '" + program + "' is not installed");
    InetSocketAddress address = TestServer.freeAddress();
    Path home = Files.createDirectory(folder.resolve(program));
    Process process =
        new ProcessBuilder(peer.command(address, home))
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("output").toFile())
            .start();
    try {
      awaitServing(process, address, home);
      try (var theirs = new TestSockets.Client(address);
          var ours = new TestSockets.Client(cairn.address())) {
        assertSame(program, theirs, ours);
      }
    } finally {
      process.destroy();
      if (!process.waitFor(10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    }
  }

  private static void awaitServing(Process process, InetSocketAddress address, Path home)
      throws IOException {
    Awaitility.await("the peer to serve")
        .atMost(TestServer.PATIENCE)
        .until(() -> !process.isAlive() || isServing(address));
    assertThat(process.isAlive()).as(Files.readString(home.resolve("output"))).isTrue();
  }

  private static boolean isServing(InetSocketAddress address) throws IOException {
    try (var _ = new Socket(address.getAddress(), address.getPort());
        var client = new TestSockets.Client(address)) {
      for (Path zone : ZONES) {
        Message query = Message.newQuery(Record.newRecord(origin(zone), Type.SOA, DClass.IN));
        if (new Message(client.udp(query.toWire())).getRcode() != Rcode.NOERROR) {
          return false;
        }
      }
      return true;
    } catch (java.net.ConnectException
        | java.net.PortUnreachableException
        | SocketTimeoutException _) {
      return false;
    }
  }

  private static void assertSame(String program, TestSockets.Client theirs, TestSockets.Client ours)
      throws IOException {
    int asked = 0;
    List<String> differences = new ArrayList<>();
    for (Name name : names) {
      for (int type : TYPES) {
        for (Road road : Road.values()) {
          Message query = road.query(name, type);
          String they = told(new Message(road.ask(theirs, query.toWire())));
          String we = told(new Message(road.ask(ours, query.toWire())));
          asked++;
          if (!they.equals(we) && !Difference.isKnown(program, name, type)) {
            differences.add(
                "%s %s over %s\n%s says %s\nwe say %s"
                    .formatted(name, Type.string(type), road, program, they, we));
          }
        }
      }
    }
    System.out.printf("%d questions, the same answers as %s%n", asked, program);
    assertThat(differences.stream().limit(20).collect(Collectors.joining("\n\n")))
        .as(differences.size() + " of " + asked)
        .isEmpty();
  }

  /// How a question is asked.
  private enum Road {
    UDP,
    UDP_WITH_EDNS,
    TCP;

    Message query(Name name, int type) {
      Message query = Message.newQuery(Record.newRecord(name, type, DClass.IN));
      query.getHeader().unsetFlag(Flags.RD);
      if (this == UDP_WITH_EDNS) {
        query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), Section.ADDITIONAL);
      }
      return query;
    }

    byte[] ask(TestSockets.Client server, byte[] query) throws IOException {
      return this == TCP ? server.tcp(query) : server.udp(query);
    }
  }

  /// What is legitimate, and why.
  private enum Difference {
    /// What a wildcard that owns NS records means is undefined (RFC 4592 §4.2). Knot takes each
    /// name that it matches for a cut; NSD and we take it for a wildcard like any other.
    NS_AT_A_WILDCARD {
      @Override
      boolean explains(String program, Name name, int type) {
        return program.equals("knotd") && name.subdomain(CUT_WILD) && !name.equals(CUT_WILD);
      }
    },
    /// Below a DNAME, peers take the CNAME that they make of it for the answer to a question for
    /// CNAME. We go on with the new name for every type (RFC 6672 §3.2, step 3C).
    CNAME_ASKED_BELOW_A_DNAME {
      @Override
      boolean explains(String program, Name name, int type) {
        return type == Type.CNAME && name.subdomain(TREE);
      }
    };

    private static final Name CUT_WILD = Name.fromConstantString("cutwild.tricky.example.");
    private static final Name TREE = Name.fromConstantString("tree.tricky.example.");

    abstract boolean explains(String program, Name name, int type);

    static boolean isKnown(String program, Name name, int type) {
      return Stream.of(values()).anyMatch(each -> each.explains(program, name, type));
    }
  }

  /// What a reply says, as far as it must be the same: of the authority section what makes a
  /// negative answer or a referral, of the additional section nothing but whether there is EDNS, as
  /// servers are free in what else they put there.
  private static String told(Message reply) {
    var told = new StringBuilder(Rcode.string(reply.getRcode()));
    for (int flag : new int[] {Flags.AA, Flags.TC, Flags.AD}) {
      told.append(reply.getHeader().getFlag(flag) ? " " + Flags.string(flag) : "");
    }
    told.append(reply.getOPT() == null ? "" : " edns");
    if (reply.getHeader().getFlag(Flags.TC)) {
      return told.toString(); // how much of it fits is up to the server
    }
    return told
        + lines("answer", reply.getSection(Section.ANSWER).stream())
        + lines(
            "authority", reply.getSection(Section.AUTHORITY).stream().filter(PeersTest::matters));
  }

  /// The name servers of the zone itself are politeness; all else means something.
  private static boolean matters(Record record) {
    return record instanceof SOARecord
        || !(record instanceof NSRecord)
        || ZONES.stream().noneMatch(zone -> isOrigin(zone, record.getName()));
  }

  private static boolean isOrigin(Path zone, Name name) {
    try {
      return origin(zone).equals(name);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String lines(String section, Stream<Record> records) {
    return records
        .map(record -> "\n  " + section + " " + record.toString().toLowerCase(Locale.ROOT))
        .sorted(Comparator.naturalOrder())
        .collect(Collectors.joining());
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":"), new String[] {"/usr/sbin", "/sbin"})
        .flatMap(Stream::of)
        .anyMatch(bin -> Files.isExecutable(Path.of(bin, program)));
  }

  private static List<String> nsd(InetSocketAddress address, Path home) throws IOException {
    var config =
        new StringBuilder(
            """
            server:
              server-count: 1
              ip-address: 127.0.0.1@%1$d
              username: ""
              database: ""
              zonesdir: "%2$s"
              pidfile: "%2$s/pid"
              xfrdfile: "%2$s/xfrd.state"
              zonelistfile: "%2$s/zone.list"
              xfrdir: "%2$s"
              logfile: "%2$s/log"
              rrl-ratelimit: 0
              rrl-whitelist-ratelimit: 0
            remote-control:
              control-enable: no
            """
                .formatted(address.getPort(), home));
    for (Path zone : ZONES) {
      config.append(
          "zone:\n  name: %s\n  zonefile: %s\n".formatted(origin(zone), zone.toAbsolutePath()));
    }
    return List.of("nsd", "-d", "-c", write(home, config));
  }

  private static List<String> knot(InetSocketAddress address, Path home) throws IOException {
    var config =
        new StringBuilder(
            """
            server:
              rundir: "%2$s"
              listen: 127.0.0.1@%1$d
              udp-workers: 1
              tcp-workers: 1
              background-workers: 1
            database:
              storage: "%2$s"
            template:
              - id: default
                zonefile-sync: -1
                journal-content: none
            zone:
            """
                .formatted(address.getPort(), home));
    for (Path zone : ZONES) {
      config.append(
          "  - domain: %s\n    file: \"%s\"\n".formatted(origin(zone), zone.toAbsolutePath()));
    }
    return List.of("knotd", "-c", write(home, config));
  }

  private static String write(Path home, CharSequence config) throws IOException {
    return Files.writeString(home.resolve("peer.conf"), config).toString();
  }
}
