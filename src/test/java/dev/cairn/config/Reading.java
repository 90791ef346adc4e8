package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;

/// What a text says when it is read as the file `dns.toml`.
final class Reading {
  static final Path FILE = Path.of("dns.toml");

  /// What an empty text says.
  static final Config DEFAULTS = Config.DEFAULTS.at(FILE);

  private Reading() {}

  static Config good(String text) {
    return good(ConfigReader.parse(FILE, text));
  }

  static Config good(ConfigResult result) {
    assertThat(result).isInstanceOf(ConfigResult.Good.class);
    return ((ConfigResult.Good) result).config();
  }

  /// The errors as an operator sees them.
  static List<String> errors(String text) {
    return errors(ConfigReader.parse(FILE, text));
  }

  static List<String> errors(ConfigResult result) {
    return switch (result) {
      case ConfigResult.Good _ -> List.of();
      case ConfigResult.Bad bad -> bad.errors().stream().map(ConfigError::toString).toList();
    };
  }
}
