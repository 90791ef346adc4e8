package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentsTest {
  @ParameterizedTest
  @CsvSource({
    "/v1/agent/check/pass/service%3At, service:t",
    "/v1/agent/check/pass/service:t?note=%2F, service:t",
    "/v1/kv/a/config%2Fapp, config/app",
    "/v1/kv/a/x+y, x+y",
    "/v1/kv/a/gr%C3%BCn, grün",
    "http://there:8500/v1/kv/a/b, b",
    "/v1/kv/a/config%2Fapp.yml, config/app.yml",
    "/v1/kv/a/..b, ..b"
  })
  void parts_are_decoded_after_the_path_is_split(String uri, String last) throws Refusal {
    Segments path = Segments.of(uri);
    assertThat(path.part(path.count() - 1)).isEqualTo(last);
  }

  @Test
  void a_slash_in_a_part_does_not_make_two_of_it() throws Refusal {
    assertThat(Segments.of("/v1/kv/a%2Fb").count()).isEqualTo(2);
    assertThat(Segments.of("/v1/kv/a%2Fb").from(1)).isEqualTo("a/b");
    assertThat(Segments.of("/v1/kv/a/").from(1)).isEqualTo("a/");
    assertThat(Segments.of("/v1/kv/").from(1)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/kv/../secret",
        "/v1/kv/%2e%2e/secret",
        "/v1/kv/a%2F..%2Fb",
        "/v1/kv/..%2fb",
        "/v1/kv/a%00b",
        "/v1/kv/a%0d%0ab",
        "/v1/kv/a%7f",
        "/v1/kv/a%",
        "/v1/kv/a%2",
        "/v1/kv/a%zz",
        "/v1/kv/%ff%fe"
      })
  void tricks_are_refused(String uri) {
    assertThatThrownBy(() -> Segments.of(uri)).isInstanceOf(Refusal.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/", "/ui/", "/v2/kv/a", "/v1", "*", "http://there", ""})
  void there_is_only_v1(String uri) {
    assertThatThrownBy(() -> Segments.of(uri)).isInstanceOf(Refusal.class);
  }
}
