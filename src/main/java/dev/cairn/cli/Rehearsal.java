package dev.cairn.cli;

import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.Server;
import dev.cairn.server.ServerOptions;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.zone.ZoneFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// A short life of a few servers, one of which forwards to another, with all that queries usually
/// are. Whoever packages Cairn runs it by `cairn rehearse` under `-XX:AOTCacheOutput`: from it Java
/// learns what to have ready when a real server starts. It reads no command line, as a service
/// reads none: what Java keeps for that would be in the way. By `cairn rehearse registry` one of
/// the servers keeps services, which takes Java a third more to have ready.
final class Rehearsal {
  private static final String ASKED = "rehearse";
  private static final String WITH_SERVICES = "registry";
  private static final String ZONE =
      """
      $ORIGIN rehearsal.invalid.
      $TTL 300
      @ SOA ns hostmaster 1 7200 900 1209600 300
      @ NS ns
      ns A 192.0.2.1
      * A 192.0.2.2
      * AAAA 2001:db8::2
      alias CNAME target
      mail MX 10 ns
      """;

  /// As a signed zone has it; nobody looks at the signatures here.
  private static final String SIGNED =
      """
      $ORIGIN signed.invalid.
      $TTL 300
      @ SOA ns hostmaster 1 7200 900 1209600 300
      @ RRSIG SOA 13 2 300 20300101000000 20200101000000 1 @ c2lnbmF0dXJl
      @ NS ns
      @ RRSIG NS 13 2 300 20300101000000 20200101000000 1 @ c2lnbmF0dXJl
      @ NSEC ns NS SOA RRSIG NSEC
      @ RRSIG NSEC 13 2 300 20300101000000 20200101000000 1 @ c2lnbmF0dXJl
      ns A 192.0.2.1
      ns RRSIG A 13 3 300 20300101000000 20200101000000 1 @ c2lnbmF0dXJl
      ns NSEC @ A RRSIG NSEC
      ns RRSIG NSEC 13 3 300 20300101000000 20200101000000 1 @ c2lnbmF0dXJl
      """;

  /// Names of a zone that is large enough to be read on all processors, as it were at a start.
  private static final int HOSTS = 60_000;

  /// How often it is read: what Java's compilers make of the reading is done then.
  private static final int READINGS = 6;

  private static final String KNOWING =
      """
      [[zone]]
      name = "rehearsal.invalid."
      file = "rehearsal.zone"
      [[zone]]
      name = "signed.invalid."
      file = "signed.zone"
      [[zone]]
      name = "large.invalid."
      file = "large.zone"
      [forward]
      upstreams = []
      """;

  private static final String USUAL =
      """
      [[zone]]
      name = "rehearsal.invalid."
      file = "rehearsal.zone"
      """;

  /// What Java's compilers need to have seen, on a machine as slow as it may be.
  private static final int ROUNDS = 6_000;

  private static final Duration LONGEST = Duration.ofSeconds(60);
  private static final int AT_ONCE = 32;
  private static final int PATIENCE_MILLIS = 2_000;

  private Rehearsal() {}

  /// Whether these are the arguments that ask for it.
  static boolean isMeant(String... arguments) {
    return List.of(arguments).equals(List.of(ASKED))
        || List.of(arguments).equals(List.of(ASKED, WITH_SERVICES));
  }

  /// Rehearses; the exit status.
  ///
  /// @param err where is said what went wrong
  static int run(PrintWriter err, String... arguments) throws IOException, AddressUnavailable {
    Path folder = Files.createTempDirectory("cairn-rehearsal");
    try {
      if (List.of(arguments).contains(WITH_SERVICES)) {
        serveServices(folder);
      }
      rehearse(folder);
      return 0;
    } catch (SocketTimeoutException e) {
      err.println("cairn rehearse: a server did not answer");
      return 1;
    } finally {
      try (var files = Files.walk(folder)) {
        for (Path file : files.toList().reversed()) {
          Files.delete(file);
        }
      }
    }
  }

  private static void rehearse(Path folder) throws IOException, AddressUnavailable {
    Files.writeString(folder.resolve("rehearsal.zone"), ZONE);
    Files.writeString(folder.resolve("signed.zone"), SIGNED);
    Path large = Files.writeString(folder.resolve("large.zone"), large());
    for (int reading = 1; reading < READINGS; reading++) {
      var read = new ZoneFile(Name.fromConstantString("large.invalid."), large, folder).read();
      if (read.zone() == null) {
        throw new IllegalStateException(read.diagnostics().toString());
      }
    }
    beginAsUsual(folder);
    Path zones = Files.writeString(folder.resolve("zones.toml"), KNOWING);
    try (Server knowing = server(zones)) {
      InetSocketAddress known = knowing.addresses().getFirst();
      String rule =
          """
          [forward]
          upstreams = []
          [[forward.rule]]
          suffix = "rehearsal.invalid."
          upstreams = ["%s"]
          """
              .formatted(AddressUnavailable.shown(known));
      Path rules = Files.writeString(folder.resolve("rules.toml"), rule);
      try (Server forwarding = server(rules)) {
        ask(forwarding.addresses().getFirst(), known);
      }
    }
  }

  /// The start of a server that is told next to nothing, and whose system has an upstream. Nobody
  /// asks it, and it asks nobody.
  private static void beginAsUsual(Path folder) throws IOException, AddressUnavailable {
    Path file = Files.writeString(folder.resolve("usual.toml"), USUAL);
    Path system = Files.writeString(folder.resolve("resolv.conf"), "nameserver 127.0.0.1\n");
    Signals.on("HUP", () -> {});
    try (Server usual = server(file, system)) {
      if (usual.addresses().isEmpty()) {
        throw new IllegalStateException("it serves nowhere");
      }
    }
  }

  private static void serveServices(Path folder) throws IOException, AddressUnavailable {
    String services =
        """
        [forward]
        upstreams = []
        [registry]
        enabled = true
        data = "registry"
        """;
    Path file = Files.writeString(folder.resolve("services.toml"), services);
    try (Server server = server(file);
        var play = new ServiceRehearsal(server.registryAddresses().getFirst())) {
      play.play(System.nanoTime() + LONGEST.toNanos());
    }
  }

  private static String large() {
    var text =
        new StringBuilder(
            """
            $ORIGIN large.invalid.
            $TTL 3600
            @ IN SOA ns1 hostmaster 1 3600 600 86400 300
            @ IN NS ns1
            ns1 IN A 192.0.2.1
            """);
    for (int host = 0; host < HOSTS; host++) {
      String name = "h" + host;
      text.append(name)
          .append(" IN A 10.0.")
          .append(host >> 8 & 255)
          .append('.')
          .append(host & 255);
      text.append('\n');
      switch (host % 8) {
        case 0, 4 ->
            text.append(name)
                .append(" IN AAAA 2001:db8::")
                .append(Integer.toHexString(host))
                .append('\n');
        case 1 -> text.append('w').append(host).append(" 300 CNAME ").append(name).append('\n');
        case 2 -> text.append(name).append(" MX 10 mail.large.invalid.\n");
        case 3 -> text.append("  TXT \"text of ").append(name).append("\" ; said\n");
        case 5 -> text.append("sub.").append(name).append(" NS ns.").append(name).append('\n');
        default -> {}
      }
    }
    return text.toString();
  }

  private static Server server(Path file) throws AddressUnavailable {
    return server(file, file.resolveSibling("none"));
  }

  private static Server server(Path file, Path resolvConf) throws AddressUnavailable {
    Config written =
        switch (ConfigReader.read(file)) {
          case ConfigResult.Good(Config good) -> good;
          case ConfigResult.Bad(List<ConfigError> errors, _) ->
              throw new IllegalStateException(errors.toString());
        };
    var options = ServerOptions.before(file, resolvConf, "Cairn", "rehearsal");
    var server = new Server(options, written.onAnyPort());
    server.start();
    return server;
  }

  /// Asks both by turns until they have seen enough; fails if no answer comes.
  private static void ask(InetSocketAddress... servers) throws IOException {
    long end = System.nanoTime() + LONGEST.toNanos();
    try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
      socket.setSoTimeout(PATIENCE_MILLIS);
      for (int round = 0; round < ROUNDS && System.nanoTime() - end < 0; round++) {
        InetSocketAddress server = servers[round % servers.length];
        boolean isKnowing = round % servers.length == servers.length - 1;
        for (int i = 0; i < AT_ONCE; i++) {
          byte[] query = isKnowing && i % 4 == 3 ? signed(round, i) : query(round, i);
          socket.send(new DatagramPacket(query, query.length, server));
        }
        for (int i = 0; i < AT_ONCE; i++) {
          socket.receive(new DatagramPacket(new byte[1_500], 1_500));
        }
      }
    }
  }

  /// New names and names that were asked before, existing and not, with EDNS and without.
  private static byte[] query(int round, int index) {
    String label =
        switch (index % 8) {
          case 0, 1, 2 -> "new-" + round + "-" + index;
          case 3 -> "alias";
          case 4 -> "mail";
          case 5 -> "below.ns";
          default -> "again-" + index; // the other rests of a division
        };
    Name name = Name.fromConstantString(label + ".rehearsal.invalid.");
    int type = index % 8 == 4 ? Type.MX : index % 2 == 0 ? Type.A : Type.AAAA;
    Message query = Message.newQuery(Record.newRecord(name, type, 1));
    if (index % 4 == 1) {
      query.addRecord(new OPTRecord(1232, 0, 0, 0), 3);
    }
    return query.toWire();
  }

  /// Names of the signed zone and of the large one, there and not, by clients that want proofs.
  private static byte[] signed(int round, int index) {
    String name =
        switch (index % 16) {
          case 3 -> "ns.signed.invalid.";
          case 7 -> "new-" + round + ".signed.invalid.";
          case 11 -> "h" + (round * AT_ONCE + index) % HOSTS + ".large.invalid.";
          default -> "www.sub.h" + 8 * (round % 1_000) + 5 + ".large.invalid.";
        };
    Message query = Message.newQuery(Record.newRecord(Name.fromConstantString(name), Type.A, 1));
    query.addRecord(new OPTRecord(1232, 0, 0, ExtendedFlags.DO), 3);
    return query.toWire();
  }
}
