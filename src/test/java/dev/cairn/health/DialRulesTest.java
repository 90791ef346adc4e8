package dev.cairn.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DialRulesTest {
  private static final InetAddress CALLER = InetAddress.ofLiteral("10.0.0.5");

  private final DialRules rules =
      new DialRules(
          List.of(
              new CheckTarget(Range.of("10.1.0.0", 16), List.of(Range.of("10.1.7.0", 24))),
              new CheckTarget(Range.of("169.254.0.0", 16), List.of()),
              new CheckTarget(Range.of("2001:db8::", 32), List.of())));
  private final DialRule theirs = rules.of(CALLER, "10.0.0.9");

  private static String refusal(DialRule rule, String address) {
    return rule.refusal(address, InetAddress.ofLiteral(address));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "169.254.169.254", // metadata of most clouds
        "169.254.1.1",
        "fe80::1",
        "fd00:ec2::254",
        "fd20:ce::254",
        "100.100.100.200",
        "168.63.129.16",
        "0.0.0.0",
        "0.1.2.3",
        "::",
        "224.0.0.1",
        "239.1.2.3",
        "ff02::1",
        "255.255.255.255",
        "::ffff:169.254.169.254", // mapped
        "::169.254.169.254", // compatible
        "::ffff:0:169.254.169.254", // translated (SIIT)
        "64:ff9b::169.254.169.254", // NAT64
        "64:ff9b:1::169.254.169.254", // local NAT64, /96
        "64:ff9b:1:a9fe:a9:fe00::", // local NAT64, /48
        "2002:a9fe:a9fe::1", // 6to4
        "2001:0:a9fe:a9fe::1", // a Teredo server
        "2001:0:1:2:0:0:5601:5601", // a Teredo client, inverted
        "2001:db8::5efe:169.254.169.254", // ISATAP
        "2001:db8::200:5efe:169.254.169.254"
      })
  void some_addresses_nobody_has_dialled(String address) {
    assertThat(refusal(theirs, address)).contains("is never dialled");
    assertThat(refusal(DialRules.ours(), address)).contains("is never dialled");
    assertThat(refusal(rules.of(InetAddress.ofLiteral(address), address), address))
        .as("not even as caller and as the instance itself")
        .contains("is never dialled");
  }

  @Test
  void an_address_with_a_scope_is_judged_by_what_it_carries() throws UnknownHostException {
    byte[] mapped = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, -1, -1, (byte) 169, (byte) 254, 1, 1};
    InetAddress scoped = Inet6Address.getByAddress("x", mapped, 0);
    assertThat(scoped).isInstanceOf(Inet6Address.class); // Java leaves it one
    assertThat(theirs.refusal("x", scoped)).contains("link-local");
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1", "::127.0.0.1"})
  void this_machines_loopback_is_not_for_others(String address) {
    assertThat(refusal(theirs, address)).contains("this server's own");
    assertThat(refusal(rules.of(CALLER, address), address))
        .as("whatever they say where they are")
        .contains("this server's own");
    assertThat(refusal(rules.of(InetAddress.ofLiteral(address), ""), address))
        .as("nor if they were written into the catalog so")
        .contains("this server's own");
    assertThat(refusal(rules.ofUnknown(address), address)).contains("this server's own");
    assertThat(refusal(DialRules.ours(), address)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"64:ff9b::127.0.0.1", "2002:7f00:1::1", "2001:db8::5efe:127.0.0.1"})
  void loopback_behind_a_translator_is_loopback(String address) {
    assertThat(refusal(theirs, address)).contains("this server's own");
  }

  @Test
  void others_may_have_themselves_dialled_and_what_they_registered() {
    assertThat(refusal(theirs, "10.0.0.5")).isEmpty();
    assertThat(refusal(theirs, "10.0.0.9")).isEmpty();
    assertThat(refusal(theirs, "::ffff:10.0.0.9")).isEmpty();
    assertThat(refusal(theirs, "10.0.0.6")).contains("neither");
    assertThat(refusal(theirs, "192.0.2.1")).contains("neither");
  }

  @Test
  void an_instance_may_be_known_by_its_name() {
    DialRule named = rules.of(CALLER, "db.corp.example");
    InetAddress somewhere = InetAddress.ofLiteral("192.0.2.7");
    assertThat(named.refusal("DB.corp.example.", somewhere)).isEmpty();
    assertThat(named.refusal("web.corp.example", somewhere)).contains("neither");
    assertThat(named.refusal("db.corp.example", InetAddress.ofLiteral("127.0.0.1")))
        .contains("this server's own");
    assertThat(named.refusal("db.corp.example", InetAddress.ofLiteral("169.254.169.254")))
        .contains("never");
  }

  @Test
  void check_targets_are_for_all_but_what_is_excepted() {
    assertThat(refusal(theirs, "10.1.2.3")).isEmpty();
    assertThat(refusal(theirs, "10.1.7.3")).contains("check-targets");
    assertThat(refusal(theirs, "2001:db8::7")).isEmpty();
    assertThat(refusal(theirs, "169.254.3.4")).as("whatever the operator says").contains("never");
  }

  @Test
  void loopback_is_for_others_if_the_operator_says_so() {
    var open = new DialRules(List.of(new CheckTarget(Range.of("127.0.0.1", 32), List.of())));
    assertThat(refusal(open.ofUnknown("10.0.0.9"), "127.0.0.1")).isEmpty();
    assertThat(refusal(open.ofUnknown("10.0.0.9"), "127.0.0.2")).contains("this server's own");
    assertThat(open.ofUnknown("10.0.0.9").meant("localhost")).isEqualTo("localhost");
  }

  @Test
  void a_tunnel_leads_nowhere_that_is_not_allowed_itself() {
    var wide = new DialRules(List.of(new CheckTarget(Range.of("::", 0), List.of())));
    DialRule rule = wide.of(CALLER, "10.0.0.9");
    assertThat(refusal(rule, "2001:db8::1")).isEmpty();
    assertThat(refusal(rule, "2002:a01:203::1")).as("6to4 of 10.1.2.3").contains("neither");
    assertThat(refusal(rule, "64:ff9b::10.1.2.3")).contains("neither");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "127.0.0.1",
        "127.1",
        "127.255.0.3",
        "::1",
        "[::1]",
        "::ffff:127.0.0.1",
        "0:0:0:0:0:0:0:1"
      })
  void what_means_this_machine_is_that_of_whoever_says_it(String host) {
    assertThat(theirs.meant(host)).isEqualTo("10.0.0.5");
    assertThat(DialRules.ours().meant(host)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"db.example", "localhost.example", "10.0.0.9", "mylocalhost", "128.0.0.1"})
  void other_hosts_mean_what_they_say(String host) {
    assertThat(theirs.meant(host)).isEqualTo(host);
  }
}
