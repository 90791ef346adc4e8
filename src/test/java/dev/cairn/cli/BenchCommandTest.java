package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.cli.ScriptedServer.Script;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class BenchCommandTest {
  private static final Script NXDOMAIN = query -> List.of(reply(query, Rcode.NXDOMAIN));

  @TempDir private Path folder;

  private static byte[] reply(Message query, int rcode) {
    return ScriptedServer.reply(
        query,
        message -> {
          message.getHeader().setRcode(rcode);
          return message;
        });
  }

  @ParameterizedTest
  @CsvSource({"--rate=0", "--rate=500", "--tcp"})
  void every_query_is_answered_and_counted(String option) throws IOException {
    try (var server = ScriptedServer.over(NXDOMAIN, NXDOMAIN)) {
      Run run = Run.of("bench", "www.example.org", server.word(), "--time=300ms", "--json", option);
      assertThat(run.err()).isEmpty();
      assertThat(run.status()).isZero();
      JsonNode told = JsonMapper.shared().readTree(run.out());
      long asked = told.get("asked").asLong();
      assertThat(asked).isGreaterThan(50);
      assertThat(told.get("answered").asLong()).isEqualTo(asked);
      assertThat(told.get("rcodes").get("NXDOMAIN").asLong()).isEqualTo(asked);
      assertThat(told.get("lost").asLong()).isZero();
      assertThat(server.queries()).hasSize((int) asked);
    }
  }

  @Test
  void the_questions_of_a_mix_are_asked_in_turn() throws IOException {
    Path mix = folder.resolve("mix.txt");
    Files.writeString(mix, "# two\na.example A 1\n\n; and\n b.example\tMX\n");
    try (var server = ScriptedServer.overUdp(NXDOMAIN)) {
      Run run =
          Run.of(
              "bench",
              server.word(),
              "--mix=" + mix,
              "--time=200ms",
              "--rate=100",
              "--clients=1",
              "--dnssec",
              "--norec");
      assertThat(run.status()).isZero();
      Message first = server.queries().getFirst();
      Message second = server.queries().get(1);
      assertThat(first.getQuestion().getName()).isEqualTo(Name.fromString("a.example."));
      assertThat(second.getQuestion().getName()).isEqualTo(Name.fromString("b.example."));
      assertThat(second.getQuestion().getType()).isEqualTo(Type.MX);
      assertThat(first.getOPT().getFlags()).isEqualTo(ExtendedFlags.DO);
      assertThat(first.getHeader().getFlag(org.xbill.DNS.Flags.RD)).isFalse();
    }
  }

  @Test
  void what_is_not_answered_is_lost_and_what_was_not_asked_is_strange() throws IOException {
    var count = new AtomicInteger();
    Script half =
        query ->
            count.incrementAndGet() % 2 == 0
                ? List.of(reply(query, Rcode.NOERROR), reply(query, Rcode.NOERROR))
                : List.of();
    try (var server = ScriptedServer.overUdp(half)) {
      Run run =
          Run.of(
              "bench",
              "www.example.org",
              server.word(),
              "--time=200ms",
              "--rate=200",
              "--timeout=300ms",
              "--json");
      JsonNode told = JsonMapper.shared().readTree(run.out());
      assertThat(told.get("lost").asLong()).isPositive();
      assertThat(told.get("strange").asLong()).isPositive();
      assertThat(told.get("answered").asLong() + told.get("lost").asLong())
          .isEqualTo(told.get("asked").asLong());
    }
  }

  @Test
  void a_silent_server_is_said_to_be_one() throws IOException {
    try (var server = ScriptedServer.over(Script.SILENT, Script.SILENT)) {
      Run run = Run.of("bench", "a.example", server.word(), "--time=100ms", "--timeout=100ms");
      assertThat(run.status()).isEqualTo(1);
      assertThat(run.lines()).anySatisfy(line -> assertThat(line).startsWith("lost      128 "));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "'a.example',1:1: expected NAME TYPE",
    "'a.example WHAT',1:11: unknown type \"WHAT\"",
    "'ok.example A\n a..b A','2:2: \"a..b\" is no name'",
    "'# nothing',has no question"
  })
  void a_mix_that_cannot_be_used_is_told_with_its_place(String text, String sentence)
      throws IOException {
    Path mix = folder.resolve("mix.txt");
    Files.writeString(mix, text);
    Run run = Run.of("bench", "--mix=" + mix);
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(mix.toString(), sentence);
  }

  @Test
  void a_mix_that_is_not_there_is_told() {
    Run run = Run.of("bench", "--mix=" + folder.resolve("none"));
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains(folder.resolve("none") + ": there is no such file");
  }

  @Test
  void a_mix_and_a_name_exclude_each_other() {
    Run run = Run.of("bench", "--mix=x", "a.example");
    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).contains("--mix and a NAME exclude each other");
  }
}
