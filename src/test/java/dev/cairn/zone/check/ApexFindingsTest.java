package dev.cairn.zone.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Rule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

/// The top of the zone.
final class ApexFindingsTest {
  private static final String REST = "@ NS ns\nns A 192.0.2.1\n";

  @Test
  void retry_is_shorter_than_refresh() {
    assertThat(soa("@ 60 SOA ns h 7 15m 2h 2w 5m")).containsExactly("soa-times 1:21");
    assertThat(soa("@ 60 SOA ns h 7 2h 2h 2w 5m")).isEmpty();
  }

  @Test
  void expire_leaves_time_for_a_refresh_and_a_retry() {
    assertThat(soa("@ 60 SOA ns h (\n 7 2h 15m\n 8099 5m )")).containsExactly("soa-times 3:2");
    assertThat(soa("@ 60 SOA ns h 7 2h 15m 8100 5m")).isEmpty();
  }

  @Test
  void a_mailbox_has_a_dot_for_its_at() {
    assertThat(soa("@ 60 SOA ns h@example.org. 7 2h 15m 2w 5m"))
        .containsExactly("soa-mailbox 1:13");
  }

  @Test
  void a_serial_goes_forward() {
    assertThat(serial(6, 7)).containsExactly("serial-went-back");
    assertThat(serial(7, 7)).isEmpty();
    assertThat(serial(8, 7)).isEmpty();
  }

  @Test
  void serials_go_round() {
    assertThat(serial(1, 4294967295L)).isEmpty();
    assertThat(serial(4294967295L, 1)).containsExactly("serial-went-back");
    assertThat(serial(0, 2147483647L)).containsExactly("serial-went-back");
    assertThat(serial(0, 2147483649L)).isEmpty();
  }

  @Test
  void a_serial_that_nobody_serves_is_not_compared() {
    var zone = zone("@ 60 SOA ns h 6 2h 15m 2w 5m");
    Map<Name, Long> others = Map.of(Name.fromConstantString("example.net."), 7L);
    assertThat(zone.report("example.org.", Set.of(), others).diagnostics()).isEmpty();
  }

  @Test
  void a_zone_without_name_servers_is_named() {
    var zone = new Judged().with("example.org.", "@ 60 SOA ns h 7 2h 15m 2w 5m\n");
    assertThat(zone.told("example.org.")).containsExactly("no-ns 0:0");
  }

  private static List<String> serial(long now, long inForce) {
    var zone = zone("@ 60 SOA ns h " + now + " 2h 15m 2w 5m");
    return zone
        .report("example.org.", Set.of(), Map.of(Name.fromConstantString("EXAMPLE.org."), inForce))
        .diagnostics()
        .stream()
        .map(Diagnostic::rule)
        .map(Rule::title)
        .toList();
  }

  private static List<String> soa(String soa) {
    return zone(soa).told("example.org.");
  }

  private static Judged zone(String soa) {
    return new Judged().with("example.org.", soa + "\n" + REST);
  }
}
