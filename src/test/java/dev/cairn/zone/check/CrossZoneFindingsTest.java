package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.TOP;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What leads from one of our zones into another.
final class CrossZoneFindingsTest {
  private static final String HOME = "example.org.";
  private static final String AWAY = "example.net.";
  private static final String BACK = "2.0.192.in-addr.arpa.";
  private static final String BACK_TOP =
      "$TTL 1h\n@ SOA ns.example.com. h.example.com. 7 2h 15m 2w 5m\n@ NS ns.example.com.\n";

  private static final String HOSTS =
      "host A 192.0.2.1\nsix AAAA 2001:db8::1\nalias CNAME host\ntext TXT \"x\"\n";

  @Test
  void hosts_in_another_zone_are_looked_up_there() {
    assertThat(
            away(
                "@ NS alias.example.net.\n@ MX 1 alias.example.net.\n_s._tcp SRV 1 2 3 no.example.net.\n"
                    + "@ MX 1 text.example.net.\na CNAME no.example.net.\n"))
        .containsExactly(
            "ns-target-is-alias 5:6",
            "mx-target-is-alias 6:8",
            "srv-target-missing 7:19",
            "mx-target-missing 8:8",
            "cname-target-missing 9:9");
    assertThat(
            away(
                "@ NS host.example.net.\n@ MX 1 SIX.Example.NET.\na CNAME alias.example.net.\n"
                    + "b CNAME text.example.net.\n"))
        .isEmpty();
  }

  private static List<String> away(String lines) {
    return new Judged().with(HOME, TOP + lines).with(AWAY, TOP + HOSTS).told(HOME);
  }

  @Test
  void a_zone_that_cannot_be_read_is_not_held_against_others() {
    var zones = new Judged().with(HOME, TOP + "@ MX 1 no.example.net.\n").with(AWAY, "nothing\n");
    assertThat(zones.told(HOME)).isEmpty();
  }

  @Test
  void an_overlay_may_have_its_names_elsewhere() {
    var zones =
        new Judged()
            .with(HOME, TOP + "@ MX 1 no.example.net.\na CNAME no.example.net.\n")
            .withOverlay(AWAY, TOP);
    assertThat(zones.told(HOME)).isEmpty();
  }

  @Test
  void the_deepest_zone_answers() {
    var zones =
        new Judged()
            .with(HOME, TOP + "sub NS ns.sub\nns.sub A 192.0.2.1\n@ MX 1 mail.sub\n@ MX 2 no.sub\n")
            .with("sub.example.org.", TOP + "mail A 192.0.2.3\n");
    assertThat(zones.told(HOME)).containsExactly("mx-target-missing 8:8");
  }

  @Test
  void a_delegation_names_the_servers_that_the_zone_below_names() {
    var zones =
        new Judged()
            .with(HOME, TOP + "sub NS ns.sub\nns.sub A 192.0.2.1\nsub NS ns\n")
            .with("sub.example.org.", TOP);
    assertThat(zones.told(HOME)).containsExactly("delegation-differs 7:8");
  }

  @Test
  void glue_is_the_address_that_the_zone_below_tells() {
    String cut = "sub NS ns.sub\nns.sub A 192.0.2.1\nns.sub A 192.0.2.2\nns.sub AAAA 2001:db8::1\n";
    var zones = new Judged().with(HOME, TOP + cut).with("sub.example.org.", TOP);
    assertThat(zones.told(HOME)).containsExactly("glue-differs 7:10", "glue-differs 8:13");
    assertThat(new Judged().with(HOME, TOP + cut).with(AWAY, TOP).told(HOME)).isEmpty();
  }

  @Test
  void glue_at_the_cut_itself_is_compared_too() {
    var zones =
        new Judged()
            .with(HOME, TOP + "sub NS sub\nsub A 192.0.2.9\n")
            .with("sub.example.org.", "$TTL 1h\n@ SOA @ h 7 2h 15m 2w 5m\n@ NS @\n@ A 192.0.2.8\n");
    assertThat(zones.told(HOME)).containsExactly("glue-differs 6:7");
  }

  @Test
  void a_pointer_leads_to_a_name_with_that_address() {
    var zones =
        new Judged()
            .with(
                AWAY, TOP + "good A 192.0.2.9\nother A 192.0.2.8\nalias CNAME good\nt TXT \"x\"\n")
            .with(
                BACK,
                BACK_TOP
                    + "1 PTR ns.example.net.\n8 PTR other.example.net.\n9 PTR good.example.net.\n"
                    + "10 PTR good.example.net.\n11 PTR alias.example.net.\n12 PTR t.example.net.\n"
                    + "13 PTR no.example.net.\n14 PTR elsewhere.example.com.\nx PTR no.example.net.\n");
    assertThat(zones.told(BACK))
        .containsExactly(
            "ptr-without-address 7:8",
            "ptr-without-address 8:8",
            "ptr-without-address 9:8",
            "ptr-without-address 10:8");
    assertThat(zones.told(AWAY)).isEmpty();
  }

  @Test
  void an_address_has_a_pointer_if_its_reverse_zone_is_here() {
    var zones =
        new Judged()
            .with(
                AWAY,
                TOP + "a A 192.0.2.9\nb A 198.51.100.1\n*.w A 192.0.2.7\nc AAAA 2001:db8::1\n")
            .with(BACK, BACK_TOP + "1 PTR ns.example.net.\n");
    assertThat(zones.told(AWAY)).containsExactly("address-without-ptr 5:5");
  }

  @Test
  void pointers_may_be_delegated_by_aliases() {
    var zones =
        new Judged()
            .with(AWAY, TOP + "a A 192.0.2.9\n")
            .with(
                BACK,
                BACK_TOP + "1 PTR ns.example.net.\n9 CNAME 9.0-15\n0-15 NS ns.example.com.\n");
    assertThat(zones.told(AWAY)).isEmpty();
  }

  @Test
  void the_same_holds_for_ipv6() {
    String reverse = "1" + ".0".repeat(23) + ".8.b.d.0.1.0.0.2.ip6.arpa.";
    String other = "2" + ".0".repeat(23) + ".8.B.D.0.1.0.0.2.ip6.arpa.";
    var zones =
        new Judged()
            .with(AWAY, TOP + "a AAAA 2001:db8::1\nb AAAA 2001:db8::3\n")
            .with(
                "8.b.d.0.1.0.0.2.ip6.arpa.",
                BACK_TOP + reverse + " PTR a.example.net.\n" + other + " PTR a.example.net.\n");
    assertThat(zones.told(AWAY)).containsExactly("address-without-ptr 6:8");
    assertThat(zones.told("8.b.d.0.1.0.0.2.ip6.arpa."))
        .singleElement()
        .asString()
        .startsWith("ptr-without-address 5:");
  }
}
