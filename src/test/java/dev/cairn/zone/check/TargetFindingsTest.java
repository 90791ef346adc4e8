package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.TOP;
import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Names that records lead to, in the same zone.
final class TargetFindingsTest {
  private static final String HOSTS = "host A 192.0.2.2\nsix AAAA 2001:db8::2\nalias CNAME host\n";

  @Test
  void hosts_with_addresses_are_well() {
    assertThat(below(HOSTS + "@ NS host\n@ MX 1 six\n_s._tcp SRV 1 2 3 host\n")).isEmpty();
  }

  @Test
  void hosts_that_are_aliases_are_named() {
    assertThat(below(HOSTS + "@ NS alias\n@ MX 1 alias\n_s._tcp SRV 1 2 3 alias\n"))
        .containsExactly(
            "ns-target-is-alias 8:6", "mx-target-is-alias 9:8", "srv-target-is-alias 10:19");
  }

  @Test
  void names_below_a_dname_are_aliases() {
    assertThat(below("old DNAME new\nnew A 192.0.2.2\n@ MX 1 www.old\n"))
        .containsExactly("mx-target-is-alias 7:8");
  }

  @Test
  void hosts_that_do_not_exist_are_named() {
    assertThat(below("@ NS no\n@ MX 1 no\n_s._tcp SRV 1 2 3 no\n"))
        .containsExactly(
            "ns-target-missing 5:6", "mx-target-missing 6:8", "srv-target-missing 7:19");
  }

  @Test
  void hosts_without_an_address_are_named() {
    var zone = new Judged().with("example.org.", TOP + "t TXT \"x\"\n@ MX 1 t\n@ MX 1 no\n");
    assertThat(zone.diagnostics("example.org."))
        .extracting(one -> one.message().replaceAll(" \\(.*", ""))
        .containsExactly(
            "MX leads to t.example.org., which has no address",
            "MX leads to no.example.org., which does not exist");
  }

  @Test
  void a_wildcard_is_where_absent_names_lead() {
    assertThat(below("*.w A 192.0.2.2\n@ MX 1 a.b.w\n")).isEmpty();
    assertThat(below("*.w CNAME ns\n@ MX 1 a.w\n")).containsExactly("mx-target-is-alias 6:8");
    assertThat(below("*.w TXT \"x\"\n@ MX 1 a.w\n")).containsExactly("mx-target-missing 6:8");
  }

  @Test
  void names_elsewhere_and_below_cuts_are_not_judged() {
    assertThat(below("@ MX 1 mail.example.net.\nsub NS ns\n@ MX 2 mail.sub\nc CNAME a.sub\n"))
        .isEmpty();
  }

  @Test
  void no_mail_and_no_service_are_no_hosts() {
    assertThat(below("@ MX 0 .\n_s._tcp SRV 0 0 0 .\n")).isEmpty();
  }

  @Test
  void an_address_in_place_of_a_name_is_named() {
    assertThat(below("@ NS 192.0.2.1\n@ MX 1 192.0.2.1.\n_s._tcp SRV 1 2 3 192.0.2.1\n"))
        .containsExactly(
            "ns-target-is-address 5:6", "mx-target-is-address 6:8", "srv-target-is-address 7:19");
    assertThat(below("@ MX 1 1.2.3.4\n1.2.3.4 A 192.0.2.2\n")).isEmpty();
    assertThat(below("@ MX 1 192.0.2.256.example.net.\n@ MX 1 192.0.2.example.net.\n")).isEmpty();
  }

  @Test
  void an_alias_leads_to_a_name_that_exists() {
    assertThat(below("a CNAME no\n")).containsExactly("cname-target-missing 5:9");
    assertThat(below("a CNAME t\nt TXT \"x\"\nb CNAME x.w\n*.w A 192.0.2.2\n")).isEmpty();
  }

  @Test
  void a_loop_is_told_once() {
    assertThat(below("start CNAME a\na CNAME b\nb CNAME c\nc CNAME a\n"))
        .containsExactly("cname-loop 6:9");
    assertThat(below("a CNAME a\n")).containsExactly("cname-loop 5:9");
    assertThat(below("a CNAME b\nb CNAME c\nc A 192.0.2.2\n")).isEmpty();
  }

  @Test
  void an_overlay_may_have_its_names_elsewhere() {
    var overlay =
        new Judged()
            .withOverlay("example.org.", TOP + "@ MX 1 no\nc CNAME no\nt TXT \"x\"\n@ MX 2 t\n");
    assertThat(overlay.told("example.org.")).containsExactly("mx-target-missing 8:8");
  }

  @Test
  void a_missing_dot_is_guessed() {
    var zone = new Judged().with("example.org.", TOP + "@ MX 1 ns.example.org\n@ MX 1 no\n");
    assertThat(zone.diagnostics("example.org.").getFirst().message()).contains("dot at the end");
    assertThat(zone.diagnostics("example.org.").getLast().message()).doesNotContain("dot");
  }

  @Test
  void nothing_is_judged_where_an_entry_could_not_be_read() {
    assertThat(below("@ MX 1 mail\nmail A 192.0.2.256\n")).containsExactly("syntax 6:8");
  }
}
