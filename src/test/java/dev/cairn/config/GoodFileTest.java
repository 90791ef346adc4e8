package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.Name;

/// What is right is read as it is meant.
class GoodFileTest {

  @Test
  void an_empty_file_is_the_defaults() {
    assertThat(Reading.good("")).isEqualTo(Reading.DEFAULTS);
  }

  @Test
  void empty_tables_are_the_defaults() {
    var text = "[server]\n[server.tcp]\n[forward]\n[cache]\n[access]\n[admin]\n[registry]\n";
    assertThat(Reading.good(text)).isEqualTo(Reading.DEFAULTS);
  }

  @Test
  void the_defaults_listen_on_loopback_only() {
    assertThat(Config.DEFAULTS.server().listen())
        .allMatch(address -> address.getAddress().isLoopbackAddress());
    assertThat(Config.DEFAULTS.admin().listen())
        .allMatch(address -> address.getAddress().isLoopbackAddress());
    assertThat(Config.DEFAULTS.registry().enabled()).isFalse();
    assertThat(Config.DEFAULTS.registry().http().listen())
        .allMatch(address -> address.getAddress().isLoopbackAddress());
  }

  @Test
  void the_server_is_read() {
    var server =
        Reading.good(
                """
                [server]
                listen = ["0.0.0.0:53", "[::]:53", "[2001:db8::1]:65535"]
                chaos = false
                identity = "ns1 (Berlin)"
                any = "full"
                udp-engine = "batch"
                [server.cookies]
                enabled = false
                secrets = ["E5E973E5A6B2A43F48E7DC849E37BFCF"]
                [server.tcp]
                max-connections = 1
                max-connections-per-client = 100000
                max-in-flight = 10000
                idle-timeout = "100ms"
                read-timeout = "1h"
                lifetime = "7d"
                """)
            .server();
    assertThat(server)
        .isEqualTo(
            new Server(
                List.of(socket("0.0.0.0", 53), socket("::", 53), socket("2001:db8::1", 65535)),
                false,
                "ns1 (Berlin)",
                Server.AnyAnswer.FULL,
                Server.UdpEngine.BATCH,
                new Server.Cookies(false, List.of("e5e973e5a6b2a43f48e7dc849e37bfcf")),
                new Server.Tcp(
                    1,
                    100_000,
                    10_000,
                    Duration.ofMillis(100),
                    Duration.ofHours(1),
                    Duration.ofDays(7))));
  }

  @Test
  void addresses_are_resolved_without_a_name() {
    assertThat(Reading.good("server.listen = ['192.0.2.1:53']").server().listen())
        .allMatch(address -> !address.isUnresolved())
        .allMatch(address -> address.getHostString().equals("192.0.2.1"));
  }

  @Test
  void zones_are_read() throws Exception {
    var zones =
        Reading.good(
                """
                [[zone]]
                name = "Example.ORG"
                file = "/srv/example.org.db"
                [[zone]]
                name = "."
                file = "/srv/root.db"
                on-miss = "forward"
                """)
            .zones();
    assertThat(zones).extracting(ZoneEntry::name).allMatch(Name::isAbsolute);
    assertThat(zones.getFirst().name()).isEqualTo(new Name("example.org."));
    assertThat(zones.getLast().name()).isEqualTo(Name.root);
    assertThat(zones)
        .extracting(ZoneEntry::onMiss)
        .containsExactly(ZoneEntry.OnMiss.NXDOMAIN, ZoneEntry.OnMiss.FORWARD);
  }

  @Test
  void upstreams_have_port_53_unless_they_say_another() {
    var text =
        "forward.upstreams = ['system', '192.0.2.1', '192.0.2.1:5353', '2001:db8::1',"
            + " '[2001:db8::1]:5353']";
    assertThat(Reading.good(text).forward().upstreams())
        .containsExactly(
            UpstreamAddress.SYSTEM,
            UpstreamAddress.At.plain(socket("192.0.2.1", 53)),
            UpstreamAddress.At.plain(socket("192.0.2.1", 5353)),
            UpstreamAddress.At.plain(socket("2001:db8::1", 53)),
            UpstreamAddress.At.plain(socket("2001:db8::1", 5353)))
        .extracting(UpstreamAddress::toString)
        .containsExactly(
            "system", "192.0.2.1:53", "192.0.2.1:5353", "[2001:db8::1]:53", "[2001:db8::1]:5353");
  }

  @Test
  void rules_are_read_and_may_have_no_upstream() {
    var rules =
        Reading.good(
                """
                [forward]
                upstreams = []
                [[forward.rule]]
                suffix = "corp.example."
                upstreams = ["10.0.0.53"]
                [[forward.rule]]
                suffix = "blocked.example"
                upstreams = []
                """)
            .forward()
            .rules();
    assertThat(rules)
        .extracting(rule -> rule.suffix() + " " + rule.upstreams())
        .containsExactly("corp.example. [10.0.0.53:53]", "blocked.example. []");
  }

  @Test
  void the_cache_is_read() {
    var cache =
        Reading.good(
                """
                [cache]
                size = "64KiB"
                min-ttl = "1h"
                max-ttl = "7d"
                negative-max-ttl = "1s"
                serve-stale = false
                stale-max = "30d"
                stale-after = "0ms"
                prefetch = false
                nxdomain-cut = true
                file = "kept/answers"
                """)
            .cache();
    assertThat(cache)
        .isEqualTo(
            new Cache(
                65_536,
                new Cache.Lifetimes(
                    Duration.ofHours(1),
                    Duration.ofDays(7),
                    Duration.ofSeconds(1),
                    Duration.ofDays(30)),
                false,
                Duration.ZERO,
                false,
                true,
                Path.of("kept/answers").toAbsolutePath()));
    assertThat(Reading.good("cache.file = ''").cache().file()).isNull();
  }

  @Test
  void words_of_access_stand_for_their_networks() {
    var access =
        Reading.good(
                """
                [access]
                query = ["loopback", "127.0.0.0/8", "192.0.2.1", "2001:db8::/32", "2001:db8::1"]
                forward = []
                """)
            .access();
    assertThat(access.query())
        .extracting(Network::toString)
        .containsExactly(
            "127.0.0.0/8", "::1/128", "192.0.2.1/32", "2001:db8::/32", "2001:db8::1/128");
    assertThat(access.forward()).isEmpty();
  }

  @Test
  void an_empty_list_opens_no_admin_socket() {
    assertThat(Reading.good("admin.listen = []").admin().listen()).isEmpty();
  }

  @Test
  void arrays_of_tables_may_stand_in_one_line() {
    var text = "zone = [{ name = 'a', file = '/a' }, { name = 'b', file = '/b' }]";
    assertThat(Reading.good(text).zones()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({
    "1s, 1000",
    "1000ms, 1000",
    "10m, 600000",
    "1h, 3600000",
    "7d, 604800000",
    "007d, 604800000"
  })
  void a_duration_has_a_unit(String text, long milliseconds) {
    var cache = Reading.good("cache.max-ttl = '" + text + "'").cache();
    assertThat(cache.lifetimes().maxTtl()).isEqualTo(Duration.ofMillis(milliseconds));
  }

  @ParameterizedTest
  @CsvSource({
    "65536B, 65536",
    "64KiB, 65536",
    "512KiB, 524288",
    "64MiB, 67108864",
    "1GiB, 1073741824",
    "1TiB, 1099511627776",
    "100KB, 100000",
    "64MB, 64000000",
    "1GB, 1000000000",
    "1TB, 1000000000000"
  })
  void a_size_has_a_unit(String text, long octets) {
    assertThat(Reading.good("cache.size = '" + text + "'").cache().size()).isEqualTo(octets);
  }

  @Test
  void the_records_cannot_be_changed_through_a_list() {
    var read = Reading.good("forward.rule = [{ suffix = 'a', upstreams = [] }]");
    for (Config config : List.of(Config.DEFAULTS, read)) {
      assertThat(config.server().listen()).isUnmodifiable();
      assertThat(config.zones()).isUnmodifiable();
      assertThat(config.forward().upstreams()).isUnmodifiable();
      assertThat(config.forward().rules()).isUnmodifiable();
      assertThat(config.forward().selection().weights()).isUnmodifiable();
      assertThat(config.forward().integrity().rebindingExceptions()).isUnmodifiable();
      assertThat(config.access().query()).isUnmodifiable();
      assertThat(config.access().forward()).isUnmodifiable();
      assertThat(config.admin().listen()).isUnmodifiable();
    }
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
