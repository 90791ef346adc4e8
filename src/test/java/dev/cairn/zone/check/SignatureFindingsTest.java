package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.TOP;
import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Signatures, at noon of 20 November 2026.
final class SignatureFindingsTest {
  private static final String KEY = "@ DNSKEY 256 3 13 AAAA\n";

  @Test
  void a_signature_that_holds_is_well() {
    assertThat(below(signature("ns", "A", 3600, "20261201000000 20261101000000"))).isEmpty();
  }

  @Test
  void a_signature_that_has_expired_is_named() {
    assertThat(below(signature("ns", "A", 3600, "20261120115959 20261101000000")))
        .containsExactly("rrsig-expired 5:4");
  }

  @Test
  void a_signature_that_expires_within_three_days_is_named() {
    assertThat(below(signature("ns", "A", 3600, "20261123115959 20261101000000")))
        .containsExactly("rrsig-expires-soon 5:4");
    assertThat(below(signature("ns", "A", 3600, "20261123120000 20261101000000"))).isEmpty();
  }

  @Test
  void a_signature_of_tomorrow_is_named() {
    assertThat(below(signature("ns", "A", 3600, "20261201000000 20261121000000")))
        .containsExactly("rrsig-not-yet-valid 5:4");
  }

  @Test
  void a_signature_covers_what_is_there_with_its_ttl() {
    assertThat(below(signature("ns", "AAAA", 3600, "20261201000000 20261101000000")))
        .containsExactly("rrsig-covers-nothing 5:4");
    assertThat(below(signature("ns", "A", 60, "20261201000000 20261101000000")))
        .containsExactly("rrsig-ttl-differs 5:4");
  }

  @Test
  void many_of_a_kind_are_told_once_with_their_number() {
    String expired = "20261120115959 20261101000000";
    var zone =
        new Judged()
            .with(
                "example.org.",
                TOP + signature("ns", "A", 3600, expired) + signature("@", "NS", 3600, expired));
    assertThat(zone.diagnostics("example.org."))
        .singleElement()
        .asString()
        .contains("NS of example.org. has expired at 2026-11-20T11:59:59Z", "there are 2");
  }

  @Test
  void a_signed_zone_is_signed_throughout() {
    assertThat(below(signature("ns", "A", 3600, "20261201000000 20261101000000") + KEY)).isEmpty();
    String top = "20261201000000 20261101000000";
    String signed =
        KEY
            + signature("@", "SOA", 3600, top)
            + signature("@", "NS", 3600, top)
            + signature("@", "DNSKEY", 3600, top);
    assertThat(below(signed)).containsExactly("not-signed 4:4");
    assertThat(below(signed + signature("ns", "A", 3600, top) + "sub NS ns\n")).isEmpty();
  }

  @Test
  void signatures_of_several_types_may_have_several_ttls() {
    assertThat(
            below(
                "m 60 MX 1 ns\nm TXT \"x\"\n"
                    + signature("m 60", "MX", 60, "20261201000000 20261101000000")
                    + signature("m", "TXT", 3600, "20261201000000 20261101000000")))
        .isEmpty();
  }

  private static String signature(String owner, String type, int ttl, String times) {
    return owner + " RRSIG " + type + " 13 3 " + ttl + " " + times + " 1 example.org. AAAA\n";
  }
}
