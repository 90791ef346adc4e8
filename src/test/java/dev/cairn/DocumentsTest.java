package dev.cairn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Admin;
import dev.cairn.config.Config;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.Server;
import dev.cairn.server.ServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.SimpleResolver;
import org.xbill.DNS.Type;

/// What the documents say is so.
class DocumentsTest {
  private static final Pattern TOML = Pattern.compile("```toml\n(.*?)```", Pattern.DOTALL);
  private static final Pattern DIG =
      Pattern.compile(
          "\\$ dig @127\\.0\\.0\\.1 -p 1053 (\\S+) \\+noall \\+answer\n((?:\\S+\t.*\n)+)");
  private static final Pattern CHECK =
      Pattern.compile("\\$ \\./cairn check --config broken\\.toml\n(.*)\n");
  private static final Pattern METRIC = Pattern.compile("`(cairn_[a-z_]+)");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

  @TempDir Path folder;

  private static List<Path> documents() throws IOException {
    List<Path> all =
        new ArrayList<>(
            List.of(Path.of("README.md"), Path.of("CONTRIBUTING.md"), Path.of("bench/README.md")));
    try (var docs = Files.walk(Path.of("docs"))) {
      docs.filter(file -> file.toString().endsWith(".md")).forEach(all::add);
    }
    return all;
  }

  @TestFactory
  Stream<DynamicTest> every_toml_block_is_a_configuration_without_errors() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path document : documents()) {
      List<String> blocks =
          TOML.matcher(Files.readString(document))
              .results()
              .map(match -> match.group(1))
              .filter(block -> !block.startsWith("[[service]]")) // RegistryServerTest reads those
              .toList();
      for (int i = 0; i < blocks.size(); i++) {
        String text =
            blocks
                .get(i)
                .replaceAll("directory = \"[^\"]*\"", "directory = \".\"")
                .replaceAll("(tokens?-file) = \"[^\"]*\"", "$1 = \"\"");
        tests.add(
            DynamicTest.dynamicTest(
                document + " block " + (i + 1),
                () ->
                    assertThat(ConfigReader.parse(folder.resolve("dns.toml"), text))
                        .isInstanceOf(ConfigResult.Good.class)));
      }
    }
    assertThat(tests).hasSizeGreaterThan(4);
    return tests.stream();
  }

  @Test
  void every_link_leads_to_a_file() throws IOException {
    for (Path document : documents()) {
      Path home = document.toAbsolutePath().getParent();
      for (MatchResult link : LINK.matcher(Files.readString(document)).results().toList()) {
        assertThat(home.resolve(link.group(1))).as(link.group(1) + " in " + document).exists();
      }
    }
  }

  @Test
  void the_check_in_the_readme_says_what_is_printed_there() throws IOException {
    MatchResult example =
        CHECK.matcher(Files.readString(Path.of("README.md"))).results().findFirst().orElseThrow();
    var broken = Path.of("broken.toml");
    var result = ConfigReader.parse(broken, "[server]\nlisen = [\"127.0.0.1:53\"]\n");
    assertThat(result)
        .isInstanceOfSatisfying(
            ConfigResult.Bad.class,
            bad -> assertThat(bad.errors().getFirst()).hasToString(example.group(1)));
  }

  @Test
  void the_first_dig_answers_as_printed_and_every_meter_has_the_name_that_is_documented()
      throws Exception {
    Files.writeString(folder.resolve("resolv.conf"), "nameserver 192.0.2.1\n"); // never asked here
    try (var server =
        new Server(
            ServerOptions.before(
                Path.of("conf/dns.toml"), folder.resolve("resolv.conf"), "Cairn test", "test-host"),
            onFreePorts())) {
      server.start();
      MatchResult dig =
          DIG.matcher(Files.readString(Path.of("README.md"))).results().findFirst().orElseThrow();
      assertThat(dig.group(2)).isEqualTo(answer(server, dig.group(1)));
      String scraped = server.metrics();
      for (String metric : documentedMetrics()) {
        assertThat(scraped).as(metric).containsPattern("(?m)^# TYPE " + metric + " ");
      }
    }
  }

  /// The configuration of the repository, on free ports.
  private static Config onFreePorts() {
    Config said = ((ConfigResult.Good) ConfigReader.read(Path.of("conf/dns.toml"))).config();
    var anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    var listening =
        new dev.cairn.config.Server(
            List.of(anyPort),
            said.server().chaos(),
            said.server().identity(),
            said.server().any(),
            said.server().udpEngine(),
            said.server().cookies(),
            said.server().tcp());
    return new Config(
        listening,
        said.zonesDirectory(),
        said.zones(),
        said.forward(),
        said.cache(),
        said.access(),
        said.signingKeys(),
        said.transfer(),
        new Admin(List.of()),
        said.registry());
  }

  private static String answer(Server server, String name) throws IOException {
    var resolver = new SimpleResolver(server.addresses().getFirst());
    Message reply =
        resolver.send(
            Message.newQuery(Record.newRecord(Name.fromString(name, Name.root), Type.A, 1)));
    var text = new StringBuilder();
    for (Record record : reply.getSection(Section.ANSWER)) {
      text.append(record.getName()).append('\t').append(record.getTTL()).append("\tIN\t");
      text.append(Type.string(record.getType()))
          .append('\t')
          .append(record.rdataToString())
          .append('\n');
    }
    return text.toString();
  }

  private static Set<String> documentedMetrics() throws IOException {
    var names = new TreeSet<String>();
    METRIC
        .matcher(Files.readString(Path.of("docs/operating.md")))
        .results()
        .forEach(match -> names.add(match.group(1)));
    assertThat(names).hasSizeGreaterThan(15);
    return names;
  }
}
