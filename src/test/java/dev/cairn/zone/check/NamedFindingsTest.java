package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// The names of what reading and packing find, in the server too.
final class NamedFindingsTest {
  @Test
  void what_reading_finds_has_names() {
    assertThat(below("a A x\n")).containsExactly("syntax 5:5");
    assertThat(below("$INCLUDE nothing\n")).containsExactly("unreadable 5:10");
    assertThat(below("a 2147483648 A 192.0.2.1\n")).containsExactly("ttl-too-large 5:3");
    assertThat(below("a.example.net. A 192.0.2.1\n")).containsExactly("out-of-zone 5:1");
    assertThat(new Judged().with("example.org.", "$TTL 1h\na A 192.0.2.1\n").told("example.org."))
        .containsExactly("no-soa 0:0");
  }

  @Test
  void what_packing_finds_has_names() {
    assertThat(below("a CNAME ns\na TXT \"x\"\n")).containsExactly("cname-and-other-data 5:1");
    assertThat(below("a CNAME ns\na CNAME b\nb A 192.0.2.2\n"))
        .containsExactly("second-record 6:1");
    assertThat(below("@ NS ns.old\nold DNAME example.net.\nns.old A 192.0.2.2\n"))
        .contains("ns-target-below-dname 5:1");
    assertThat(below("@ NSEC3PARAM 1 0 151 -\n")).containsExactly("too-many-iterations 5:1");
    assertThat(below("@ NSEC3PARAM 1 0 5 -\n")).containsExactly("nsec3-iterations 5:1");
    assertThat(below("@ NSEC3PARAM 1 0 0 -\n")).isEmpty();
  }
}
