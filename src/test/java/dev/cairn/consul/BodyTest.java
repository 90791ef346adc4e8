package dev.cairn.consul;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Weights;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {
  private static Body body(String json) throws Refusal {
    return Body.of(json.getBytes(UTF_8));
  }

  private static Instance service(String json) throws Refusal {
    return ServiceBody.instance(body(json), "Name", "node1", Instance.Origin.OURS);
  }

  private static CheckBody check(String json) throws Refusal {
    return CheckBody.of(body(json), "node1");
  }

  @Test
  void a_service_is_read_whatever_the_case_of_its_keys() throws Refusal {
    for (String json :
        List.of(
            "{'ID':'a-1','Name':'a','Tags':['x'],'Address':'10.0.0.1','Port':80,'EnableTagOverride':true,'Meta':{'Key_A':'b'},'Weights':{'Passing':5,'Warning':2}}",
            "{'id':'a-1','name':'a','tags':['x'],'address':'10.0.0.1','port':80,'enable_tag_override':true,'meta':{'Key_A':'b'},'weights':{'passing':5,'warning':2}}",
            "{'iD':'a-1','NAME':'a','taGs':['x'],'Address':'10.0.0.1','PORT':80,'enabletagoverride':true,'META':{'Key_A':'b'},'WEIGHTS':{'PASSING':5,'warning':2},'Unknown':{}}")) {
      Instance read = service(json.replace('\'', '"'));
      assertThat(read.key()).isEqualTo(new Instance.Key("node1", "a-1"));
      assertThat(read.service()).isEqualTo("a");
      assertThat(read.tags()).containsExactly("x");
      assertThat(read.address()).isEqualTo("10.0.0.1");
      assertThat(read.port()).isEqualTo(80);
      assertThat(read.traits().enableTagOverride()).isTrue();
      assertThat(read.traits().meta()).isEqualTo(Map.of("Key_A", "b"));
      assertThat(read.traits().weights()).isEqualTo(new Weights(5, 2));
    }
  }

  @Test
  void null_is_as_if_it_were_not_there() throws Refusal {
    Instance read =
        service(
            """
            {"ID":null,"Name":"a","Tags":null,"Address":null,"Port":null,"Meta":null,
             "Weights":null,"TaggedAddresses":null,"EnableTagOverride":null,"Check":null}\
            """);
    assertThat(read.key().id()).isEqualTo("a");
    assertThat(read.tags()).isEmpty();
    assertThat(read.traits()).isEqualTo(Instance.Traits.NONE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | Missing service name",
        "{\"Name\":\"\"} | Missing service name",
        "{\"Name\":\"a\",\"Address\":\"0.0.0.0\"} | Invalid service address",
        "{\"Name\":\"a\",\"Address\":\"::\"} | Invalid service address",
        "{\"Name\":\"a\",\"Weights\":{\"Passing\":0}} | Invalid Weights",
        "{\"Name\":\"a\",\"Weights\":{\"Passing\":-1}} | Invalid Weights",
        "{\"Name\":\"a\",\"Weights\":{\"Passing\":65536}} | Invalid Weights",
        "{\"Name\":\"a\",\"Port\":\"80\"} | Request decode failed: ",
        "{\"Name\":\"a\",\"Port\":65536} | Invalid service port",
        "{\"Name\":\"a\",\"Tags\":\"x\"} | Request decode failed: ",
        "{\"Name\":\"a\",\"Meta\":{\"k\":1}} | Request decode failed: ",
        "{\"Name\":\"a\",\"Namespace\":\"other\"} | Invalid request: ",
        "{\"Name\":1} | Request decode failed: ",
        "{\"Name\":\"a\" | Request decode failed: ",
        "[] | Request decode failed: ",
        "'' | Request decode failed: "
      })
  void what_is_wrong_with_a_service_is_said_in_words_that_clients_know(String json, String text) {
    assertThatThrownBy(() -> service(json))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith(text);
  }

  @Test
  void a_ttl_check_is_read() throws Refusal {
    CheckBody read = check("{\"ttl\":\"10s\",\"DeregisterCriticalServiceAfter\":\"30s\"}");
    assertThat(read.spec().means()).isEqualTo(new Means.TimeToLive(Duration.ofSeconds(10)));
    assertThat(read.spec().deregisterAfter()).isEqualTo(Duration.ofSeconds(30));
    assertThat(read.status()).isNull();
  }

  @Test
  void an_http_check_is_read() throws Refusal {
    CheckBody read =
        check(
            """
            {"HTTP":"http://10.0.1.5:8080/health","Method":"post","Header":{"X-A":["b"]},
             "Body":"ping","Interval":"10s","Timeout":"3s","tls_skip_verify":true,
             "FailuresBeforeCritical":3,"SuccessBeforePassing":2,"Status":"passing"}\
            """);
    var probed = (Means.Probed) read.spec().means();
    var http = (Probe.Http) probed.probe();
    assertThat(probed.interval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(probed.timeout()).isEqualTo(Duration.ofSeconds(3));
    assertThat(http.method()).isEqualTo("POST");
    assertThat(http.headers()).isEqualTo(Map.of("X-A", List.of("b")));
    assertThat(http.body()).isEqualTo("ping");
    assertThat(http.manners().verifiesTls()).isFalse();
    assertThat(read.spec().thresholds()).isEqualTo(new Thresholds(2, 3, 3));
    assertThat(read.status()).isEqualTo(Status.PASSING);
  }

  @Test
  void a_tcp_check_with_tls_says_whom_it_expects_and_whether_that_is_verified() throws Refusal {
    String tls =
        "{\"TCP\":\"a:1\",\"TCPUseTLS\":true,\"TLSServerName\":\"db.example\",\"TLSSkipVerify\":true,\"Interval\":\"5s\"}";
    var probed = (Means.Probed) check(tls).spec().means();
    assertThat(probed.probe()).isEqualTo(new Probe.Tcp("a", 1, new Probe.Tls("db.example", false)));
  }

  @Test
  void durations_may_be_nanoseconds_and_short_intervals_are_raised_to_a_second() throws Refusal {
    var probed = (Means.Probed) check("{\"TCP\":\"[::1]:80\",\"Interval\":5000000}").spec().means();
    assertThat(probed.interval()).isEqualTo(Duration.ofSeconds(1));
    assertThat(probed.timeout()).isEqualTo(Duration.ofSeconds(10));
    assertThat(probed.probe()).isEqualTo(new Probe.Tcp("::1", 80, null));
  }

  @Test
  void a_dns_check_is_read() throws Refusal {
    var probed =
        (Means.Probed)
            check(
                    """
                    {"DNS":"10.0.0.53:53","DNSName":"www.example.org","DNSType":"AAAA",
                     "DNSRcode":"NXDOMAIN","Interval":"5s","WarnAfter":"100ms"}\
                    """)
                .spec()
                .means();
    var dns = (Probe.Dns) probed.probe();
    assertThat(dns.server().host()).isEqualTo("10.0.0.53");
    assertThat(dns.server().warnAfter()).isEqualTo(Duration.ofMillis(100));
    assertThat(dns.type()).isEqualTo(28);
    assertThat(dns.rcode()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"10.0.0.1\",\"10.0.0.2\"] | 10.0.0.1,10.0.0.2",
        "\"10.0.0.1\" | 10.0.0.1",
        "[] | ''",
        "\"\" | ''",
        "null | ''"
      })
  void what_a_dns_check_expects_is_a_list_or_one_text(String json, String expected) throws Refusal {
    var probed =
        (Means.Probed)
            check("{\"DNS\":\"10.0.0.53:53\",\"Interval\":\"5s\",\"DNSExpect\":" + json + "}")
                .spec()
                .means();
    assertThat(String.join(",", ((Probe.Dns) probed.probe()).expected())).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"HTTP\":\"http://a/\"} | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks",
        "{\"TCP\":\"a:1\",\"Interval\":\"0s\"} | Invalid check: Interval must be > 0 for Script, HTTP, or TCP checks",
        "{\"TTL\":\"1s\",\"Interval\":\"1s\"} | Invalid check: Interval and TTL cannot both be specified",
        "{\"HTTP\":\"http://a/\",\"TCP\":\"a:1\",\"Interval\":\"1s\"} | Invalid check: only one kind",
        "{} | Invalid check: TTL must be > 0 for TTL checks",
        "{\"TTL\":\"-1s\"} | Invalid check: TTL cannot be negative",
        "{\"HTTP\":\"ftp://a/\",\"Interval\":\"1s\"} | Invalid check: HTTP has to be a URL",
        "{\"HTTP\":\"nonsense\",\"Interval\":\"1s\"} | Invalid check: HTTP has to be a URL",
        "{\"TCP\":\"a\",\"Interval\":\"1s\"} | Invalid check: an address such as host:port",
        "{\"TCP\":\"::1:80\",\"Interval\":\"1s\"} | Invalid check: an address such as host:port",
        "{\"GRPC\":\"a:1\",\"Interval\":\"1s\"} | Invalid check: check type not supported",
        "{\"DockerContainerID\":\"a\",\"Interval\":\"1s\"} | Invalid check: check type not supported",
        "{\"TTL\":\"1s\",\"Status\":\"good\"} | Status for checks must 'passing', 'warning', 'critical'",
        "{\"TTL\":\"10\"} | Request decode failed: TTL",
        "{\"HTTP\":\"http://a/\",\"Interval\":\"1s\",\"Header\":{\"A\":[\"b\\r\\nc\"]}} | Invalid check: Header",
        "{\"Args\":[\"true\"],\"Interval\":\"1s\"} | Scripts are disabled on this agent from remote calls; ",
        "{\"Script\":\"true\",\"Interval\":\"1s\"} | Scripts are disabled on this agent from remote calls; "
      })
  void what_is_wrong_with_a_check_is_said_in_words_that_clients_know(String json, String text) {
    assertThatThrownBy(() -> check(json)).isInstanceOf(Refusal.class).hasMessageStartingWith(text);
  }

  @ParameterizedTest
  @ValueSource(strings = {"true", "True", "TRUE", "t", "T", "1"})
  void every_spelling_of_yes_is_known(String word) throws Refusal {
    assertThat(GoTruth.parse(word)).isTrue();
    assertThat(Parameters.of("/v1/x?passing=" + word).isSet("passing")).isTrue();
    assertThat(body("{\"b\":\"" + word + "\"}").isSet("b")).isTrue();
  }

  @Test
  void json_that_is_too_deep_is_refused() {
    assertThatThrownBy(() -> body("{\"a\":" + "[".repeat(100_000)))
        .isInstanceOf(Refusal.class)
        .hasMessageStartingWith("Request decode failed: ");
  }
}
