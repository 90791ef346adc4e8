package dev.cairn.zone;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// `$INCLUDE` reads files below the zone's folder, and no others.
class IncludeTest {
  private static final String TOP =
      "$TTL 300\n@ SOA ns1 hostmaster 1 7200 900 1209600 300\n@ NS ns1\n";

  @TempDir Path parent;
  private Path folder;
  private Path main;

  @BeforeEach
  void folder() throws IOException {
    folder = Files.createDirectory(parent.resolve("zones"));
    main = folder.resolve("example.org.zone");
  }

  @Test
  void a_file_is_read_where_it_is_included() throws IOException {
    Files.createDirectory(folder.resolve("more"));
    write("more/hosts.inc", "a A 192.0.2.1\nb A 192.0.2.2");
    Zone zone = zone("$INCLUDE more/hosts.inc ; a comment\nc A 192.0.2.3\n");
    assertThat(zone.records()).isEqualTo(5);
    assertThat(reading("$include \"more/hosts.inc\"\n").files())
        .containsExactly(main, folder.resolve("more/hosts.inc"));
  }

  @Test
  void a_file_is_looked_for_beside_the_one_that_includes_it() throws IOException {
    Files.createDirectories(folder.resolve("more/deep"));
    write("more/first.inc", "$INCLUDE deep/second.inc\n");
    write("more/deep/second.inc", "$INCLUDE ../third.inc\n");
    write("more/third.inc", "a A 192.0.2.1\n");
    assertThat(zone("$INCLUDE more/first.inc\n").records()).isEqualTo(3);
  }

  @Test
  void a_file_may_be_named_from_the_root_on() throws IOException {
    write("hosts.inc", "a A 192.0.2.1\n");
    assertThat(zone("$INCLUDE " + folder.resolve("hosts.inc") + "\n").records()).isEqualTo(3);
  }

  @Test
  void the_origin_and_the_owner_are_the_same_again_behind_it() throws IOException {
    write("hosts.inc", "$ORIGIN elsewhere.example.org.\n@ A 192.0.2.1\ndeep A 192.0.2.2\n");
    Zone zone = zone("a A 192.0.2.3\n$INCLUDE hosts.inc\n  AAAA ::1\nb A 192.0.2.4\n");
    assertThat(Oracle.setOf(zone, name("deep.elsewhere.example.org."), Type.A)).hasSize(1);
    assertThat(Oracle.setOf(zone, name("a.example.org."), Type.AAAA)).hasSize(1);
    assertThat(Oracle.setOf(zone, name("b.example.org."), Type.A)).hasSize(1);
  }

  @Test
  void an_origin_may_be_given_to_it() throws IOException {
    write("hosts.inc", "@ A 192.0.2.1\na A 192.0.2.2\n");
    Zone zone =
        zone("$INCLUDE hosts.inc one\n$ORIGIN two\n$INCLUDE hosts.inc three\nb A 192.0.2.3\n");
    for (String name : List.of("one", "a.one", "three.two", "a.three.two", "b.two")) {
      assertThat(Oracle.setOf(zone, name(name + ".example.org."), Type.A)).as(name).hasSize(1);
    }
  }

  @Test
  void it_begins_with_an_owner_of_its_own() throws IOException {
    write("hosts.inc", "  A 192.0.2.1\n");
    assertThat(errors("a A 192.0.2.2\n$INCLUDE hosts.inc\n"))
        .containsExactly(
            folder.resolve("hosts.inc") + ":1:3: the first record must begin with its owner name");
  }

  @Test
  void mistakes_in_it_are_named_with_its_file() throws IOException {
    write("hosts.inc", "a A 192.0.2.1\nb A x\n");
    assertThat(errors("$INCLUDE hosts.inc\nc A y\n"))
        .containsExactly(
            folder.resolve("hosts.inc") + ":2:5: 'x' is no IPv4 address, allowed is 192.0.2.1",
            main + ":5:5: 'y' is no IPv4 address, allowed is 192.0.2.1");
  }

  @Test
  void records_that_cannot_stand_together_are_named_where_they_are() throws IOException {
    write("hosts.inc", "\na CNAME b\n");
    assertThat(errors("a A 192.0.2.1\n$INCLUDE hosts.inc\n"))
        .singleElement()
        .asString()
        .startsWith(folder.resolve("hosts.inc") + ":2:1: CNAME beside A data");
  }

  @Test
  void a_file_that_is_not_there_is_named_where_it_was_wanted() throws IOException {
    assertThat(errors("\n$INCLUDE absent.inc\n"))
        .containsExactly(main + ":5:10: there is no file " + folder.resolve("absent.inc"));
    assertThat(reading("$INCLUDE absent.inc\n").files()) // so that it is watched for
        .contains(folder.resolve("absent.inc"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../outside.inc",
        "more/../../outside.inc",
        "./../zones/../outside.inc",
        "/etc/passwd",
        "../zones-of-others/outside.inc"
      })
  void a_file_outside_of_the_folder_is_not_read(String file) throws IOException {
    Files.createDirectory(folder.resolve("more"));
    Files.writeString(parent.resolve("outside.inc"), "a A 192.0.2.1\n");
    Files.createDirectory(parent.resolve("zones-of-others"));
    Files.writeString(parent.resolve("zones-of-others/outside.inc"), "a A 192.0.2.1\n");
    var reading = reading("$INCLUDE " + file + "\n");
    assertThat(texts(reading))
        .containsExactly(
            main + ":4:10: $INCLUDE of '" + file + "', allowed are files below " + folder);
    assertThat(reading.files()).containsExactly(main);
  }

  @Test
  void a_link_that_leads_out_of_the_folder_is_not_followed() throws IOException {
    Path outside = Files.writeString(parent.resolve("outside.inc"), "a A 192.0.2.1\n");
    Files.createSymbolicLink(folder.resolve("link.inc"), outside);
    Files.createSymbolicLink(folder.resolve("up"), parent);
    Files.createSymbolicLink(folder.resolve("twice.inc"), folder.resolve("link.inc"));
    for (String file : List.of("link.inc", "up/outside.inc", "twice.inc")) {
      assertThat(errors("$INCLUDE " + file + "\n"))
          .singleElement()
          .asString()
          .contains("allowed are files below");
    }
  }

  @Test
  void a_link_within_the_folder_is_followed() throws IOException {
    write("hosts.inc", "a A 192.0.2.1\n");
    Files.createSymbolicLink(folder.resolve("link.inc"), folder.resolve("hosts.inc"));
    assertThat(zone("$INCLUDE link.inc\n").records()).isEqualTo(3);
  }

  @Test
  void the_folder_may_itself_be_reached_by_a_link() throws IOException {
    write("hosts.inc", "a A 192.0.2.1\n");
    Files.writeString(main, TOP + "$INCLUDE hosts.inc\n");
    Path link = Files.createSymbolicLink(parent.resolve("link"), folder);
    var reading = new ZoneFile(name("example.org."), link.resolve("example.org.zone"), link).read();
    assertThat(texts(reading)).isEmpty();
  }

  @Test
  void links_that_lead_nowhere_or_in_a_circle_are_errors() throws IOException {
    Files.createSymbolicLink(folder.resolve("dangling.inc"), folder.resolve("absent.inc"));
    Files.createSymbolicLink(folder.resolve("circle.inc"), folder.resolve("circle.inc"));
    assertThat(errors("$INCLUDE dangling.inc\n$INCLUDE circle.inc\n")).hasSize(2);
  }

  @Test
  void a_folder_is_no_file() throws IOException {
    Files.createDirectory(folder.resolve("more"));
    for (String file : List.of("more", ".")) {
      assertThat(errors("$INCLUDE " + file + "\n"))
          .singleElement()
          .asString()
          .startsWith(main + ":4:10: ")
          .endsWith(" is no regular file");
    }
  }

  @Test
  void a_pipe_is_no_file() throws Exception {
    Path pipe = folder.resolve("pipe");
    var process = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(errors("$INCLUDE pipe\n"))
        .containsExactly(main + ":4:10: " + pipe + " is no regular file");
  }

  @Test
  void a_file_that_includes_itself_is_an_error() throws IOException {
    write("self.inc", "$INCLUDE self.inc\n");
    assertThat(errors("$INCLUDE self.inc\n"))
        .containsExactly(folder.resolve("self.inc") + ":1:1: $INCLUDE nested deeper than 10");
  }

  @Test
  void files_that_include_each_other_many_times_are_bounded() throws IOException {
    write("one.inc", "$INCLUDE two.inc\n".repeat(20));
    write("two.inc", "$INCLUDE one.inc\n".repeat(20));
    var reading = reading("$INCLUDE one.inc\n");
    assertThat(reading.zone()).isNull();
    assertThat(reading.files()).hasSize(10_000);
    assertThat(reading.diagnostics()).hasSize(101);
  }

  @Test
  void nesting_is_allowed_ten_deep() throws IOException {
    for (int i = 1; i < 10; i++) {
      write(i + ".inc", "$INCLUDE " + (i + 1) + ".inc\n");
    }
    write("10.inc", "a A 192.0.2.1\n");
    assertThat(zone("$INCLUDE 1.inc\n").records()).isEqualTo(3);
    write("10.inc", "$INCLUDE 11.inc\n");
    write("11.inc", "a A 192.0.2.1\n");
    assertThat(errors("$INCLUDE 1.inc\n")).hasSize(1);
  }

  @Test
  void it_wants_a_file_and_at_most_an_origin() throws IOException {
    write("hosts.inc", "a A 192.0.2.1\n");
    assertThat(errors("$INCLUDE\n")).singleElement().asString().contains(":4:9: $INCLUDE wants");
    assertThat(errors("$INCLUDE hosts.inc a b\n")).hasSize(1);
    assertThat(errors("$INCLUDE hosts.inc a..b\n")).hasSize(1);
    assertThat(errors("$INCLUDE \"\u0000\"\n")).singleElement().asString().contains("is no path");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(folder.resolve(file), text);
  }

  private Zone zone(String text) throws IOException {
    var reading = reading(text);
    assertThat(texts(reading)).isEmpty();
    assertThat(reading.zone()).isNotNull();
    return reading.zone();
  }

  private List<String> errors(String text) throws IOException {
    var reading = reading(text);
    assertThat(reading.zone()).isNull();
    return texts(reading);
  }

  private ZoneFile.Reading reading(String text) throws IOException {
    Files.writeString(main, TOP + text);
    return new ZoneFile(name("example.org."), main, folder).read();
  }

  private static List<String> texts(ZoneFile.Reading reading) {
    return reading.diagnostics().stream().map(Diagnostic::toString).toList();
  }

  private static Name name(String text) {
    return Name.fromConstantString(text);
  }
}
