package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What is wrong with sockets, upstreams and networks.
class AddressErrorsTest {
  private static final String LISTENERS =
      "; allowed: IP:PORT such as \"127.0.0.1:1053\" or \"[::1]:1053\"";
  private static final String UPSTREAMS =
      "; allowed: \"system\", or an address such as \"192.0.2.53\", \"192.0.2.53:5353\","
          + " \"2001:db8::53\" or \"[2001:db8::53]:5353\", plain or behind udp://, tcp://,"
          + " tls://NAME@ or https://NAME/PATH@";
  private static final String NETWORKS =
      "; allowed: \"any\", \"loopback\", \"private\", an address, or a network such as"
          + " \"10.0.0.0/8\" or \"fc00::/7\"";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":53",
        "localhost:53",
        "dns.example:53",
        "*:53",
        "1.2.3:53",
        "1:53",
        "256.0.0.1:53",
        "010.0.0.1:53",
        "1.2.3.4.5:53",
        "[127.0.0.1]:53",
        "[]:53",
        "[::1:53",
        "::1]:53",
        "[::g]:53",
        "[1:2:3]:53",
        "[::ffff:1.2.3.4]:53",
        "[fe80::1%lo]:53",
        "٣.0.0.1:53"
      })
  void what_is_no_address_and_port_is_never_looked_up(String text) {
    assertThat(Reading.errors("[server]\nlisten = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:11: server.listen[0]: \""
                + text
                + "\" is not an IP address and port"
                + LISTENERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "::1", "[::1]", "::1:53"})
  void a_listener_has_a_port(String text) {
    assertThat(Reading.errors("[admin]\nlisten = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:11: admin.listen[0]: \"" + text + "\" has no port" + LISTENERS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "65536", "-1", "", "053", "+53", "5x", "99999999999999999999"})
  void a_port_is_from_1_to_65535(String port) {
    for (String key : new String[] {"server.listen", "forward.upstreams"}) {
      assertThat(Reading.errors(key + " = [\"192.0.2.1:" + port + "\"]"))
          .singleElement()
          .asString()
          .endsWith(
              key + "[0]: \"192.0.2.1:" + port + "\" has no port that can be; allowed: 1 to 65535");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "System", "dns.example", "[::1", "192.0.2.1/32", "192.0.2"})
  void what_is_no_upstream_says_what_one_is(String text) {
    assertThat(Reading.errors("[forward]\nupstreams = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:14: forward.upstreams[0]: \""
                + text
                + "\" is not an IP address and port"
                + UPSTREAMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "224.0.0.251", "[ff02::fb]:5353"})
  void nobody_answers_at_an_address_that_is_not_one_host(String text) {
    assertThat(Reading.errors("[[forward.rule]]\nsuffix = 'a'\nupstreams = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:3:14: forward.rule[0].upstreams[0]: \""
                + text
                + "\" is nobody's address"
                + UPSTREAMS);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "none", "Any", "example.org", "10.0.0", "::ffff:10.0.0.0/104", "/8"})
  void what_is_no_network_says_what_one_is(String text) {
    assertThat(Reading.errors("[access]\nquery = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:10: access.query[0]: \"" + text + "\" is not a network" + NETWORKS);
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/33, 32",
    "10.0.0.0/, 32",
    "10.0.0.0/08, 32",
    "10.0.0.0/-1, 32",
    "10.0.0.0/8/8, 32",
    "::/129, 128",
    "fc00::/x, 128"
  })
  void a_prefix_fits_its_address(String text, int most) {
    assertThat(Reading.errors("[access]\nforward = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:12: access.forward[0]: \""
                + text
                + "\" has no prefix length that can be; allowed: 0 to "
                + most);
  }

  @ParameterizedTest
  @CsvSource({
    "10.1.2.3/8, 10.0.0.0/8",
    "192.0.2.1/0, 0.0.0.0/0",
    "192.0.2.255/31, 192.0.2.254/31",
    "172.31.0.0/12, 172.16.0.0/12",
    "2001:db8::1/32, 2001:db8::/32",
    "2001:db8:0:1:0:0:0:1/64, 2001:db8:0:1::/64",
    "::1/127, ::/127"
  })
  void bits_behind_the_prefix_name_the_right_network(String text, String network) {
    assertThat(Reading.errors("[access]\nquery = [\"" + text + "\"]"))
        .containsExactly(
            "dns.toml:2:10: access.query[0]: \""
                + text
                + "\" has bits set behind its prefix; the network is \""
                + network
                + "\"");
  }
}
