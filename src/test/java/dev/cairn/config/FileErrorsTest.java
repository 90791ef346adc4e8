package dev.cairn.config;

import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The file itself, and the paths in it.
class FileErrorsTest {
  @TempDir Path folder;

  @Test
  void a_file_that_is_not_there_is_one_error() {
    Path file = folder.resolve("none.toml");
    assertThat(errors(file)).containsExactly(file + ": there is no such file");
  }

  @Test
  void a_folder_is_no_file() {
    assertThat(errors(folder)).containsExactly(folder + ": cannot be read: Is a directory");
  }

  @Test
  void a_file_below_a_file_is_one_error() throws IOException {
    Path file = written("").resolve("dns.toml");
    assertThat(errors(file)).containsExactly(file + ": cannot be read: Not a directory");
  }

  @Test
  void one_mebibyte_is_read_and_not_one_octet_more() throws IOException {
    var comment = "#" + "x".repeat((1 << 20) - 1);
    assertThat(errors(written(comment))).isEmpty();

    Path file = written(comment + "x");
    var tooLarge = file + ": is larger than 1 MiB, the most that is read";
    assertThat(errors(file)).containsExactly(tooLarge);
    assertThat(Reading.errors(ConfigReader.parse(file, comment + "x"))).containsExactly(tooLarge);
  }

  @Test
  void a_file_without_end_is_too_large() {
    Path endless = Path.of("/dev/zero");
    assertThat(errors(endless))
        .containsExactly("/dev/zero: is larger than 1 MiB, the most that is read");
  }

  @Test
  void an_octet_that_is_not_utf_8_is_named_with_its_place() throws IOException {
    var octets = new ByteArrayOutputStream();
    octets.writeBytes("# größer\n[server]\nidentity = \"é".getBytes(UTF_8));
    octets.write(0xE9);
    octets.writeBytes("x\"\n".getBytes(UTF_8));
    Path file = Files.write(folder.resolve("dns.toml"), octets.toByteArray());
    assertThat(errors(file))
        .containsExactly(file + ":3:14: is not UTF-8: octet 0xE9 is no part of a character");
  }

  @Test
  void a_character_cut_off_at_the_end_is_not_utf_8() throws IOException {
    Path file = Files.write(folder.resolve("dns.toml"), new byte[] {'#', (byte) 0xC3});
    assertThat(errors(file))
        .containsExactly(file + ":1:2: is not UTF-8: octet 0xC3 is no part of a character");
  }

  @Test
  void utf_16_is_not_utf_8() throws IOException {
    Path file = Files.write(folder.resolve("dns.toml"), "[cache]\n".getBytes(UTF_16));
    assertThat(errors(file))
        .containsExactly(file + ":1:1: is not UTF-8: octet 0xFE is no part of a character");
  }

  @Test
  void a_byte_order_mark_is_no_part_of_the_text() throws IOException {
    Path file = written("\uFEFF[cache]\nsize = '1GiB'");
    assertThat(Reading.good(ConfigReader.read(file)).cache().size()).isEqualTo(1L << 30);
    assertThat(errors(written("\uFEFFx = 1")))
        .singleElement()
        .asString()
        .startsWith(file + ":1:1: x: unknown key; ");
  }

  @Test
  void the_file_is_named_as_the_caller_names_it() {
    var file = Path.of("some", "..", "where", "dns.toml");
    assertThat(Reading.errors(ConfigReader.parse(file, "x = 1")))
        .singleElement()
        .asString()
        .startsWith("some/../where/dns.toml:1:1: x: ");
  }

  @Test
  void an_error_has_its_parts() {
    var result = ConfigReader.parse(Reading.FILE, "\n [[zone]]\n name = 'a'\n  file = 5");
    assertThat(((ConfigResult.Bad) result).errors())
        .containsExactly(
            new ConfigError(
                Reading.FILE,
                4,
                3,
                "zone[0].file",
                "must be a string such as \"../zones/example.org.zone\", not an integer"));
  }

  @Test
  void paths_begin_in_the_folder_of_the_file() throws IOException {
    Files.createDirectory(folder.resolve("zones"));
    Path conf = Files.createDirectory(folder.resolve("conf"));
    Path file = conf.resolve("dns.toml");
    Files.writeString(
        file,
        """
        [zones]
        directory = "../zones"
        [[zone]]
        name = "a"
        file = "../elsewhere/./a.zone"
        [[zone]]
        name = "b"
        file = "/srv/b.zone"
        """);
    Config config = Reading.good(ConfigReader.read(file));
    assertThat(config.zonesDirectory()).isEqualTo(folder.resolve("zones").toAbsolutePath());
    assertThat(config.zones())
        .extracting(ZoneEntry::file)
        .containsExactly(
            folder.resolve("elsewhere/a.zone").toAbsolutePath(), Path.of("/srv/b.zone"));
  }

  @Test
  void a_relative_file_makes_absolute_paths() {
    var config = Reading.good("[[zone]]\nname = 'a'\nfile = 'a.zone'");
    assertThat(config.zones().getFirst().file()).isEqualTo(Path.of("a.zone").toAbsolutePath());
  }

  @Test
  void a_zones_directory_is_a_folder_that_exists() throws IOException {
    Path file = written("[zones]\ndirectory = 'none'");
    assertThat(errors(file))
        .containsExactly(
            file
                + ":2:1: zones.directory: \"none\" does not exist (\""
                + folder.resolve("none")
                + "\"); allowed: a folder that exists");
    written("[zones]\ndirectory = 'dns.toml'");
    assertThat(errors(file))
        .containsExactly(
            file
                + ":2:1: zones.directory: \"dns.toml\" is not a folder (\""
                + file
                + "\"); allowed: a folder that exists");
  }

  @Test
  void what_is_no_path_is_an_error() {
    assertThat(Reading.errors("[zones]\ndirectory = ''\n[[zone]]\nname = 'a'\nfile = \"a\\u0000\""))
        .containsExactly(
            "dns.toml:2:1: zones.directory: is empty; allowed: a path, absolute or from the folder"
                + " of this file",
            "dns.toml:5:1: zone[0].file: \"a\\u0000\" is no path on this system; allowed: what a"
                + " file can be called");
  }

  private Path written(String text) throws IOException {
    return Files.writeString(folder.resolve("dns.toml"), text);
  }

  private static List<String> errors(Path file) {
    return Reading.errors(ConfigReader.read(file));
  }
}
