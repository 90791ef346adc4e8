package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Forward.Breaker;
import dev.cairn.config.Forward.HashKey;
import dev.cairn.config.Forward.Health;
import dev.cairn.config.Forward.Integrity;
import dev.cairn.config.Forward.Limits;
import dev.cairn.config.Forward.Mismatch;
import dev.cairn.config.Forward.OnFailure;
import dev.cairn.config.Forward.Policy;
import dev.cairn.config.Forward.Reaction;
import dev.cairn.config.Forward.Selection;
import dev.cairn.upstream.TestCertificates;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The keys of `[forward]` and the tables in it.
class ForwardKeysTest {
  @TempDir Path folder;

  @Test
  void every_key_of_forward_is_read() throws Exception {
    Path authorities = Files.copy(TestCertificates.authorities(), folder.resolve("our-own.pem"));
    var forward =
        read(
            """
            [forward]
            upstreams = ["192.0.2.1", "192.0.2.2"]
            policy = "weighted"
            weights = [1, 1000]
            hash-key = "name"
            parallel = 8
            hedge = "p95"
            timeout = "50ms"
            deadline = "50ms"
            attempts = 10
            max-in-flight = 1000000
            max-in-flight-per-client = 1
            max-in-flight-per-upstream = 65536
            special-names = false
            rebinding-protection = true
            rebinding-exceptions = ["Corp.example", "lan."]
            case-randomization = true
            cookies = false
            tls-authorities = "our-own.pem"
            """);
    assertThat(forward.selection())
        .isEqualTo(
            new Selection(
                Policy.WEIGHTED, List.of(1, 1000), HashKey.NAME, 8, new Hedge.Percentile(95)));
    assertThat(forward.limits())
        .isEqualTo(
            new Limits(Duration.ofMillis(50), Duration.ofMillis(50), 10, 1_000_000, 1, 65_536));
    assertThat(forward.integrity())
        .isEqualTo(
            new Integrity(
                false,
                true,
                List.of(new Name("corp.example."), new Name("lan.")),
                true,
                false,
                authorities.toAbsolutePath()));
  }

  @Test
  void every_key_of_on_failure_is_read() {
    assertThat(
            Reading.good(
                    """
                    [forward.on-failure]
                    timeout = "answer"
                    refused-connection = "retry"
                    tls-error = "answer"
                    servfail = "answer"
                    refused = "retry"
                    formerr = "retry"
                    not-matching = "retry"
                    """)
                .forward()
                .onFailure())
        .isEqualTo(
            new OnFailure(
                Reaction.ANSWER,
                Reaction.RETRY,
                Reaction.ANSWER,
                Reaction.ANSWER,
                Reaction.RETRY,
                Reaction.RETRY,
                Mismatch.RETRY));
  }

  @Test
  void every_key_of_health_and_breaker_is_read() throws Exception {
    var forward =
        Reading.good(
                """
                [forward.health]
                check = "always"
                question = "Example.org A"
                interval = "100ms"
                timeout = "30s"
                rise = 2
                fall = 100
                [forward.breaker]
                failures = 1000
                error-ratio = 100
                window = "10m"
                backoff = "10ms"
                backoff-max = "10ms"
                """)
            .forward();
    assertThat(forward.health())
        .isEqualTo(
            new Health(
                Health.Check.ALWAYS,
                new Health.Question.Ask(new Name("example.org."), Type.A),
                Duration.ofMillis(100),
                Duration.ofSeconds(30),
                2,
                100));
    assertThat(forward.breaker())
        .isEqualTo(
            new Breaker(
                1000, 100, Duration.ofMinutes(10), Duration.ofMillis(10), Duration.ofMillis(10)));
  }

  @ParameterizedTest
  @CsvSource({
    "ordered, ORDERED",
    "round-robin, ROUND_ROBIN",
    "least-inflight, LEAST_INFLIGHT",
    "fastest, FASTEST",
    "hash, HASH",
    "parallel, PARALLEL"
  })
  void a_policy_is_a_word(String word, Policy policy) {
    assertThat(Reading.good("forward.policy = '" + word + "'").forward().selection().policy())
        .isEqualTo(policy);
  }

  @Test
  void words_that_are_unknown_say_the_known_ones() {
    assertThat(
            Reading.errors(
                """
                [forward]
                policy = "random"
                hash-key = "Client"
                [forward.on-failure]
                servfail = "wait"
                not-matching = "next"
                [forward.health]
                check = "never"
                """))
        .containsExactly(
            "dns.toml:2:1: forward.policy: \"random\" is unknown; allowed: \"ordered\","
                + " \"round-robin\", \"weighted\", \"least-inflight\", \"fastest\", \"hash\","
                + " \"parallel\"",
            "dns.toml:3:1: forward.hash-key: \"Client\" is unknown; allowed: \"client\", \"name\"",
            "dns.toml:5:1: forward.on-failure.servfail: \"wait\" is unknown; allowed: \"retry\","
                + " \"next\", \"answer\"",
            "dns.toml:6:1: forward.on-failure.not-matching: \"next\" is unknown; allowed:"
                + " \"wait\", \"retry\"",
            "dns.toml:8:1: forward.health.check: \"never\" is unknown; allowed: \"always\","
                + " \"when-down\", \"off\"");
  }

  @ParameterizedTest
  @CsvSource({"20ms, 20", "5s, 5000", "1000ms, 1000"})
  void a_hedge_may_be_a_time(String written, long milliseconds) {
    assertThat(hedge(written)).isEqualTo(new Hedge.After(Duration.ofMillis(milliseconds)));
  }

  @Test
  void a_hedge_may_be_a_percentile_or_off() {
    assertThat(hedge("p50")).isEqualTo(new Hedge.Percentile(50));
    assertThat(hedge("p99")).isEqualTo(new Hedge.Percentile(99));
    assertThat(hedge("off")).isEqualTo(Hedge.OFF);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "p49", "p100", "p5", "95", "P95", "19ms", "5001ms", "on", "none"})
  void what_is_no_hedge_says_what_one_is(String text) {
    assertThat(Reading.errors("[forward]\n hedge = '" + text + "'"))
        .containsExactly(
            "dns.toml:2:2: forward.hedge: \""
                + text
                + "\" is no time to hedge after; allowed: \"off\", a percentile of round trips"
                + " from \"p50\" to \"p99\", or a duration from \"20ms\" to \"5s\"");
  }

  @Test
  void a_check_may_ask_for_any_record_or_for_the_port() throws Exception {
    assertThat(question(". SOA")).isEqualTo(new Health.Question.Ask(Name.root, Type.SOA));
    assertThat(question("a.example. type65"))
        .isEqualTo(new Health.Question.Ask(new Name("a.example."), 65));
    assertThat(question("port")).isEqualTo(new Health.Question.Port());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "NS",
        "example.org",
        ". NONE",
        ". ANY",
        ". AXFR",
        ". OPT",
        ".  NS",
        ". 2"
      })
  void what_is_no_question_says_what_one_is(String text) {
    assertThat(Reading.errors("forward.health.question = '" + text + "'"))
        .containsExactly(
            "dns.toml:1:1: forward.health.question: \""
                + text
                + "\" is no question; allowed: \"port\", or a name and a type such as \". NS\" or"
                + " \"example.org. A\"");
  }

  @Test
  void the_name_of_a_question_is_one() {
    assertThat(Reading.errors("forward.health.question = 'a..b A'"))
        .containsExactly(
            "dns.toml:1:1: forward.health.question: \"a..b\" is not a domain name: invalid empty"
                + " label; allowed: labels of 1 to 63 octets, 255 in all");
  }

  @Test
  void an_error_ratio_is_a_percentage_and_may_be_0() {
    assertThat(Reading.errors("forward.breaker.error-ratio = 0")).isEmpty();
    for (int number : new int[] {-1, 101}) {
      assertThat(Reading.errors("forward.breaker.error-ratio = " + number))
          .containsExactly(
              "dns.toml:1:1: forward.breaker.error-ratio: "
                  + number
                  + " is out of bounds; allowed: 0 to 100");
    }
  }

  @Test
  void a_backoff_grows_and_never_shrinks() {
    assertThat(Reading.errors("[forward.breaker]\nbackoff = '2s'"))
        .containsExactly(
            "dns.toml:2:1: forward.breaker.backoff: backoff-max (1s) is shorter than backoff (2s);"
                + " allowed: as long or longer");
    assertThat(Reading.errors("[forward.breaker]\nbackoff-max = '100ms'\nbackoff = '2s'"))
        .containsExactly(
            "dns.toml:2:1: forward.breaker.backoff-max: backoff-max (100ms) is shorter than backoff"
                + " (2s); allowed: as long or longer");
  }

  @Test
  void authorities_are_a_file_of_certificates() throws IOException {
    Path file = folder.resolve("dns.toml");
    assertThat(errors("forward.tls-authorities = 'none.pem'"))
        .containsExactly(
            file
                + ":1:1: forward.tls-authorities: \"none.pem\" does not exist (\""
                + folder.resolve("none.pem")
                + "\"); allowed: a file that exists");
    assertThat(errors("forward.tls-authorities = '.'"))
        .containsExactly(
            file
                + ":1:1: forward.tls-authorities: \".\" is a folder (\""
                + folder
                + "\"); allowed: a file that exists");
    assertThat(errors("forward.tls-authorities = ''")).isEmpty();
    Path key = Files.writeString(folder.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nAAAA\n");
    assertThat(errors("forward.tls-authorities = 'key.pem'"))
        .containsExactly(
            file
                + ":1:1: forward.tls-authorities: \"key.pem\": the certificates in "
                + key
                + " cannot be read: it has none in PEM form, or one that is damaged; allowed:"
                + " certificates in PEM form");
  }

  @Test
  void an_exception_from_protection_is_a_name_and_stands_once() {
    assertThat(
            Reading.errors("[forward]\nrebinding-exceptions = [\"a.\", \"A\",\n  \"10.0.0.0/8 \"]"))
        .containsExactly(
            "dns.toml:2:31: forward.rebinding-exceptions[1]: \"A\" is"
                + " forward.rebinding-exceptions[0] at line 2, column 25 already; allowed: each"
                + " once",
            "dns.toml:3:3: forward.rebinding-exceptions[2]: \"10.0.0.0/8 \" is not a domain name;"
                + " allowed: printable ASCII, and A-labels (xn--) for the rest");
  }

  private Forward read(String text) {
    return Reading.good(ConfigReader.parse(folder.resolve("dns.toml"), text)).forward();
  }

  private List<String> errors(String text) {
    return Reading.errors(ConfigReader.parse(folder.resolve("dns.toml"), text));
  }

  private static Hedge hedge(String text) {
    return Reading.good("forward.hedge = '" + text + "'").forward().selection().hedge();
  }

  private static Health.Question question(String text) {
    return Reading.good("forward.health.question = '" + text + "'").forward().health().question();
  }
}
