package dev.cairn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;

class NameProbeTest {
  private static final SipHash HASHING = new SipHash(new Random(7));

  private final NameProbe probe = new NameProbe();

  @Test
  void a_probe_is_laid_out_as_the_labels_of_the_name_are() {
    for (String text : List.of(".", "org.", "wWw.EXAMPLE.org.", "\\000\\255.a\\.b.ORG.")) {
      Name name = Name.fromConstantString(text);
      byte[] wire = name.toWire();
      var labels = Labels.of(name);
      assertThat(probe.take(wire, 0, wire.length)).isEqualTo(wire.length);
      assertThat(probe.count()).isEqualTo(labels.count());
      assertThat(Arrays.copyOf(probe.bytes(), probe.length())).isEqualTo(labels.bytes());
      for (int depth = 0; depth < labels.count(); depth++) {
        assertThat(probe.at(depth)).isEqualTo(labels.at(depth));
      }
    }
  }

  @Test
  void names_are_at_most_255_octets_long() {
    byte[] longest = labels(new int[] {63, 63, 63, 61});
    assertThat(longest).hasSize(255);
    assertThat(probe.take(longest, 0, 255)).isEqualTo(255);
    byte[] longer = labels(new int[] {63, 63, 63, 62});
    assertThat(probe.take(longer, 0, 256)).isEqualTo(NameProbe.MALFORMED);
    assertThat(probe.take(new byte[300], 0, 300)).isEqualTo(1);
    var most = new int[127];
    Arrays.fill(most, 1);
    assertThat(probe.take(labels(most), 0, 255)).isEqualTo(255);
    assertThat(probe.count()).isEqualTo(127);
  }

  @Test
  void what_is_no_uncompressed_name_is_malformed() {
    byte[] name = labels(new int[] {3, 3});
    for (int limit = 0; limit < name.length; limit++) {
      assertThat(probe.take(name, 0, limit)).isEqualTo(NameProbe.MALFORMED);
    }
    for (int first = 64; first < 256; first++) {
      byte[] octets = {1, 'a', (byte) first, 0, 0, 0};
      assertThat(probe.take(octets, 0, octets.length)).isEqualTo(NameProbe.MALFORMED);
    }
  }

  @Test
  void pointers_are_followed() {
    byte[] message = {9, 9, 3, 'O', 'R', 'G', 0, 1, 'b', (byte) 0xC0, 2, 1, 'a', (byte) 0xC0, 7};
    probe.takeCompressed(message, 11);
    assertThat(Arrays.copyOf(probe.bytes(), probe.length()))
        .isEqualTo(Name.fromConstantString("a.b.org.").toWire());
    assertThat(probe.count()).isEqualTo(3);
  }

  @Test
  void what_is_kept_is_found_with_a_probe() {
    Map<NameKey, String> kept = new HashMap<>();
    for (String text : List.of("www.example.org.", "example.org.", ".")) {
      byte[] name = Labels.of(Name.fromConstantString(text)).bytes();
      kept.put(new Kept(name, 5), text);
    }
    byte[] asked = Name.fromConstantString("WWW.example.ORG.").toWire();
    probe.take(asked, 0, asked.length);
    probe.key(5, HASHING);
    assertThat(kept).containsEntry(probe, "www.example.org.");
    probe.key(6, HASHING);
    assertThat(kept).doesNotContainKey(probe);
    probe.take(asked, 4, asked.length);
    probe.key(5, HASHING);
    assertThat(kept).containsEntry(probe, "example.org.");
  }

  private static byte[] labels(int[] lengths) {
    var octets = new byte[Arrays.stream(lengths).map(length -> length + 1).sum() + 1];
    int at = 0;
    for (int length : lengths) {
      octets[at] = (byte) length;
      Arrays.fill(octets, at + 1, at + 1 + length, (byte) 'x');
      at += 1 + length;
    }
    return octets;
  }

  private static final class Kept extends NameKey {
    Kept(byte[] name, long tag) {
      super(name, tag, HASHING);
    }
  }
}
