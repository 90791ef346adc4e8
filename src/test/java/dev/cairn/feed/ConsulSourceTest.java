package dev.cairn.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.feed.ScriptedConsul.Conduct;
import dev.cairn.feed.SourceSettings.Kind.Consul;
import dev.cairn.feed.SourceSettings.Rank;
import dev.cairn.feed.SourceSettings.Remote;
import dev.cairn.health.Status;
import dev.cairn.upstream.TestCertificates;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ConsulSourceTest {
  @TempDir Path kept;
  private ScriptedConsul consul;

  @BeforeEach
  void begin() throws IOException {
    consul = new ScriptedConsul();
  }

  @AfterEach
  void end() {
    consul.close();
  }

  private Followed follow() {
    return new Followed(new Consul(new Remote(List.of(consul.endpoint()), null), null), kept);
  }

  @Test
  void services_keep_their_nodes_tags_meta_weights_and_checks() {
    consul.put("api", "warning", "10.0.0.1", "10.0.0.2");
    try (var followed = follow()) {
      followed.awaitIds("api-1", "api-2");
      followed.awaitFresh();
      var one = followed.instance("api-1");
      assertThat(one.key().node()).isEqualTo("node1");
      assertThat(one.tags()).containsExactly("v1");
      assertThat(one.traits().weights().passing()).isEqualTo(5);
      assertThat(one.traits().meta()).isEqualTo(Map.of("k", "v"));
      assertThat(one.origin().source()).isEqualTo("lab");
      assertThat(followed.mirror().nodes()).extracting("name").contains("Node1", "Node2");
      assertThat(followed.mirror().checks()).hasSize(4);
      assertThat(status(followed, "service:api-1")).isEqualTo(Status.WARNING);
    }
  }

  @Test
  void services_come_and_go() {
    consul.put("api", "passing", "10.0.0.1");
    try (var followed = follow()) {
      followed.awaitIds("api-1");
      consul.put("web", "passing", "10.0.0.2");
      followed.awaitIds("api-1", "web-1");
      consul.remove("api");
      followed.awaitIds("web-1");
    }
  }

  @Test
  void a_check_that_moves_makes_its_own_service_be_read_and_no_other() {
    consul.put("api", "passing", "10.0.0.1");
    consul.put("web", "passing", "10.0.0.2");
    try (var followed = follow()) {
      followed.awaitIds("api-1", "web-1");
      followed.awaitFresh();
      consul.asked.clear();
      consul.check("api", "critical", "10.0.0.1");
      Followed.await("the check", () -> status(followed, "service:api-1") == Status.CRITICAL);
      assertThat(consul.asked)
          .contains("/v1/health/service/api")
          .doesNotContain("/v1/health/service/web");
    }
  }

  @Test
  void an_index_that_goes_back_makes_older_data_be_doubted() {
    consul.put("api", "passing", "10.0.0.1");
    consul.put("web", "passing", "10.0.0.2");
    try (var followed = follow()) {
      followed.awaitIds("api-1", "web-1");
      consul.remove("web"); // as it was before
      followed.awaitIds("api-1");
      consul.put("web", "passing", "10.0.0.2");
      followed.awaitIds("api-1", "web-1");
      consul.count(2);
      consul.remove("web");
      followed.awaitHeld();
      assertThat(followed.ids()).containsExactly("api-1", "web-1");
      assertThat(followed.told).contains("guarded");
    }
  }

  @Test
  void an_index_that_begins_anew_with_the_same_data_is_believed() {
    consul.put("api", "passing", "10.0.0.1");
    try (var followed = follow()) {
      followed.awaitIds("api-1");
      consul.count(1);
      consul.put("web", "passing", "10.0.0.2");
      followed.awaitIds("api-1", "web-1");
      followed.awaitFresh();
      assertThat(followed.told).doesNotContain("guarded");
    }
  }

  @Test
  void one_that_lost_all_is_believed_after_a_while() {
    consul.put("api", "passing", "10.0.0.1");
    var kind = new Consul(new Remote(List.of(consul.endpoint()), null), null);
    var settings = new SourceSettings(Followed.NAME, kind, Rank.USUAL, null, null);
    try (var followed = new Followed(settings, kept, Duration.ofSeconds(5))) {
      followed.awaitIds("api-1");
      consul.remove("api");
      followed.awaitHeld();
      assertThat(followed.ids()).containsExactly("api-1");
      followed.awaitIds();
      followed.awaitFresh();
    }
  }

  @ParameterizedTest
  @EnumSource(names = "GOOD", mode = EnumSource.Mode.EXCLUDE)
  void one_that_does_not_answer_right_is_stale_and_what_it_knew_stays(Conduct conduct) {
    consul.put("api", "passing", "10.0.0.1");
    try (var followed = follow()) {
      followed.awaitIds("api-1");
      followed.awaitFresh();
      consul.behave(conduct);
      consul.count(50);
      followed.awaitStale();
      assertThat(followed.ids()).containsExactly("api-1");
      assertThat(followed.report().trouble()).isNotEmpty();
      consul.behave(Conduct.GOOD);
      followed.awaitFresh();
      assertThat(followed.ids()).containsExactly("api-1");
    }
  }

  @Test
  void another_endpoint_is_asked_if_one_is_away_and_the_token_is_shown() throws IOException {
    consul.put("api", "passing", "10.0.0.1");
    Path token = Files.writeString(kept.resolve("token"), "secret\n");
    var remote = new Remote(List.of(URI.create("http://127.0.0.1:1"), consul.endpoint()), null);
    try (var followed = new Followed(new Consul(remote, token), kept)) {
      followed.awaitIds("api-1");
      assertThat(consul.tokens).containsOnly("secret");
    }
  }

  @Test
  void a_certificate_has_to_lead_to_the_authorities_that_are_named() throws Exception {
    try (var secure = ScriptedConsul.withTls()) {
      secure.put("api", "passing", "10.0.0.1");
      var right = new Remote(List.of(secure.endpoint()), TestCertificates.authorities());
      try (var followed = new Followed(new Consul(right, null), kept)) {
        followed.awaitIds("api-1");
      }
      for (Path ca : Arrays.asList(TestCertificates.otherAuthorities(), null)) {
        var wrong = new Remote(List.of(secure.endpoint()), ca);
        try (var followed = new Followed(new Consul(wrong, null), kept.resolve("wrong"))) {
          Followed.await("the trouble", () -> followed.told.contains("stale"));
          assertThat(followed.report().trouble()).contains("certification path");
          assertThat(followed.ids()).isEmpty();
        }
      }
    }
  }

  private static Status status(Followed followed, String check) {
    return followed.mirror().checks().stream()
        .filter(one -> one.key().id().equals(check))
        .findFirst()
        .orElseThrow()
        .result()
        .status();
  }
}
