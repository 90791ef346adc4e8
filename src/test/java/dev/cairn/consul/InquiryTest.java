package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What two requests have to have in common to be answered by the same page.
class InquiryTest {
  private static final InetAddress HERE = InetAddress.ofLiteral("127.0.0.1");
  private static final Agent OURS = new Agent("node1", "10.0.0.1");

  private static Inquiry of(String uri) throws Refusal {
    return of(uri, "", OURS);
  }

  private static Inquiry of(String uri, String tokenHash, Agent agent) throws Refusal {
    var asked = new Asked(HttpMethod.GET, uri, new DefaultHttpHeaders(), new byte[0], HERE);
    return Inquiry.of(
        new Request(asked, "api", Parameters.of(uri), new Caller(HERE, true, tokenHash), agent));
  }

  @Test
  void how_long_to_wait_and_who_asks_makes_no_difference() throws Refusal {
    assertThat(of("/v1/health/service/api?index=7&wait=5m&passing&token=x"))
        .isEqualTo(of("/v1/health/service/api?passing&wait=1m&index=8"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/catalog/service/api",
        "/v1/health/service/API",
        "/v1/health/service/api?passing",
        "/v1/health/service/api?tag=a",
        "/v1/health/service/api?tag=a&tag=b",
        "/v1/health/service/api?tag=b&tag=a",
        "/v1/health/service/api?near=_agent",
        "/v1/health/service/api?dc=dc1",
        "/v1/health/service/api?stale",
        "/v1/health/service/api?hash=1",
        "/v1/health/service/api?whatever"
      })
  void whatever_else_is_asked_does(String uri) throws Refusal {
    assertThat(of(uri)).isEqualTo(of(uri)).isNotEqualTo(of("/v1/health/service/api"));
  }

  @Test
  void what_the_caller_may_and_where_it_is_does() throws Refusal {
    String uri = "/v1/agent/service/api";
    assertThat(of(uri, "c0ffee", OURS)).isNotEqualTo(of(uri));
    assertThat(of(uri, "", new Agent("ip-10-0-0-2", "10.0.0.2"))).isNotEqualTo(of(uri));
  }
}
