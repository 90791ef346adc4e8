package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Policies of who may send mail (RFC 7208).
final class MailFindingsTest {
  @Test
  void one_policy_beside_other_text_is_well() {
    assertThat(below("@ TXT \"v=spf1 mx ip4:192.0.2.0/24 a/24 ~all\"\n@ TXT \"v=spf10 x\"\n"))
        .isEmpty();
  }

  @Test
  void a_second_policy_is_named() {
    assertThat(below("@ TXT \"v=spf1 -all\"\n@ TXT \"V=SPF1 mx -all\"\n"))
        .containsExactly("spf-several 6:7");
    assertThat(below("@ TXT \"v=spf1 -all\"\nm TXT \"v=spf1 -all\"\n")).isEmpty();
  }

  @Test
  void ten_lookups_are_allowed() {
    String ten = "@ TXT \"v=spf1" + " include:a.example.net".repeat(8) + " ?mx exists:x.y";
    assertThat(below(ten + " ip6:2001:db8::1 all\"\n")).isEmpty();
    assertThat(below(ten + " redirect=b.example.net\"\n"))
        .containsExactly("spf-too-many-lookups 5:7");
  }

  @Test
  void lookups_of_policies_in_the_same_zone_count() {
    String other = "o TXT \"v=spf1" + " a".repeat(9) + "\"\n";
    assertThat(below("@ TXT \"v=spf1 include:o.example.org -all\"\n" + other)).isEmpty();
    assertThat(below("@ TXT \"v=spf1 include:o.example.org. mx -all\"\n" + other))
        .containsExactly("spf-too-many-lookups 5:7");
  }

  @Test
  void policies_that_include_each_other_come_to_an_end() {
    assertThat(
            below(
                "a TXT \"v=spf1 include:b.example.org include:b.example.org\"\n"
                    + "b TXT \"v=spf1 include:a.example.org include:a.example.org\"\n"))
        .containsExactly("spf-too-many-lookups 5:7", "spf-too-many-lookups 6:7");
  }

  @Test
  void a_policy_of_many_octets_is_too_long() {
    String long450 = "v=spf1 " + " ".repeat(443);
    assertThat(below(text(long450))).isEmpty();
    assertThat(below(text(long450 + " "))).containsExactly("spf-too-long 5:7");
  }

  private static String text(String policy) {
    return "@ TXT \""
        + policy.substring(0, 200)
        + "\" \""
        + policy.substring(200, 400)
        + "\" \""
        + policy.substring(400)
        + "\"\n";
  }

  @Test
  void a_mechanism_that_there_is_not_is_named() {
    assertThat(below("@ TXT \"v=spf1 ipv4:192.0.2.1 -all\"\n"))
        .containsExactly("spf-unknown-term 5:7");
    assertThat(below("@ TXT \"v=spf1 exp=e.example.net x-own=1 -all\"\n")).isEmpty();
  }

  @Test
  void the_record_type_of_its_own_is_asked_by_nobody() {
    assertThat(below("@ SPF \"v=spf1 -all\"\n")).containsExactly("spf-type 5:3");
  }

  @Test
  void text_that_is_no_policy_is_left_alone() {
    assertThat(below("@ TXT \"\"\n@ TXT \"v=spf\"\n@ TXT \"v=s\" \"pf1\"\n")).isEmpty();
  }
}
