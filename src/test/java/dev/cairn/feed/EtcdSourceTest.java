package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.SourceSettings.Kind.Etcd;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.registry.Instance.Manner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Against the etcd of the distribution.
class EtcdSourceTest {
  @TempDir Path home;
  @TempDir Path kept;
  private EtcdServer etcd;

  @BeforeEach
  void begin() throws IOException {
    etcd = new EtcdServer(home);
  }

  @AfterEach
  void end() throws InterruptedException {
    if (etcd != null) {
      etcd.close();
    }
  }

  private Etcd kind() {
    return new Etcd(new Remote(List.of(etcd.endpoint()), null), "/services/", null);
  }

  private Followed follow() {
    return new Followed(kind(), kept);
  }

  private Followed follow(Duration hold) {
    return new Followed(
        new SourceSettings(Followed.NAME, kind(), Rank.USUAL, null, null), kept, hold);
  }

  @Test
  void what_is_there_and_what_comes_and_goes_is_known() {
    etcd.put("/services/api/1", "10.0.0.1:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1");
      followed.awaitFresh();
      etcd.put("/services/api/2", "[2001:db8::2]:81");
      followed.awaitIds("api:1", "api:2");
      etcd.delete("/services/api/1");
      followed.awaitIds("api:2");
      var two = followed.instance("api:2");
      assertThat(two.address()).isEqualTo("2001:db8::2");
      assertThat(two.port()).isEqualTo(81);
      assertThat(two.tags()).containsExactly("2");
    }
  }

  @Test
  void an_instance_goes_with_its_lease_and_no_answer_outlives_it() {
    try (var followed = follow()) {
      etcd.put("/services/api/1", "10.0.0.1:80", etcd.grant(5));
      followed.awaitIds("api:1");
      assertThat(followed.instance("api:1").traits().manner())
          .isEqualTo(new Manner(1, null, Duration.ofSeconds(5)));
      followed.awaitIds();
    }
  }

  @Test
  void all_forms_of_values_are_understood() {
    etcd.put(
        "/services/api/json",
        """
        {"address": "10.0.0.1", "port": 8080, "weight": 10, "priority": 5, "tags": ["v2"], "meta": {"a": "b", "n": 1}, "ttl": 7}
        """);
    etcd.put(
        "/services/api/grpc", "{\"Op\":0,\"Addr\":\"10.0.0.2:8080\",\"Metadata\":{\"k\":\"v\"}}");
    etcd.put("/services/api/host", "api.example.com");
    try (var followed = follow()) {
      followed.awaitIds("api:json", "api:grpc", "api:host");
      var json = followed.instance("api:json");
      assertThat(json.traits().weights().passing()).isEqualTo(10);
      assertThat(json.traits().manner()).isEqualTo(new Manner(5, Duration.ofSeconds(7), null));
      assertThat(json.traits().meta()).isEqualTo(Map.of("a", "b", "n", "1"));
      assertThat(json.tags()).containsExactly("v2", "json");
      assertThat(followed.instance("api:grpc").address()).isEqualTo("10.0.0.2");
      assertThat(followed.instance("api:grpc").traits().meta()).isEqualTo(Map.of("k", "v"));
      assertThat(followed.instance("api:host").address()).isEqualTo("api.example.com");
      assertThat(followed.instance("api:host").port()).isZero();
    }
  }

  @Test
  void a_bad_value_is_named_and_costs_nobody_else() {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.put("/services/api/bad", "{broken");
    etcd.put("/services/api/worse", "10.0.0.300:80");
    etcd.put("/services/stray", "10.0.0.1:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1");
      assertThat(followed.report().flaws().keySet())
          .containsExactlyInAnyOrder("api/bad", "api/worse", "stray");
      etcd.put("/services/api/bad", "10.0.0.2:80");
      followed.awaitIds("api:1", "api:bad");
      assertThat(followed.report().flaws()).containsOnlyKeys("api/worse", "stray");
    }
  }

  @Test
  void keys_that_are_not_text_are_named_each() {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.put(key(0xFF), "10.0.0.2:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1");
      assertThat(followed.report().flaws()).isEqualTo(Map.of("api/\\xFF", "its key is not UTF-8"));
      etcd.put(key(0xFE), "10.0.0.3:80");
      etcd.put("/services/api/a\nb", "10.0.0.4:80");
      etcd.put("/services/api/é", "10.0.0.5:80");
      followed.awaitIds("api:1", "api:é");
      assertThat(followed.report().flaws())
          .containsOnlyKeys("api/\\xFE", "api/\\xFF", "api/a\\x0Ab");
      assertThat(followed.told).contains("flawed api/\\xFE", "flawed api/\\xFF");
    }
  }

  private static byte[] key(int octet) {
    return ("/services/api/" + (char) octet).getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void values_that_only_look_like_hosts_are_bad() {
    etcd.put("/services/api/1", "10.0.0.1:80");
    List<String> values =
        List.of(
            "null",
            "true",
            "010.0.5.12:80",
            "10.0.5.012",
            "{\"address\": true}",
            "{\"address\": 7}",
            "{\"Op\": 0, \"Addr\": false}");
    values.forEach(value -> etcd.put("/services/api/bad-" + values.indexOf(value), value));
    try (var followed = follow()) {
      followed.awaitIds("api:1");
      assertThat(followed.report().flaws()).hasSize(values.size());
    }
  }

  @Test
  void many_keys_are_read_page_by_page() {
    for (int from = 0; from < 2_500; from += 100) {
      var all = new StringBuilder("{\"success\":[");
      for (int i = from; i < from + 100; i++) {
        all.append(i > from ? "," : "")
            .append("{\"requestPut\":{\"key\":\"")
            .append(base64("/services/api/" + i))
            .append("\",\"value\":\"")
            .append(base64("10.0.0.1:" + (i + 1)))
            .append("\"}}");
      }
      etcd.post("/v3/kv/txn", all.append("]}").toString());
    }
    try (var followed = follow()) {
      Followed.await("all keys", () -> followed.ids().size() == 2_500);
    }
  }

  private static String base64(String text) {
    return java.util.Base64.getEncoder()
        .encodeToString(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
  }

  @Test
  void a_compaction_while_it_is_away_makes_all_be_read_again() throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.put("/services/api/3", "10.0.0.3:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1", "api:3");
      etcd.stop();
      followed.awaitStale();
      etcd.start();
      etcd.put("/services/api/2", "10.0.0.2:80");
      etcd.delete("/services/api/1");
      etcd.compact();
      followed.awaitIds("api:2", "api:3");
      followed.awaitFresh();
    }
  }

  @Test
  void a_frozen_etcd_is_stale_and_what_it_knew_stays() throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    try (var followed = follow()) {
      followed.awaitFresh();
      etcd.signal("STOP");
      try {
        followed.awaitStale();
        assertThat(followed.ids()).containsExactly("api:1");
      } finally {
        etcd.signal("CONT");
      }
      followed.awaitFresh();
      etcd.put("/services/api/2", "10.0.0.2:80");
      followed.awaitIds("api:1", "api:2");
    }
  }

  @Test
  void an_etcd_that_comes_back_empty_empties_nothing_until_it_has_said_so_for_a_while()
      throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.put("/services/web/1", "10.0.0.2:80");
    try (var followed = follow(Duration.ofSeconds(8))) {
      followed.awaitIds("api:1", "web:1");
      etcd.stop();
      etcd.wipe();
      etcd.start();
      followed.awaitHeld();
      assertThat(followed.ids()).containsExactly("api:1", "web:1");
      assertThat(followed.state()).isInstanceOf(SourceState.Stale.class);
      assertThat(followed.told).contains("guarded");
      etcd.put("/services/api/1", "10.0.0.9:80"); // who comes back is taken at once
      Followed.await(
          "the new address", () -> followed.instance("api:1").address().equals("10.0.0.9"));
      assertThat(followed.ids()).containsExactly("api:1", "web:1");
      followed.awaitIds("api:1"); // said again when the time is over
      followed.awaitFresh();
    }
  }

  @Test
  void the_operator_may_accept_what_is_held() throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1");
      etcd.stop();
      etcd.wipe();
      etcd.start();
      followed.awaitHeld();
      assertThat(followed.feeds().accept("nobody")).isEqualTo(Feeds.Acceptance.UNKNOWN);
      assertThat(followed.feeds().accept(Followed.NAME)).isEqualTo(Feeds.Acceptance.ACCEPTED);
      followed.awaitIds();
      followed.awaitFresh();
      assertThat(followed.feeds().accept(Followed.NAME)).isEqualTo(Feeds.Acceptance.NOTHING_HELD);
    }
  }

  @Test
  void an_etcd_that_went_back_in_time_is_doubted() throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.stop();
    Path old = kept.resolve("old");
    etcd.copy(etcd.data(), old);
    etcd.start();
    etcd.put("/services/api/2", "10.0.0.2:80");
    etcd.put("/services/api/1", "10.0.0.3:80");
    try (var followed = follow()) {
      followed.awaitIds("api:1", "api:2");
      etcd.stop();
      etcd.copy(old, etcd.data());
      etcd.start();
      followed.awaitHeld();
      assertThat(followed.ids()).containsExactly("api:1", "api:2");
      assertThat(followed.instance("api:1").address()).isEqualTo("10.0.0.3");
    }
  }

  @Test
  void a_start_without_etcd_serves_what_was_known_last_and_without_that_nothing() throws Exception {
    etcd.put("/services/api/1", "{\"address\":\"10.0.0.1\",\"port\":80,\"ttl\":9}", etcd.grant(60));
    var before = kept.resolve("before");
    dev.cairn.registry.Mirror known;
    try (var followed = new Followed(kind(), before)) {
      followed.awaitIds("api:1");
      known = followed.mirror();
    }
    etcd.stop();
    assertThat(Files.list(before)).containsExactly(before.resolve("lab.json"));
    try (var followed = new Followed(kind(), before)) {
      assertThat(followed.mirror()).isEqualTo(known);
      assertThat(followed.state()).isInstanceOf(SourceState.Stale.class);
      assertThat(followed.feeds().lapses().bySource()).containsOnlyKeys("lab");
    }
    try (var followed = new Followed(kind(), kept.resolve("nothing"))) {
      assertThat(followed.state()).isInstanceOf(SourceState.NeverSynced.class);
      Followed.await("the trouble", () -> followed.told.contains("stale"));
      assertThat(followed.report().trouble()).contains("refused");
    }
    Files.writeString(before.resolve("lab.json"), "{\"v\":1,\"instances\":");
    try (var followed = new Followed(kind(), before)) {
      assertThat(followed.state()).isInstanceOf(SourceState.NeverSynced.class);
    }
  }

  @Test
  void a_user_is_shown_with_the_password_of_a_file() throws Exception {
    etcd.put("/services/api/1", "10.0.0.1:80");
    etcd.post("/v3/auth/user/add", "{\"name\":\"root\",\"password\":\"secret\"}");
    etcd.post("/v3/auth/user/grant", "{\"user\":\"root\",\"role\":\"root\"}");
    etcd.post("/v3/auth/enable", "{}");
    Path right = Files.writeString(kept.resolve("right"), "secret\n");
    Path wrong = Files.writeString(kept.resolve("wrong"), "guessed\n");
    var remote = new Remote(List.of(etcd.endpoint()), null);
    var login = new SourceSettings.Login("root", right);
    try (var followed = new Followed(new Etcd(remote, "/services", login), kept)) {
      followed.awaitIds("api:1");
      followed.awaitFresh();
    }
    var bad = new SourceSettings.Login("root", wrong);
    try (var followed = new Followed(new Etcd(remote, "/services", bad), kept.resolve("another"))) {
      Followed.await("the trouble", () -> followed.told.contains("stale"));
      assertThat(followed.report().trouble()).contains("authentication failed");
    }
  }
}
