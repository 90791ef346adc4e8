package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/// Where the parts of an entry stand.
final class PartTest {
  @Test
  void each_part_has_its_place() {
    String entry = "www 60 IN MX 10 mail\n";
    assertThat(place(Part.OWNER, entry)).isEqualTo("7:1");
    assertThat(place(Part.TTL, entry)).isEqualTo("7:5");
    assertThat(place(Part.TYPE, entry)).isEqualTo("7:11");
    assertThat(place(Part.FIRST, entry)).isEqualTo("7:14");
    assertThat(place(Part.SECOND, entry)).isEqualTo("7:17");
  }

  @Test
  void what_is_not_written_is_what_comes_nearest() {
    assertThat(place(Part.OWNER, "  IN A 192.0.2.1\n")).isEqualTo("7:3");
    assertThat(place(Part.TTL, "www IN A 192.0.2.1\n")).isEqualTo("7:8");
    assertThat(place(Part.FOURTH, "www IN A 192.0.2.1\n")).isEqualTo("7:10");
    assertThat(place(Part.TTL, "www\n")).isEqualTo("7:1");
  }

  @Test
  void an_entry_may_go_over_lines() {
    assertThat(place(Part.FIFTH, "@ SOA ns h ( 1 ; serial\n  2h\n  15m 2w 5m )\nx A 1\n"))
        .isEqualTo("9:3");
  }

  @Test
  void an_owner_of_digits_is_no_ttl() {
    assertThat(place(Part.TYPE, "10 PTR host\n")).isEqualTo("7:4");
  }

  @Test
  void a_pattern_is_meant_as_a_whole() {
    assertThat(place(Part.FIRST, "$GENERATE 1-9 n$ A 192.0.2.$\n")).isEqualTo("7:1");
  }

  @Test
  void text_that_has_changed_since_is_no_harm() {
    assertThat(place(Part.FIRST, "")).isEqualTo("7:1");
    assertThat(place(Part.FIRST, "( \"\n")).isEqualTo("7:1");
    assertThat(place(Part.FIRST, "; nothing")).isEqualTo("7:1");
  }

  private static String place(Part part, String entry) {
    Part.Place place = part.in(entry.getBytes(StandardCharsets.ISO_8859_1), 7);
    return place.line() + ":" + place.column();
  }
}
