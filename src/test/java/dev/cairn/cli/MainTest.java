package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class MainTest {
  @Test
  void help_names_the_commands() {
    Run run = Run.of("--help");

    assertThat(run.status()).isZero();
    assertThat(run.out()).contains("serve", "check", "query", "upstream", "cache");
  }

  @Test
  void every_command_has_help() {
    for (String command :
        new String[] {
          "serve",
          "check",
          "query",
          "upstream",
          "upstream status",
          "upstream simulate",
          "cache",
          "cache show",
          "cache why",
          "cache purge",
          "cache top",
          "cache stats"
        }) {
      Run run = Run.of((command + " --help").split(" "));

      assertThat(run.status()).isZero();
      assertThat(run.out()).contains("cairn " + command);
    }
  }

  @Test
  void the_version_names_the_runtime() {
    Run run = Run.of("--version");

    assertThat(run.status()).isZero();
    assertThat(run.out()).startsWith("cairn ").contains("Java " + Runtime.version());
  }

  @Test
  void no_command_is_used_wrong_and_shows_the_usage() {
    Run run = Run.of();

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err()).startsWith("cairn: ").contains("Usage:");
  }

  @Test
  void an_unknown_option_is_used_wrong_and_said_in_a_line() {
    Run run = Run.of("query", "--colour", "www.example.org");

    assertThat(run.status()).isEqualTo(2);
    assertThat(run.err().lines().findFirst()).hasValue("cairn query: Unknown option: '--colour'");
  }
}
