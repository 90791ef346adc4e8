package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.UpstreamAddress.At;
import dev.cairn.config.UpstreamAddress.Protocol;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every way of writing an upstream, and what is wrong with those that are none.
class UpstreamFormsTest {
  private static final String UPSTREAMS =
      "; allowed: \"system\", or an address such as \"192.0.2.53\", \"192.0.2.53:5353\","
          + " \"2001:db8::53\" or \"[2001:db8::53]:5353\", plain or behind udp://, tcp://,"
          + " tls://NAME@ or https://NAME/PATH@";

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "system|system",
        "192.0.2.1|192.0.2.1:53",
        "2001:DB8:0::1|[2001:db8::1]:53",
        "[2001:db8::1]|[2001:db8::1]:53",
        "[2001:db8::1]:5353|[2001:db8::1]:5353",
        "udp://192.0.2.1|192.0.2.1:53",
        "udp://[2001:db8::1]:5353|[2001:db8::1]:5353",
        "tcp://192.0.2.1|tcp://192.0.2.1:53",
        "tcp://2001:db8::1|tcp://[2001:db8::1]:53",
        "tcp://192.0.2.1:5353|tcp://192.0.2.1:5353",
        "tls://192.0.2.1|tls://192.0.2.1:853",
        "tls://[2001:db8::1]|tls://[2001:db8::1]:853",
        "tls://[2001:db8::1]:8853|tls://[2001:db8::1]:8853",
        "tls://dns.example@192.0.2.1|tls://dns.example@192.0.2.1:853",
        "tls://DNS.Example.@192.0.2.1:8853|tls://dns.example@192.0.2.1:8853",
        "tls://dns.example@192.0.2.1,2001:db8::1|tls://dns.example@192.0.2.1:853,[2001:db8::1]:853",
        "tls://localhost@127.0.0.1:1,[::1]:2|tls://localhost@127.0.0.1:1,[::1]:2",
        "https://192.0.2.1|https://192.0.2.1:443/dns-query",
        "https://192.0.2.1/|https://192.0.2.1:443/",
        "https://192.0.2.1:8443/dns|https://192.0.2.1:8443/dns",
        "https://[2001:db8::1]/dns-query|https://[2001:db8::1]:443/dns-query",
        "https://[2001:db8::1]:8443|https://[2001:db8::1]:8443/dns-query",
        "https://dns.example@192.0.2.1|https://dns.example:443/dns-query@192.0.2.1",
        "https://xn--bcher-kva.example/q/~a%20b@192.0.2.1|https://xn--bcher-kva.example:443/q/~a%20b@192.0.2.1",
        "https://Dns.example:8443/Query@192.0.2.1,[2001:db8::1]|https://dns.example:8443/Query@192.0.2.1,2001:db8::1",
      })
  void an_upstream_has_one_form_that_says_everything(String written, String canonical) {
    var upstream = read(written);
    assertThat(upstream).hasToString(canonical);
    assertThat(read(canonical)).isEqualTo(upstream);
  }

  @Test
  void the_parts_of_an_upstream_are_what_is_written() {
    assertThat(read("tls://dns.example@192.0.2.1,[2001:db8::1]:8853"))
        .isEqualTo(
            new At(
                Protocol.TLS,
                List.of(socket("192.0.2.1", 853), socket("2001:db8::1", 8853)),
                "dns.example",
                ""));
    assertThat(read("https://dns.example:8443/q@2001:db8::1,192.0.2.1"))
        .isEqualTo(
            new At(
                Protocol.HTTPS,
                List.of(socket("2001:db8::1", 8443), socket("192.0.2.1", 8443)),
                "dns.example",
                "/q"));
    assertThat(read("https://192.0.2.1"))
        .isEqualTo(new At(Protocol.HTTPS, List.of(socket("192.0.2.1", 443)), "", "/dns-query"));
    assertThat(read("tcp://192.0.2.1"))
        .isEqualTo(new At(Protocol.TCP, List.of(socket("192.0.2.1", 53)), "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "tls://dns.example|tls://dns.example@192.0.2.53",
        "tls://dns.example:8853|tls://dns.example@192.0.2.53:8853",
        "https://dns.example|https://dns.example/dns-query@192.0.2.53",
        "https://dns.example:8443/q|https://dns.example:8443/q@192.0.2.53"
      })
  void a_host_without_an_address_says_how_to_write_one(String written, String right) {
    assertThat(errors(written))
        .containsExactly(
            wrong(
                "\"%s\" needs a bootstrap address, for nobody is asked where upstreams are;"
                        .formatted(written)
                    + " allowed: addresses behind an @, such as \"%s\"".formatted(right)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"quic://", "TLS://", "http://", "://", "sdns://"})
  void a_protocol_is_one_of_four(String scheme) {
    assertThat(errors(scheme + "192.0.2.1"))
        .containsExactly(
            wrong(
                "\"%s\" is unknown; allowed: \"udp://\", \"tcp://\", \"tls://\", \"https://\""
                    .formatted(scheme)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "udp://|''",
        "udp://dns.example|dns.example",
        "tcp://dns.example@192.0.2.1|dns.example@192.0.2.1",
        "udp://192.0.2.1,192.0.2.2|192.0.2.1,192.0.2.2",
        "192.0.2.1,192.0.2.2|192.0.2.1,192.0.2.2",
        "dns.example@192.0.2.1|dns.example@192.0.2.1",
        "tls://|''",
        "tls://1.2.3|1.2.3",
        "tls://192.0.2.1,192.0.2.2|192.0.2.1,192.0.2.2",
        "tls://dns.example@|''",
        "tls://dns.example@192.0.2.1,|''",
        "tls://dns.example@192.0.2.1, 192.0.2.2| 192.0.2.2",
        "tls://dns.example@other.example|other.example",
        "https:///dns-query|''",
        "https://192.0.2/dns-query|192.0.2"
      },
      ignoreLeadingAndTrailingWhitespace = false)
  void what_is_no_address_is_shown_alone(String written, String part) {
    assertThat(errors(written))
        .containsExactly(wrong("\"%s\" is not an IP address and port".formatted(part) + UPSTREAMS));
  }

  @ParameterizedTest
  @CsvSource({
    "tls://192.0.2.1:0, 192.0.2.1:0",
    "tls://dns.example@192.0.2.1:65536, 192.0.2.1:65536",
    "https://192.0.2.1:x/q, 192.0.2.1:x",
    "https://dns.example:0/q@192.0.2.1, dns.example:0",
    "https://dns.example:@192.0.2.1, dns.example:"
  })
  void a_port_is_from_1_to_65535(String written, String part) {
    assertThat(errors(written))
        .containsExactly(
            wrong("\"%s\" has no port that can be; allowed: 1 to 65535".formatted(part)));
  }

  @ParameterizedTest
  @CsvSource({
    "tls://192.0.2.1@192.0.2.1, 192.0.2.1",
    "tls://@192.0.2.1, ''",
    "tls://dns.example:853@192.0.2.1, dns.example:853",
    "tls://-a.example@192.0.2.1, -a.example",
    "tls://a..example@192.0.2.1, a..example",
    "tls://bücher.example@192.0.2.1, bücher.example",
    "https://192.0.2.1/q@192.0.2.1, 192.0.2.1",
    "https://a b/q@192.0.2.1, a b"
  })
  void a_certificate_is_for_the_name_of_a_host(String written, String name) {
    assertThat(errors(written))
        .containsExactly(
            wrong(
                "\"%s\" is not a host's name; allowed: labels of letters, digits and dashes,"
                        .formatted(name)
                    + " such as \"dns.example\""));
  }

  @Test
  void a_host_has_at_most_253_octets() {
    var longest = "a.".repeat(126) + "a";
    assertThat(errors("tls://" + longest + "@192.0.2.1")).isEmpty();
    assertThat(errors("tls://" + longest + "a@192.0.2.1"))
        .singleElement()
        .asString()
        .contains(" is not a host's name; ");
    assertThat(errors("tls://" + "a".repeat(64) + "@192.0.2.1"))
        .singleElement()
        .asString()
        .contains(" is not a host's name; ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/q?dns=", "/q{?dns}", "/q#a", "/ü", "/a b"})
  void a_path_is_one_of_a_uri(String path) {
    assertThat(errors("https://dns.example" + path + "@192.0.2.1"))
        .containsExactly(
            wrong(
                "\"%s\" is not a path of a URI; allowed: letters, digits and such as"
                        .formatted(path)
                    + " \"/dns-query\", others as %XX"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"192.0.2.1:443", "[2001:db8::1]:443", "other.example", ""})
  void an_address_of_a_uri_has_no_port_of_its_own(String address) {
    assertThat(errors("https://dns.example/q@" + address))
        .containsExactly(
            wrong(
                "\"%s\" is not an IP address; allowed behind the @: such as \"192.0.2.53\" or"
                        .formatted(address)
                    + " \"2001:db8::53\", the port stands behind the name"));
  }

  @ParameterizedTest
  @CsvSource({
    "'tls://dns.example@192.0.2.1,192.0.2.1:853', 192.0.2.1:853",
    "'https://dns.example@2001:db8::1,[2001:db8:0::1]', [2001:db8:0::1]"
  })
  void an_upstream_has_an_address_once(String written, String second) {
    assertThat(errors(written))
        .containsExactly(wrong("\"%s\" is there already; allowed: each once".formatted(second)));
  }

  @ParameterizedTest
  @CsvSource({
    "tcp://0.0.0.0, 0.0.0.0",
    "tls://dns.example@192.0.2.1;ff02::fb, ff02::fb",
    "https://[::]/q, [::]:443",
    "https://dns.example@224.0.0.1, 224.0.0.1"
  })
  void nobody_answers_at_an_address_that_is_not_one_host(String written, String part) {
    assertThat(errors(written.replace(';', ',')))
        .singleElement()
        .asString()
        .endsWith(" is nobody's address" + UPSTREAMS)
        .contains("\"" + part.replace(":443", ""));
  }

  @Test
  void the_same_upstream_in_two_forms_is_there_twice() {
    assertThat(Reading.errors("forward.upstreams = ['192.0.2.1', 'udp://192.0.2.1:53']"))
        .containsExactly(
            "dns.toml:1:35: forward.upstreams[1]: \"udp://192.0.2.1:53\" is forward.upstreams[0] at"
                + " line 1, column 22 already; allowed: each once");
    assertThat(Reading.errors("forward.upstreams = ['192.0.2.1', 'tcp://192.0.2.1']")).isEmpty();
  }

  private static UpstreamAddress read(String text) {
    return Reading.good("forward.upstreams = ['" + text + "']").forward().upstreams().getFirst();
  }

  private static List<String> errors(String text) {
    return Reading.errors("[forward]\nupstreams = [\"" + text + "\"]");
  }

  private static String wrong(String message) {
    return "dns.toml:2:14: forward.upstreams[0]: " + message;
  }

  private static InetSocketAddress socket(String address, int port) {
    return new InetSocketAddress(InetAddress.ofLiteral(address), port);
  }
}
