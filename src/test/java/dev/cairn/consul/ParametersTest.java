package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ParametersTest {
  private static Blocking blocking(String query) throws Refusal {
    return Blocking.of(Parameters.of("/v1/x?" + query));
  }

  @Test
  void flags_may_be_bare_and_say_no() throws Refusal {
    assertThat(Parameters.of("/v1/x?passing").isSet("passing")).isTrue();
    assertThat(Parameters.of("/v1/x?passing=false").isSet("passing")).isFalse();
    assertThat(Parameters.of("/v1/x").isSet("passing")).isFalse();
    assertThatThrownBy(() -> Parameters.of("/v1/x?passing=maybe").isSet("passing"))
        .hasMessage("Invalid value for ?passing");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "near=_agent",
        "stale",
        "consistent",
        "leader",
        "cached",
        "max-stale=10s",
        "ns=default",
        "ns=",
        "segment=_all",
        "dc=dc1",
        "dc=",
        "unheard=of",
        "partition="
      })
  void what_does_not_narrow_is_no_matter(String query) {
    assertThatCode(() -> Parameters.of("/v1/x?" + query).refuseStrangers("dc1"))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "filter=Service.Port==80, 400",
    "ns=team, 400",
    "partition=p, 400",
    "peer=p, 400",
    "segment=s, 400",
    "dc=dc2, 500"
  })
  void what_would_narrow_is_refused(String query, int status) {
    assertThatThrownBy(() -> Parameters.of("/v1/x?" + query).refuseStrangers("dc1"))
        .isInstanceOfSatisfying(
            Refusal.class, refusal -> assertThat(refusal.page().status().code()).isEqualTo(status));
  }

  @Test
  void a_foreign_datacenter_has_no_path() {
    assertThatThrownBy(() -> Parameters.of("/v1/x?dc=dc2").refuseStrangers("dc1"))
        .hasMessage("No path to datacenter");
  }

  @Test
  void indexes_are_read_as_clients_send_them() throws Refusal {
    assertThat(blocking("").index()).isZero();
    assertThat(blocking("index=").index()).isZero();
    assertThat(blocking("index=42").index()).isEqualTo(42);
    assertThat(blocking("index=-1").index()).isZero();
    assertThat(blocking("index=18446744073709551615").index()).isEqualTo(Long.MAX_VALUE);
    assertThatThrownBy(() -> blocking("index=x")).hasMessage("Invalid index");
    assertThatThrownBy(() -> blocking("index=1.5")).hasMessage("Invalid index");
  }

  @Test
  void waits_are_bounded_and_zero_is_the_usual() throws Refusal {
    assertThat(blocking("").atMost()).isEqualTo(Duration.ofMinutes(5));
    assertThat(blocking("wait=0s").atMost()).isEqualTo(Duration.ofMinutes(5));
    assertThat(blocking("wait=300000ms").atMost()).isEqualTo(Duration.ofMinutes(5));
    assertThat(blocking("wait=2h").atMost()).isEqualTo(Duration.ofMinutes(10));
    assertThatThrownBy(() -> blocking("wait=-1s")).hasMessage("Invalid wait time");
    assertThatThrownBy(() -> blocking("wait=10")).hasMessage("Invalid wait time");
    assertThatThrownBy(() -> blocking("wait=soon")).hasMessage("Invalid wait time");
  }

  @Test
  void node_meta_is_pairs() throws Refusal {
    assertThat(Parameters.of("/v1/x?node-meta=a:b&node-meta=c:d:e").nodeMeta())
        .isEqualTo(Map.of("a", "b", "c", "d:e"));
  }
}
