package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/// A text that several processors read in stretches becomes the same zone, with the same to say of
/// it, as one that is read from its beginning to its end, entry by entry.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReadingAheadTest {
  private static final String ODD = " \t\n\r()\";\\$@.:,*-0a\u0000\u00ff";
  private static final List<String> LINES =
      List.of(
          "www A 192.0.2.1",
          "www A 192.0.2.1 ; again",
          "WWW 60 IN AAAA 2001:db8::1",
          " IN 60 A 192.0.2.7",
          "\tTXT \"a b\" c",
          "a.b.c MX 10 www",
          "@ NS ns1",
          "$ORIGIN sub",
          "$ORIGIN example.org.",
          "$ORIGIN org.",
          "example NS ns1.example",
          "elsewhere A 192.0.2.1",
          "$TTL 60",
          "$TTL 1h",
          "long ( A",
          " 192.0.2.9 )",
          "longer MX ( 10",
          "inner A )",
          "alias CNAME www.example.org.",
          "alias A 192.0.2.1",
          "srv SRV 1 2 3 www",
          "$GENERATE 1-3 host$ A 192.0.2.$",
          "big 3000000000 A 192.0.2.1",
          "wrong A 192.0.2.256",
          "unknown IN FOO bar",
          "unit 1h A 192.0.2.4",
          "\"quoted\" A 192.0.2.4",
          "esc\\097ped A 192.0.2.5",
          "txt TXT \"not closed",
          "ptr PTR .",
          "crlf A 192.0.2.6\r",
          "; nothing",
          "",
          "  ; nothing",
          "$INCLUDE other.zone",
          "$INCLUDE other.zone inc",
          "opens (",
          "@ SOA ns1 hostmaster 2 7200 900 1209600 300",
          "sub SOA ns1 hostmaster 2 7200 900 1209600 300",
          "generic TYPE1 \\# 4 c0000201");

  private final ExecutorService others = Executors.newFixedThreadPool(2);
  @TempDir private Path folder;

  @BeforeEach
  void writeWhatIsIncluded() throws IOException {
    Files.writeString(
        folder.resolve("other.zone"), "in A 192.0.2.1\n$TTL 5\nin2 A 192.0.2.2\n A 192.0.2.3\n");
  }

  @AfterAll
  void end() {
    others.shutdownNow();
  }

  @Test
  void every_odd_zone_file_is_read_alike() throws IOException {
    for (var odd : ZoneFileCorpus.all().toList()) {
      isReadAlike(odd.name(), odd.text(), 16);
    }
  }

  @Test
  void odd_zone_files_with_octets_changed_are_read_alike() throws IOException {
    var random = new Random(5);
    for (var odd : ZoneFileCorpus.all().toList()) {
      var text = new StringBuilder(odd.text());
      for (int change = 0; change < 3 && !text.isEmpty(); change++) {
        text.setCharAt(random.nextInt(text.length()), ODD.charAt(random.nextInt(ODD.length())));
      }
      isReadAlike(odd.name(), text.toString(), 1 + random.nextInt(40));
    }
  }

  @Test
  void lines_in_any_order_are_read_alike() throws IOException {
    var random = new Random(6);
    for (int zone = 0; zone < 1_500; zone++) {
      var text = new StringBuilder(random.nextInt(8) == 0 ? "" : ZoneFileCorpus.TOP);
      int kinds = 1 + random.nextInt(LINES.size());
      for (int line = random.nextInt(60); line > 0; line--) {
        text.append(LINES.get(random.nextInt(kinds))).append('\n');
      }
      isReadAlike("zone " + zone, text.toString(), 1 + random.nextInt(200));
    }
  }

  private void isReadAlike(String name, String text, int stretch) throws IOException {
    Path file = folder.resolve("test.zone");
    Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
    String alone = told(file, Integer.MAX_VALUE, Runnable::run, false);
    assertThat(told(file, Integer.MAX_VALUE, Runnable::run, true)).as(name).isEqualTo(alone);
    assertThat(told(file, stretch, Runnable::run, true)).as(name).isEqualTo(alone);
    assertThat(told(file, stretch, others, true)).as(name).isEqualTo(alone);
    assertThat(told(file, stretch, _ -> {}, true)).as(name).isEqualTo(alone);
  }

  /// Everything that became of a file.
  private String told(Path file, int stretch, Executor executor, boolean isQuick) {
    var zone = new ZoneFile(Name.fromConstantString(ZoneFileCorpus.ORIGIN), file, folder);
    var diagnostics = new Diagnostics(Set.of());
    var files = new ArrayList<Path>();
    var builder = new ZoneBuilder(zone.origin());
    var ways = new ZoneFileReader.Ways(stretch, executor, isQuick);
    try {
      new ZoneFileReader(zone, builder, diagnostics, files, ways).readAll();
      String packed = "";
      if (builder.hasSoa()) {
        byte[] data =
            builder
                .build((rule, place, message) ->
                    diagnostics.add(
                        new Diagnostic(rule, files.get(place.file()), place.line(), 1, message)))
                .data();
        packed = HexFormat.of().formatHex(data);
      }
      return diagnostics.all() + "\n" + files + "\n" + builder.origins() + "\n" + packed;
    } catch (ZoneBuilder.TooLarge e) {
      throw new AssertionError(e);
    }
  }
}
