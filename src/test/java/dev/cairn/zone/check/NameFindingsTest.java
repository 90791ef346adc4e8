package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.TOP;
import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// Owner names.
final class NameFindingsTest {
  @Test
  void hosts_are_called_as_hosts_may_be() {
    assertThat(below("big_host A 192.0.2.2\n-a AAAA 2001:db8::2\na- MX 1 ns\nx._y A 192.0.2.2\n"))
        .containsExactly(
            "not-a-host-name 5:1",
            "not-a-host-name 6:1",
            "not-a-host-name 7:1",
            "not-a-host-name 8:1");
    assertThat(below("a-b A 192.0.2.2\n1a A 192.0.2.2\n*.w A 192.0.2.2\n_x TXT \"x\"\n")).isEmpty();
  }

  @Test
  void hosts_elsewhere_are_called_so_too() {
    assertThat(below("@ NS a_b.example.net.\n@ MX 1 -a.example.net.\n_s._tcp SRV 1 2 3 a_.net.\n"))
        .containsExactly("not-a-host-name 5:6", "not-a-host-name 6:8", "not-a-host-name 7:19");
    assertThat(below("@ NS a-b.example.net.\nc CNAME a_b.example.net.\n")).isEmpty();
  }

  @Test
  void addresses_of_an_active_directory_are_left_alone() {
    assertThat(below("gc._msdcs A 192.0.2.2\n")).isEmpty();
  }

  @Test
  void an_asterisk_stands_in_front() {
    assertThat(below("a.*.w TXT \"x\"\n")).containsExactly("wildcard-not-leftmost 5:1");
    assertThat(below("*.w TXT \"x\"\n")).isEmpty();
  }

  @Test
  void a_wildcard_delegates_nothing() {
    assertThat(below("*.w NS ns\n")).containsExactly("wildcard-delegation 5:5");
    assertThat(below("*.w DNAME ns\n")).containsExactly("wildcard-delegation 5:5");
  }

  @Test
  void a_name_that_ends_with_the_zone_twice_is_named() {
    assertThat(below("www.example.org A 192.0.2.2\nexample.org TXT \"x\"\n"))
        .containsExactly("doubled-origin 5:1", "doubled-origin 6:1");
    assertThat(below("example A 192.0.2.2\nexample.net A 192.0.2.2\n")).isEmpty();
  }

  @Test
  void a_zone_of_one_label_may_have_its_name_below_itself() {
    var zone = new Judged().with("example.", TOP + "example A 192.0.2.2\n");
    assertThat(zone.told("example.")).isEmpty();
  }
}
