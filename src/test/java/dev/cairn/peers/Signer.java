package dev.cairn.peers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// Signs zones with the tools of BIND. The keys are new each time.
record Signer(Path folder) {
  private static final Pattern HASHED_OWNER =
      Pattern.compile("^([0-9A-V]{32})\\..*\\sNSEC3\\s", Pattern.MULTILINE);
  private static final int MOST_HASHED_OWNERS = 10;

  /// How it is proved that a name is not there.
  enum Chain {
    NSEC,
    NSEC3("-3", "-", "-H", "0"),
    NSEC3_WITH_SALT("-3", "5A17", "-H", "3"),
    NSEC3_OPT_OUT("-3", "-", "-H", "0", "-A");

    private final List<String> options;

    Chain(String... options) {
      this.options = List.of(options);
    }
  }

  static boolean isInstalled() {
    return Peer.isInstalled("dnssec-signzone") && Peer.isInstalled("dnssec-keygen");
  }

  /// The zone in the same file, signed; some of the owners of NSEC3 records are among its names.
  TestZone signed(TestZone zone, Chain chain) throws IOException, InterruptedException {
    String origin = zone.origin().toString();
    Path keys = Files.createDirectories(folder.resolve("keys"));
    run("dnssec-keygen", "-q", "-a", "ECDSAP256SHA256", "-f", "KSK", "-K", keys.toString(), origin);
    Path signed = folder.resolve(origin + "signed");
    var command = new ArrayList<>(List.of("dnssec-signzone", "-q", "-S", "-z", "-P"));
    command.addAll(chain.options);
    command.addAll(List.of("-K", keys.toString(), "-d", folder.toString(), "-o", origin));
    command.addAll(List.of("-f", signed.toString(), zone.file().toString()));
    run(command.toArray(String[]::new));
    Files.move(signed, zone.file(), StandardCopyOption.REPLACE_EXISTING);
    Set<Name> names = new TreeSet<>(zone.names());
    names.addAll(hashedOwners(zone));
    return new TestZone(zone.origin(), zone.file(), names);
  }

  private static Set<Name> hashedOwners(TestZone zone) throws IOException {
    Matcher owner = HASHED_OWNER.matcher(Files.readString(zone.file()));
    Set<Name> owners = new TreeSet<>();
    while (owner.find() && owners.size() < MOST_HASHED_OWNERS) {
      owners.add(below(owner.group(1), zone.origin()));
    }
    return owners;
  }

  private static Name below(String label, Name origin) throws TextParseException {
    return Name.fromString(label, origin);
  }

  private void run(String... command) throws IOException, InterruptedException {
    Path output = folder.resolve("signer-output");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try {
      assertThat(process.waitFor(1, TimeUnit.MINUTES)).as(command[0]).isTrue();
      assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    } finally {
      process.destroyForcibly();
    }
  }
}
