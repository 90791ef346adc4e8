package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/// `[[key]]` and `[transfer]`.
final class TransferTableTest {
  private static final String KEY =
      "[[key]]\nname = 'sec.'\nsecret = 'bm90IGtub3duIHRvIG90aGVycw=='\n";

  @Test
  void keys_are_read_and_shown_without_their_secrets() {
    Config config = Reading.good(KEY + "[transfer]\nkeys = ['SEC.']\nto = ['10.0.0.0/8']\n");
    assertThat(config.transfer().keys()).containsExactly(config.signingKeys().getFirst().name());
    assertThat(config.transfer().to()).hasSize(1);
    assertThat(config.signingKeys().getFirst().algorithm())
        .isEqualTo(SigningKey.Algorithm.HMAC_SHA256);
    assertThat(config.toString()).contains("key sec.").doesNotContain("bm90IGtub3du");
  }

  @Test
  void nobody_may_unless_it_is_written() {
    assertThat(Config.DEFAULTS.transfer().keys()).isEmpty();
    assertThat(Config.DEFAULTS.transfer().to()).isEmpty();
  }

  @Test
  void what_is_wrong_is_told_at_its_place_and_never_repeated() {
    assertThat(Reading.errors("[[key]]\nname = 'sec.'\nsecret = 'too short'\n").toString())
        .contains("3:", "base64")
        .doesNotContain("too short");
    assertThat(Reading.errors("[[key]]\nname = 'sec.'\n").toString()).contains("secret");
    assertThat(Reading.errors(KEY + "algorithm = 'hmac-md5'\n").toString())
        .contains("4:", "hmac-sha256");
    assertThat(Reading.errors(KEY + KEY).toString()).contains("5:", "sec.");
    assertThat(Reading.errors(KEY + "[transfer]\nkeys = ['other.']\n").toString())
        .contains("5:", "other.");
  }
}
