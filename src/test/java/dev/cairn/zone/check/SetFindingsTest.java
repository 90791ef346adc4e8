package dev.cairn.zone.check;

import static dev.cairn.zone.check.Judged.TOP;
import static dev.cairn.zone.check.Judged.below;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.zone.ZoneFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

/// Record sets.
final class SetFindingsTest {
  @TempDir private Path folder;

  @Test
  void records_that_differ_are_well() {
    assertThat(below("a A 192.0.2.2\na A 192.0.2.3\na 60 AAAA 2001:db8::2\n")).isEmpty();
  }

  @Test
  void a_record_that_stands_twice_is_named() {
    assertThat(below("a A 192.0.2.2\na A 192.0.2.3\na A 192.0.2.2\n"))
        .containsExactly("duplicate-record 7:1");
  }

  @Test
  void letters_in_names_have_no_case_and_those_in_text_have() {
    assertThat(below("m MX 1 ns\nm MX 1 NS\n")).containsExactly("duplicate-record 6:1");
    assertThat(below("t TXT \"a\"\nt TXT \"A\"\n")).isEmpty();
  }

  @Test
  void one_among_many_is_found() {
    String many =
        IntStream.range(0, 300)
            .mapToObj(i -> "m A 192.0.%d.%d\n".formatted(i / 256, i % 256))
            .collect(Collectors.joining());
    assertThat(below(many)).isEmpty();
    assertThat(below(many + "m A 192.0.0.9\n")).containsExactly("duplicate-record 305:1");
  }

  @Test
  void ttls_that_differ_are_told_once_a_set() {
    assertThat(below("a 60 A 192.0.2.2\na 70 A 192.0.2.3\na 80 A 192.0.2.4\n"))
        .containsExactly("ttl-differs 6:3");
    assertThat(below("a 60 A 192.0.2.2\na IN 60 A 192.0.2.3\n")).isEmpty();
  }

  @Test
  void a_ttl_that_is_not_written_is_shown_at_the_type() {
    assertThat(below("a 60 A 192.0.2.2\n$TTL 70\na IN A 192.0.2.3\n"))
        .containsExactly("ttl-differs 7:6");
  }

  @Test
  void what_is_included_is_named_by_its_file() throws Exception {
    Path part = folder.resolve("part");
    Path zone = folder.resolve("zone");
    Files.writeString(part, "b A 192.0.2.2\nb A 192.0.2.2\n");
    Files.writeString(zone, TOP + "$INCLUDE part\n");
    var file = new ZoneFile(Name.fromConstantString("x."), zone, folder);
    var found =
        new Inspection(Set.of(), new Inspection.Circumstances(Judged.NOW, Map.of()))
            .of(List.of(new Inspection.Subject(file, false)))
            .getFirst()
            .diagnostics();
    assertThat(found).singleElement().asString().startsWith(part + ":2:1: warning: ");
  }
}
