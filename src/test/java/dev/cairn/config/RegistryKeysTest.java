package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Registry.Agents;
import dev.cairn.config.Registry.Answers;
import dev.cairn.config.Registry.CheckTarget;
import dev.cairn.config.Registry.Checking;
import dev.cairn.config.Registry.Empty;
import dev.cairn.config.Registry.Http;
import dev.cairn.config.Registry.Limits;
import dev.cairn.config.Registry.Naming;
import dev.cairn.config.Registry.Restore;
import dev.cairn.config.Registry.Staleness;
import dev.cairn.config.Source.Kind;
import dev.cairn.config.Source.Login;
import dev.cairn.config.Source.Mode;
import dev.cairn.config.Source.Remote;
import dev.cairn.upstream.TestCertificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

/// The keys of `[registry]` and the tables in it.
class RegistryKeysTest {
  private static final String CONSUL =
      "[[registry.source]]\nname = 'a'\ntype = 'consul'\nendpoints = ['http://10.0.0.2:8500']\n";
  private static final String ETCD =
      "[[registry.source]]\nname = 'b'\ntype = 'etcd'\nendpoints = ['http://10.0.0.3:2379']\n";
  private static final String FILES =
      "[[registry.source]]\nname = 'c'\ntype = 'file'\ndirectory = 'registry.d'\n";

  @TempDir Path folder;

  @Test
  void enabled_alone_is_the_defaults_switched_on() {
    var registry = Reading.good("registry.enabled = true").registry();

    assertThat(registry.enabled()).isTrue();
    assertThat(registry.data()).isEqualTo(Path.of("../data/registry").toAbsolutePath().normalize());
    assertThat(registry.naming()).isEqualTo(Naming.DEFAULTS);
    assertThat(registry.http()).isEqualTo(Http.DEFAULTS);
    assertThat(registry.http().listen())
        .containsExactly(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 8500));
  }

  @Test
  void every_key_of_registry_is_read() throws Exception {
    var registry =
        read(
            """
            [registry]
            enabled = true
            domain = "Svc.example"
            alt-domain = "consul."
            datacenter = "Berlin_1"
            node = "Node-1"
            address = "10.0.0.5"
            data = "elsewhere"
            only-passing = true
            service-ttl = { "*" = "1s", "API" = "5s", "web*" = "0s" }
            node-ttl = "2s"
            negative-ttl = "3s"
            weighted-answers = true
            empty = "nodata"
            a-record-limit = 8
            udp-answer-limit = 3
            node-meta-txt = false
            service-txt = true
            virtual-agents = false
            legacy-get = true
            max-instances = 1
            max-keys = 2
            max-nodes = 3
            max-checks = 4
            max-checks-per-service = 5
            allow-scripts = true
            reap-min = "0s"
            reap-interval = "100ms"
            restore = "critical"
            preserve-ratio = 85
            preserve-window = "10s"
            max-stale = "1h"
            stale-ttl = "5s"
            guard-hold = "0s"
            """);

    assertThat(registry.naming())
        .isEqualTo(
            new Naming(
                new Name("svc.example."),
                new Name("consul."),
                "berlin_1",
                "Node-1",
                InetAddress.ofLiteral("10.0.0.5")));
    assertThat(registry.data()).isEqualTo(folder.resolve("elsewhere"));
    assertThat(registry.answers())
        .isEqualTo(
            new Answers(
                true,
                Map.of("*", seconds(1), "api", seconds(5), "web*", seconds(0)),
                seconds(2),
                seconds(3),
                true,
                Empty.NODATA,
                8,
                3,
                false,
                true));
    assertThat(registry.answers().serviceTtl().keySet()).containsExactly("*", "api", "web*");
    assertThat(registry.agents()).isEqualTo(new Agents(false, true));
    assertThat(registry.limits()).isEqualTo(new Limits(1, 2, 3, 4, 5));
    assertThat(registry.checking())
        .isEqualTo(
            new Checking(
                true, seconds(0), Duration.ofMillis(100), Restore.CRITICAL, 85, seconds(10)));
    assertThat(registry.staleness())
        .isEqualTo(new Staleness(Duration.ofHours(1), seconds(5), seconds(0)));
  }

  @Test
  void every_key_of_http_and_check_targets_is_read() throws Exception {
    Path tokens = Files.createFile(folder.resolve("tokens"));
    var registry =
        read(
            """
            [registry.http]
            listen = ["127.0.0.1:9500", "[::1]:9500"]
            read-from = ["192.0.2.0/24"]
            trusted-proxies = ["192.0.2.1", "::1"]
            max-watchers-per-client = 100000
            max-connections = 1000000
            version = "1.2.3"
            tokens-file = "tokens"
            [[registry.check-targets]]
            cidr = "10.0.0.0/8"
            except = ["10.0.0.0/24", "10.1.0.1"]
            [[registry.check-targets]]
            cidr = "fd00::/8"
            """);

    assertThat(registry.http())
        .isEqualTo(
            new Http(
                List.of(Addresses.at("127.0.0.1", 9500), Addresses.at("::1", 9500)),
                List.of(network("192.0.2.0", 24)),
                List.of(network("192.0.2.1", 32), network("::1", 128)),
                100_000,
                1_000_000,
                "1.2.3",
                tokens));
    assertThat(registry.checkTargets())
        .containsExactly(
            new CheckTarget(
                network("10.0.0.0", 8), List.of(network("10.0.0.0", 24), network("10.1.0.1", 32))),
            new CheckTarget(network("fd00::", 8), List.of()));
  }

  @Test
  void every_key_of_a_source_is_read() throws Exception {
    for (String file : List.of("token", "password")) {
      Files.createFile(folder.resolve(file));
    }
    Files.copy(TestCertificates.authorities(), folder.resolve("ca.pem"));
    var registry =
        read(
            """
            [[registry.source]]
            name = "Prod"
            type = "consul"
            endpoints = ["http://10.0.0.2:8500", "https://consul.example:8501/"]
            token-file = "token"
            ca = "ca.pem"
            mode = "override"
            priority = 1000
            domain = "prod.example"
            ttl = "5s"
            [[registry.source]]
            name = "lab"
            type = "etcd"
            endpoints = ["http://[::1]:2379"]
            prefix = "/skydns/"
            domain = "sky.example"
            user = "cairn"
            password-file = "password"
            [[registry.source]]
            name = "static"
            type = "file"
            directory = "registry.d"
            """);

    var consul =
        new Kind.Consul(
            new Remote(
                List.of(
                    URI.create("http://10.0.0.2:8500"), URI.create("https://consul.example:8501/")),
                folder.resolve("ca.pem")),
            folder.resolve("token"));
    var etcd =
        new Kind.Etcd(
            new Remote(List.of(URI.create("http://[::1]:2379")), null),
            "/skydns/",
            new Login("cairn", folder.resolve("password")));
    assertThat(registry.sources())
        .containsExactly(
            new Source("prod", consul, Mode.OVERRIDE, 1000, new Name("prod.example."), seconds(5)),
            new Source("lab", etcd, Mode.UNION, 0, new Name("sky.example."), null),
            new Source(
                "static", new Kind.Files(folder.resolve("registry.d")), Mode.UNION, 0, null, null));
  }

  @Test
  void forever_is_longer_than_any_time() {
    assertThat(read("registry.max-stale = 'forever'").staleness().maxStale())
        .isEqualTo(Registry.FOREVER)
        .isGreaterThan(Duration.ofDays(100_000));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "domain = '.' | domain: is the root; allowed: a name below it",
        "domain = '' | domain: is empty; allowed: a domain name, \".\" for the root",
        "alt-domain = 'consul' | alt-domain: is the domain itself; allowed: another one, or \"\"",
        "datacenter = 'a.b' | datacenter: \"a.b\" cannot be a datacenter; allowed: 1 to 63 letters,"
            + " digits, dashes and underscores, no dash at an end",
        "node = '-a' | node: \"-a\" cannot be the name of a node; allowed: 1 to 63 letters,"
            + " digits, dashes and underscores, no dash at an end",
        "address = '0.0.0.0' | address: \"0.0.0.0\" is no address of a machine; allowed: such as",
        "http.version = '1.22' | http.version: \"1.22\" is no version; allowed: three numbers",
        "empty = 'servfail' | empty: \"servfail\" is unknown; allowed: \"nxdomain\", \"nodata\"",
        "restore = 'none' | restore: \"none\" is unknown; allowed: \"last\", \"critical\"",
        "max-stale = 'never' | max-stale: \"never\" is not a duration; allowed: a whole number and"
            + " one of ms, s, m, h, d, such as \"10s\"",
        "preserve-ratio = 101 | preserve-ratio: 101 is out of bounds; allowed: 0 to 100",
        "service-ttl = 5 | service-ttl: must be a table, not an integer",
        "data = '' | data: is empty; allowed: a path, absolute or from the folder of this file",
        "http.max-connections = 0 | http.max-connections: 0 is out of bounds; allowed: 1 to 1000000",
        "http.tokens-file = 'x' | http.tokens-file: \"x\" does not exist",
        "reap_min = '1m' | reap_min: unknown key; did you mean reap-min?"
      })
  void what_is_wrong_says_where_and_what_is_allowed(String line, String message) {
    assertThat(Reading.errors("[registry]\n" + line))
        .singleElement()
        .asString()
        .startsWith("dns.toml:2:1: registry." + message);
  }

  @Test
  void a_ttl_that_is_wrong_is_named_with_its_service() {
    assertThat(
            Reading.errors(
                "[registry.service-ttl]\napi = 5\n'a*b' = '1s'\nweb = '1s'\nWEB = '2s'\n'*' = '8d'"))
        .containsExactly(
            "dns.toml:2:1: registry.service-ttl.api: must be a string with a unit such as \"10s\","
                + " not an integer",
            "dns.toml:3:1: registry.service-ttl.\"a*b\": \"a*b\" names no services; allowed: a"
                + " name, the beginning of names with a \"*\" behind it, or \"*\"",
            "dns.toml:5:1: registry.service-ttl.WEB: stands there in other letters already;"
                + " allowed: each once",
            "dns.toml:6:1: registry.service-ttl.\"*\": \"8d\" is out of bounds; allowed: 0s to"
                + " 7d");
  }

  @Test
  void a_socket_is_in_the_way_only_if_it_is_opened() {
    String both = "[server]\nlisten = ['127.0.0.1:8500']\n[registry]\nenabled = ";
    assertThat(Reading.errors(both + "false")).isEmpty();
    assertThat(Reading.errors(both + "true"))
        .containsExactly(
            "dns.toml:2:11: server.listen[0]: \"127.0.0.1:8500\" is a default of"
                + " registry.http.listen already; allowed: each once");
  }

  @Test
  void a_check_target_needs_a_network() {
    assertThat(
            Reading.errors(
                "[[registry.check-targets]]\nexcept = ['10.0.0.0/8']\n"
                    + "[[registry.check-targets]]\ncidr = '10.0.0.1/8'\n"))
        .containsExactly(
            "dns.toml:1:1: registry.check-targets[0].cidr: is missing; write cidr ="
                + " \"10.0.0.0/8\"",
            "dns.toml:4:1: registry.check-targets[1].cidr: \"10.0.0.1/8\" has bits set behind its"
                + " prefix; the network is \"10.0.0.0/8\"");
  }

  @Test
  void a_source_says_what_it_misses() {
    assertThat(
            Reading.errors(
                """
                [[registry.source]]
                [[registry.source]]
                name = "a"
                type = "consul"
                [[registry.source]]
                name = "b"
                type = "zookeeper"
                [[registry.source]]
                name = "c"
                type = "file"
                [[registry.source]]
                name = "A"
                type = "etcd"
                endpoints = []
                """))
        .containsExactly(
            "dns.toml:1:1: registry.source[0].name: is missing; write name = \"lab\"",
            "dns.toml:1:1: registry.source[0].type: is missing; write type = \"consul\"",
            "dns.toml:2:1: registry.source[1].endpoints: is missing; write endpoints ="
                + " [\"http://10.0.0.2:8500\"]",
            "dns.toml:7:1: registry.source[2].type: \"zookeeper\" is unknown; allowed:"
                + " \"consul\", \"etcd\", \"file\"",
            "dns.toml:8:1: registry.source[3].directory: is missing; write directory ="
                + " \"registry.d\"",
            "dns.toml:12:1: registry.source[4].name: \"A\" is registry.source[1].name at line 3,"
                + " column 1 already; allowed: each once",
            "dns.toml:14:1: registry.source[4].endpoints: is empty; allowed: a list of strings such as [\"http://10.0.0.2:8500\"]");
  }

  @Test
  void keys_of_skydns_are_in_a_domain_of_their_own() {
    assertThat(Reading.errors(ETCD + "prefix = '/skydns/'"))
        .containsExactly(
            "dns.toml:5:1: registry.source[0].prefix: is of names in a domain; allowed: beside"
                + " domain");
  }

  @Test
  void a_key_of_another_type_has_no_meaning() {
    assertThat(
            Reading.errors(
                CONSUL + "prefix = '/a/'\n" + ETCD + "token-file = ''\n" + FILES + "user = 'x'\n"))
        .containsExactly(
            "dns.toml:5:1: registry.source[0].prefix: has no meaning where type is \"consul\"",
            "dns.toml:10:1: registry.source[1].token-file: has no meaning where type is \"etcd\"",
            "dns.toml:15:1: registry.source[2].user: has no meaning where type is \"file\"");
  }

  @Test
  void an_unknown_key_of_a_source_says_those_of_all_types() {
    assertThat(Reading.errors(CONSUL + "endpoint = 'x'"))
        .containsExactly(
            "dns.toml:5:1: registry.source[0].endpoint: unknown key; did you mean endpoints?"
                + " allowed: name, type, mode, priority, domain, ttl, endpoints, ca, token-file,"
                + " prefix, user, password-file, directory");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.2:8500",
        "http://10.0.0.2",
        "ftp://10.0.0.2:21",
        "http://10.0.0.2:0",
        "http://10.0.0.2:65536",
        "http://user:secret@10.0.0.2:8500",
        "http://10.0.0.2:8500/v1",
        "http://10.0.0.2:8500?dc=x",
        "http://:8500",
        "http://a b:8500",
        ""
      })
  void what_is_no_endpoint_says_what_one_is(String text) {
    assertThat(Reading.errors(CONSUL.replace("http://10.0.0.2:8500", text)))
        .containsExactly(
            "dns.toml:4:14: registry.source[0].endpoints[0]: \""
                + text
                + "\" is no endpoint; allowed: http or https, a host and a port, such as"
                + " \"http://10.0.0.2:8500\"");
  }

  @Test
  void a_user_has_a_password_and_a_password_a_user() throws IOException {
    Files.createFile(folder.resolve("password"));
    Path file = folder.resolve("dns.toml");
    assertThat(Reading.errors(ConfigReader.parse(file, ETCD + "user = 'x'")))
        .singleElement()
        .asString()
        .endsWith(":5:1: registry.source[0].user: has no password; allowed: beside password-file");
    assertThat(Reading.errors(ConfigReader.parse(file, ETCD + "password-file = 'password'")))
        .singleElement()
        .asString()
        .endsWith(":5:1: registry.source[0].password-file: is of nobody; allowed: beside user");
  }

  private Registry read(String text) {
    return Reading.good(ConfigReader.parse(folder.resolve("dns.toml"), text)).registry();
  }

  private static Network network(String base, int length) {
    return new Network(InetAddress.ofLiteral(base), length);
  }

  private static Duration seconds(int seconds) {
    return Duration.ofSeconds(seconds);
  }
}
