package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Zone cuts, DNAME, and what lies below them.
final class DelegationFindingsTest {
  private static final String CUT = "sub NS ns.sub\nns.sub A 192.0.2.2\nns.sub AAAA 2001:db8::2\n";

  @Test
  void a_cut_with_glue_is_well() {
    assertThat(below(CUT)).isEmpty();
  }

  @Test
  void data_at_or_below_a_cut_is_occluded() {
    assertThat(below(CUT + "sub TXT \"x\"\nwww.sub CNAME ns\nns.sub TXT \"x\"\n"))
        .containsExactly("occluded 8:1", "occluded 9:1", "occluded 10:1");
  }

  @Test
  void a_delegation_signer_and_denial_at_a_cut_are_not_occluded() {
    String signer = "sub DS 1 13 2 " + "00".repeat(32) + "\nsub NSEC ns NS DS NSEC\n";
    assertThat(below(CUT + signer)).isEmpty();
  }

  @Test
  void data_below_a_dname_is_occluded() {
    assertThat(below("old DNAME new\nwww.old A 192.0.2.2\na.b.old A 192.0.2.2\nnew A 192.0.2.3\n"))
        .containsExactly("occluded 6:1", "occluded 7:1");
    assertThat(below("old DNAME new\nold TXT \"x\"\nnew A 192.0.2.3\n")).isEmpty();
  }

  @Test
  void an_address_below_a_cut_that_no_name_server_has_is_useless() {
    assertThat(below(CUT + "www.sub A 192.0.2.3\n")).containsExactly("useless-glue 8:1");
  }

  @Test
  void glue_of_another_cut_is_of_use() {
    assertThat(below(CUT + "other NS ns.sub\n")).isEmpty();
  }

  @Test
  void a_name_server_below_its_own_cut_wants_glue() {
    assertThat(below("sub NS ns.sub\n")).containsExactly("missing-glue 5:8");
    assertThat(below("sub NS sub\nsub A 192.0.2.2\n")).isEmpty();
    assertThat(below("sub NS sub\n")).containsExactly("missing-glue 5:8");
  }

  @Test
  void a_name_server_below_another_cut_wants_glue_less() {
    assertThat(below(CUT + "other NS ns2.sub\n")).containsExactly("missing-sibling-glue 8:10");
  }

  @Test
  void a_name_server_elsewhere_wants_no_glue() {
    assertThat(below("sub NS ns.example.net.\nsub NS ns\n")).isEmpty();
  }

  @Test
  void a_delegation_signer_belongs_to_a_cut() {
    String signer = " DS 1 13 2 " + "00".repeat(32) + "\n";
    assertThat(below("host A 192.0.2.2\nhost" + signer)).containsExactly("ds-without-ns 6:6");
    assertThat(below("@" + signer)).containsExactly("ds-without-ns 5:3");
    assertThat(below(CUT + "sub" + signer)).isEmpty();
  }

  @Test
  void what_lies_below_a_cut_is_judged_by_nothing_else() {
    assertThat(below(CUT + "b_d.sub MX 1 nowhere\n")).containsExactly("occluded 8:1");
  }

  @Test
  void the_cut_that_counts_is_the_highest() {
    assertThat(below(CUT + "a.sub NS ns.a.sub\n")).containsExactly("occluded 8:1");
  }
}
