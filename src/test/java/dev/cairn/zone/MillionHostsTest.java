package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.message.Labels;
import dev.cairn.zone.Finding.Kind;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The size that is promised: a million hosts in one zone.
@Tag("long")
class MillionHostsTest {
  private static final int HOSTS = 1_000_000;

  @TempDir Path folder;

  @Test
  void a_million_hosts_load_and_each_is_found() throws IOException {
    Path file = folder.resolve("big.test.zone");
    try (BufferedWriter out = Files.newBufferedWriter(file)) {
      out.write(
          "$TTL 3600\n@ SOA ns1 hostmaster 1 3600 600 86400 300\n@ NS ns1\nns1 A 192.0.2.1\n");
      for (int i = 0; i < HOSTS; i++) {
        out.write(
            "h" + i + " A 10." + (i >> 16 & 255) + "." + (i >> 8 & 255) + "." + (i & 255) + "\n");
        if (i % 4 == 0) {
          out.write(
              "h"
                  + i
                  + " AAAA 2001:db8::"
                  + Integer.toHexString(i >> 16)
                  + ":"
                  + Integer.toHexString(i & 0xFFFF)
                  + "\n");
        }
      }
    }
    ZoneFile.Reading reading =
        new ZoneFile(Name.fromConstantString("big.test."), file, folder).read();
    assertThat(reading.diagnostics()).isEmpty();
    Zone zone = Objects.requireNonNull(reading.zone());
    assertThat(zone.records()).isEqualTo(HOSTS + HOSTS / 4 + 3);
    assertThat(zone.octets()).isLessThan(60L * HOSTS);
    var finding = new Finding();
    for (int i = 0; i < HOSTS; i++) {
      zone.lookup(Labels.of(Name.fromString("h" + i + ".big.test.")), Type.A, finding);
      assertThat(finding.kind).isEqualTo(Kind.ANSWER);
      byte[] address = zone.recordSet(zone.origin(), finding.set).rdata().getFirst();
      assertThat((address[1] & 0xFF) << 16 | (address[2] & 0xFF) << 8 | address[3] & 0xFF)
          .isEqualTo(i);
    }
    zone.lookup(Labels.of(Name.fromString("h" + HOSTS + ".big.test.")), Type.A, finding);
    assertThat(finding.kind).isEqualTo(Kind.NO_NAME);
  }
}
