package dev.cairn.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.guard.Cookies.Verdict;
import dev.cairn.message.SipHash;
import java.net.InetAddress;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The test vectors of RFC 9018, appendix A, and what follows from its rules.
final class CookiesTest {
  private static final String SECRET = "e5e973e5a6b2a43f48e7dc849e37bfcf";
  private static final String NEW_SECRET = "445536bcd2513298075a5d379663c962";
  private static final InetAddress CLIENT = InetAddress.ofLiteral("198.51.100.100");
  private static final InetAddress OTHER = InetAddress.ofLiteral("203.0.113.203");
  private static final InetAddress SIX =
      InetAddress.ofLiteral("2001:db8:220:1:59de:d0f4:8769:82b8");

  @Test
  void a_new_cookie_is_as_in_a_1() {
    assertThat(
            HexFormat.of().formatHex(at(0x5cf79f11, SECRET).reply(hex("2464c4abcf10c957"), CLIENT)))
        .isEqualTo("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
  }

  @Test
  void a_renewed_cookie_is_as_in_a_2() {
    byte[] shown = hex("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
    assertThat(HexFormat.of().formatHex(at(0x5cf7a871, SECRET).reply(shown, CLIENT)))
        .isEqualTo("2464c4abcf10c957010000005cf7a871d4a564a1442aca77");
  }

  @Test
  void reserved_octets_of_another_maker_do_not_matter_as_in_a_3() {
    byte[] shown = hex("fc93fc62807ddb8601abcdef5cf78f71a314227b6679ebf5");
    assertThat(at(0x5cf78f71 + 60, SECRET).judge(shown, OTHER)).isEqualTo(Verdict.KNOWN);
  }

  @Test
  void a_cookie_of_the_secret_before_is_known_and_renewed_with_the_new_one_as_in_a_4() {
    byte[] shown = hex("22681ab97d52c298010000005cf7c57926556bd0934c72f8");
    Cookies cookies = at(0x5cf7c609, NEW_SECRET, "dd3bdf9344b678b185a6f5cb60fca715");
    assertThat(cookies.judge(shown, SIX)).isEqualTo(Verdict.KNOWN);
    assertThat(HexFormat.of().formatHex(cookies.reply(shown, SIX)))
        .isEqualTo("22681ab97d52c298010000005cf7c609a6bb79d16625507a");
  }

  @Test
  void a_cookie_without_ours_is_new() {
    assertThat(at(0, SECRET).judge(hex("2464c4abcf10c957"), CLIENT)).isEqualTo(Verdict.NEW);
  }

  @Test
  void a_cookie_of_another_client_or_secret_or_time_is_wrong() {
    byte[] shown = hex("2464c4abcf10c957010000005cf79f111f8130c3eee29480");
    assertThat(at(0x5cf79f11, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.KNOWN);
    assertThat(at(0x5cf79f11, SECRET).judge(shown, OTHER)).isEqualTo(Verdict.WRONG);
    assertThat(at(0x5cf79f11, NEW_SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.WRONG);
    assertThat(at(0x5cf79f11 + 3600, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.KNOWN);
    assertThat(at(0x5cf79f11 + 3601, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.WRONG);
    assertThat(at(0x5cf79f11 - 300, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.KNOWN);
    assertThat(at(0x5cf79f11 - 301, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.WRONG);
    shown[8] = 2;
    assertThat(at(0x5cf79f11, SECRET).judge(shown, CLIENT)).isEqualTo(Verdict.WRONG);
  }

  @Test
  void the_hash_is_that_of_its_authors() {
    byte[] key = hex("000102030405060708090a0b0c0d0e0f");
    byte[] octets = hex("000102030405060708090a0b0c0d0e");
    assertThat(SipHash.ofKey(key, SipHash.Strength.COOKIE).of(octets))
        .isEqualTo(0xa129ca6149be45e5L);
  }

  private static Cookies at(int seconds, String... secrets) {
    return new Cookies(
        List.of(secrets).stream().map(HexFormat.of()::parseHex).toList(),
        () -> Instant.ofEpochSecond(seconds));
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }
}
