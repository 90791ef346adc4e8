package dev.cairn.forward;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cache.Told;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;

class RebindingTest {
  private static final Name PUBLIC = Name.fromConstantString("www.example.com.");
  private static final Name INSIDE = Name.fromConstantString("nas.home.example.");
  private static final Rebinding FORBIDDEN =
      new Rebinding(true, List.of(Name.fromConstantString("home.example.")));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A 10.0.0.1",
        "A 172.16.0.1",
        "A 172.31.255.255",
        "A 192.168.1.1",
        "A 127.0.0.1",
        "A 169.254.169.254",
        "A 0.0.0.0",
        "A 0.1.2.3",
        "A 100.64.0.1",
        "A 100.127.255.255",
        "AAAA ::",
        "AAAA ::1",
        "AAAA fe80::1",
        "AAAA fc00::1",
        "AAAA fd12:3456::1",
        "AAAA fec0::1",
        "AAAA ::ffff:192.168.1.1",
        "AAAA ::ffff:127.0.0.1",
        "AAAA ::10.0.0.1",
        "AAAA 64:ff9b::192.168.1.1",
        "AAAA 64:ff9b:1::192.168.1.1",
        "AAAA 2002:c0a8:101::1",
        "A 255.255.255.255",
        "CNAME localhost.",
        "CNAME x.LOCALHOST.",
        "HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1,192.168.1.1",
        "SVCB 1 svc.example.com. ipv6hint=fd00::1",
        "HTTPS 1 . ipv6hint=::ffff:10.0.0.1"
      })
  void private_addresses_are_found(String record) {
    assertThat(FORBIDDEN.isIn(PUBLIC, Told.sets(PUBLIC + " 60 IN " + record))).isTrue();
    assertThat(FORBIDDEN.isIn(INSIDE, Told.sets(INSIDE + " 60 IN " + record))).isFalse();
    assertThat(Rebinding.ALLOWED.isIn(PUBLIC, Told.sets(PUBLIC + " 60 IN " + record))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A 8.8.8.8",
        "A 172.15.255.255",
        "A 172.32.0.1",
        "A 100.63.255.255",
        "A 100.128.0.1",
        "A 192.0.2.1",
        "A 1.0.0.127",
        "AAAA 2620:fe::fe",
        "AAAA ::ffff:8.8.8.8",
        "AAAA fb00::1",
        "AAAA 64:ff9b::8.8.8.8",
        "AAAA 64:ff9b:1::8.8.8.8",
        "AAAA 2002:808:808::1",
        "A 255.255.255.254",
        "CNAME localhost.example.com.",
        "TXT 10.0.0.1",
        "HTTPS 0 svc.example.com.",
        "HTTPS 1 . alpn=h2 ipv4hint=192.0.2.1 ipv6hint=2001:db8::1"
      })
  void public_ones_and_what_is_no_address_are_not(String record) {
    assertThat(FORBIDDEN.isIn(PUBLIC, Told.sets(PUBLIC + " 60 IN " + record))).isFalse();
  }

  @Test
  void one_of_many_is_enough() {
    assertThat(
            FORBIDDEN.isIn(
                PUBLIC, Told.sets(PUBLIC + " 60 IN A 8.8.8.8", PUBLIC + " 60 IN A 10.1.1.1")))
        .isTrue();
  }

  @Test
  void a_name_that_only_ends_alike_is_no_exception() {
    Name alike = Name.fromConstantString("nothome.example.");
    assertThat(FORBIDDEN.isIn(alike, Told.sets(alike + " 60 IN A 10.0.0.1"))).isTrue();
    Name exactly = Name.fromConstantString("HOME.example.");
    assertThat(FORBIDDEN.isIn(exactly, Told.sets(exactly + " 60 IN A 10.0.0.1"))).isFalse();
  }
}
