package dev.cairn.message;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SipHashTest {
  private final SipHash hash =
      new SipHash(0x0706050403020100L, 0x0F0E0D0C0B0A0908L, SipHash.Strength.TABLE);

  @Test
  void it_is_siphash_1_3() {
    assertThat(hash.of(new byte[0])).isEqualTo(0xABAC0158050FC4DCL);
    assertThat(hash.of(new byte[] {0, 1, 2, 3, 4, 5, 6})).isEqualTo(0xD3927D989BB11140L);
    assertThat(hash.of(new byte[] {0, 1, 2, 3, 4, 5, 6, 7, 8})).isEqualTo(0x25A48EB36C063DE4L);
  }

  @Test
  void another_key_makes_another_hash() {
    var octets = new byte[] {3, 'w', 'w', 'w', 0};
    var hashes = new HashSet<Long>();
    for (int seed = 0; seed < 100; seed++) {
      hashes.add(new SipHash(new Random(seed)).of(octets));
    }
    assertThat(hashes).hasSize(100);
  }

  @Test
  void what_stands_behind_the_octets_does_not_matter() {
    var hashing = new SipHash(new Random(3));
    var octets = new byte[64];
    new Random(4).nextBytes(octets);
    for (int length = 0; length <= octets.length; length++) {
      assertThat(hashing.of(octets, length)).isEqualTo(hashing.of(Arrays.copyOf(octets, length)));
    }
  }
}
