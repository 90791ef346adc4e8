package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NetworkTest {

  @Test
  void the_words_stand_for_what_they_say() {
    assertThat(Network.ANY).extracting(Network::toString).containsExactly("0.0.0.0/0", "::/0");
    assertThat(Network.LOOPBACK)
        .extracting(Network::toString)
        .containsExactly("127.0.0.0/8", "::1/128");
    assertThat(Network.PRIVATE)
        .extracting(Network::toString)
        .containsExactly(
            "10.0.0.0/8",
            "172.16.0.0/12",
            "192.168.0.0/16",
            "100.64.0.0/10",
            "169.254.0.0/16",
            "fc00::/7",
            "fe80::/10");
  }

  @Test
  void nothing_is_set_behind_the_prefix() {
    var address = InetAddress.ofLiteral("10.0.0.1");
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address, 31));
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address, 33));
    assertThatIllegalArgumentException().isThrownBy(() -> new Network(address, -1));
    assertThat(new Network(address, 32)).hasToString("10.0.0.1/32");
  }

  @Test
  void networks_are_equal_that_have_the_same_base_and_length() {
    var one = new Network(InetAddress.ofLiteral("10.0.0.0"), 8);
    assertThat(new Network(InetAddress.ofLiteral("10.0.0.0"), 8))
        .isEqualTo(one)
        .hasSameHashCodeAs(one);
    assertThat(new Network(InetAddress.ofLiteral("10.0.0.0"), 9)).isNotEqualTo(one);
    assertThat(new Network(InetAddress.ofLiteral("11.0.0.0"), 8)).isNotEqualTo(one);
  }

  @ParameterizedTest
  @CsvSource({
    "::, ::/128",
    "::1, ::1/128",
    "1::, 1::/128",
    "2001:DB8:0:0:1:0:0:1, 2001:db8::1:0:0:1/128",
    "2001:db8:0:1:0:0:0:1, 2001:db8:0:1::1/128",
    "2001:db8:0:1:1:1:1:1, 2001:db8:0:1:1:1:1:1/128",
    "0:0:1:0:0:1:1:1, ::1:0:0:1:1:1/128",
    "1:0:0:2:0:0:0:3, 1:0:0:2::3/128",
    "10:0:0:1:1:1:100:0, 10::1:1:1:100:0/128"
  })
  void ipv6_is_written_as_rfc_5952_says(String address, String written) {
    assertThat(Network.around(InetAddress.ofLiteral(address), 128)).hasToString(written);
  }
}
