package dev.cairn.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServingTest {

  @Test
  void what_service_managers_write_is_read_at_once() {
    assertThat(Serving.of("serve", "--config", "a.toml", "--resolv-conf", "b"))
        .isEqualTo(new Serving(Path.of("a.toml"), Path.of("b")));
    assertThat(Serving.of("serve", "-c", "a.toml"))
        .isEqualTo(new Serving(Path.of("a.toml"), Path.of(Serving.RESOLV_CONF)));
    assertThat(Serving.of("serve"))
        .isEqualTo(new Serving(ConfigOption.usualFile(), Path.of(Serving.RESOLV_CONF)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "check",
        "check --config a",
        "serve --help",
        "serve --config",
        "serve --config=a.toml",
        "serve a.toml",
        "serve a b",
        "serve --config --help",
        "serve --config a --config b",
        "serve --resolv-conf a --resolv-conf b",
        "serve --nothing a"
      })
  void all_else_is_left_to_who_can_say_what_is_wrong(String words) {
    assertThat(Serving.of(words.split(" "))).isNull();
  }
}
