package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.admin.FakeApi;
import dev.cairn.admin.Purge;
import dev.cairn.admin.TestAdmin;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;
import tools.jackson.databind.json.JsonMapper;

/// `cairn cache`, asking over HTTP.
final class CacheCommandTest {
  private static final Name WWW = Name.fromConstantString("www.example.org.");
  private static final Name HOSTILE = Name.fromConstantString("a\\010\\027[31m.example.org.");

  private TestAdmin admin;

  @BeforeEach
  void start() throws IOException {
    admin = new TestAdmin();
  }

  @AfterEach
  void stop() {
    admin.close();
  }

  @Test
  void what_is_held_at_a_name_is_shown_with_its_records() {
    admin.api().entries =
        List.of(FakeApi.entry(WWW, "www.example.org. 240 IN A 192.0.2.1"), FakeApi.stale(WWW));
    Run run = cache("show", "www.example.org");

    assertThat(run.err()).isEmpty();
    assertThat(run.status()).isZero();
    assertThat(run.lines())
        .containsExactly(
            "www.example.org. A: answer, 4 min left, told by tls://dns.quad9.net@9.9.9.9:853 60 s ago, 1,234 hits, 180 octets, rule .",
            "    www.example.org. 240 IN A 192.0.2.1",
            "www.example.org. TYPE65280 (DO, CD): nxdomain (EDE 15: by policy), stale for 60 min, told 2 h ago, 1 hit, 1 octet, rule .");
  }

  @Test
  void a_failure_that_is_remembered_is_shown_with_its_reason() {
    admin.api().entries = List.of(FakeApi.failure(WWW));
    assertThat(cache("show", "www.example.org").lines())
        .containsExactly(
            "www.example.org. A: failure 60 s ago, 4 s left, rule .: 10.0.0.53 said SERVFAIL");
  }

  @Test
  void nothing_held_is_something_to_find() {
    Run run = cache("show", "www.example.org");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).contains("nothing is held at this name");
  }

  @Test
  void a_name_cannot_steer_the_terminal() {
    admin.api().entries = List.of(FakeApi.entry(HOSTILE, "\u001b]0;title\u0007\u009b31m"));
    for (String form : new String[] {"--timeout=5s", "--json"}) {
      Run run = cache("show", form, "a\\010\\027[31m.example.org");
      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("010", "[31m.example.org.");
      assertThat(run.out().lines().flatMapToInt(String::chars)).noneMatch(Character::isISOControl);
    }
  }

  @Test
  void a_question_has_its_reasons() {
    admin.api().entries = List.of(FakeApi.entry(WWW));
    Run run = cache("why", "www.example.org");
    assertThat(run.status()).isZero();
    assertThat(run.lines()).containsExactly(FakeApi.QUAD9 + " told it 60 s ago.", "So it is.");

    Run other = cache("why", "www.example.org", "MX");
    assertThat(other.status()).isEqualTo(1);
    assertThat(other.lines()).containsExactly("Nothing is held.", "So it is.");
  }

  @Test
  void one_name_one_type_a_subtree_and_all_are_purged() {
    admin.api().entries = List.of(FakeApi.entry(WWW));
    assertThat(cache("purge", "www.example.org").lines()).containsExactly("forgot 1 entry");
    assertThat(cache("purge", "www.example.org/aaaa").status()).isZero();
    assertThat(cache("purge", "0/25.2.0.192.in-addr.arpa").status()).isZero();
    assertThat(cache("purge", "0/25.2.0.192.in-addr.arpa./PTR").status()).isZero();
    assertThat(cache("purge", "--subtree", "example.org").status()).isZero();
    assertThat(cache("purge", "--all").status()).isZero();
    Name odd = Name.fromConstantString("0/25.2.0.192.in-addr.arpa.");
    assertThat(admin.api().purged)
        .containsExactly(
            new Purge.AllTypes(WWW),
            new Purge.OneType(WWW, Type.AAAA),
            new Purge.AllTypes(odd),
            new Purge.OneType(odd, Type.PTR),
            new Purge.Subtree(Name.fromConstantString("example.org.")),
            new Purge.Everything());
  }

  @Test
  void a_type_that_is_none_is_told() {
    Run run = cache("purge", "www.example.org/AAA");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("\"AAA\" is no record type");
    assertThat(admin.api().purged).isEmpty();
  }

  @Test
  void to_purge_what_is_not_held_is_done_at_once() {
    Run run = cache("purge", "www.example.org");

    assertThat(run.status()).isZero();
    assertThat(run.lines()).containsExactly("nothing was held");
  }

  @Test
  void what_to_purge_has_to_be_said_once() {
    assertThat(cache("purge").status()).isEqualTo(2);
    assertThat(cache("purge", "--all", "www.example.org").status()).isEqualTo(2);
    assertThat(cache("purge", "--all", "--subtree", "example.org").status()).isEqualTo(2);
    assertThat(cache("purge", "--all=false").status()).isEqualTo(2);
    assertThat(cache("purge", "a..b").status()).isEqualTo(2);
    assertThat(admin.api().purged).isEmpty();
  }

  @Test
  void the_top_is_a_table() {
    admin.api().entries = List.of(FakeApi.entry(WWW), FakeApi.stale(WWW));
    assertThat(cache("top").lines())
        .containsExactly(
            "HITS   QUESTION                             KIND      HOLDS             OCTETS  TOLD BY",
            "1,234  www.example.org. A                   answer    4 min left        180     tls://dns.quad9.net@9.9.9.9:853",
            "1      www.example.org. TYPE65280 (DO, CD)  nxdomain  stale for 60 min  1");
    assertThat(cache("top", "--count", "1").lines()).hasSize(2);
    assertThat(cache("top", "--count", "0").status()).isEqualTo(2);
  }

  @Test
  void an_empty_cache_has_no_top() {
    assertThat(cache("top").status()).isEqualTo(1);
    assertThat(cache("top").out()).contains("the cache is empty");
  }

  @Test
  void the_cache_is_shown_as_a_whole() {
    assertThat(cache("stats").lines())
        .containsExactly(
            "entries              1,234",
            "octets               1,048,576 of 67,108,864, 2 %",
            "hits                 750, 75 % of queries",
            "stale answers        30",
            "failures remembered  20",
            "misses               200",
            "prefetches           5",
            "evictions            0");
  }

  @Test
  void json_is_what_the_server_said_and_has_the_same_status() {
    Run run = cache("show", "--json", "www.example.org");

    assertThat(run.status()).isEqualTo(1);
    assertThat(JsonMapper.shared().readTree(run.out()).get("entries")).isEmpty();
  }

  private Run cache(String command, String... rest) {
    String[] words = new String[rest.length + 4];
    words[0] = "cache";
    words[1] = command;
    System.arraycopy(rest, 0, words, 2, rest.length);
    words[words.length - 2] = "--server";
    words[words.length - 1] = admin.url();
    return Run.of(words);
  }
}
