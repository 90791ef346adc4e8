package dev.cairn.config;

import java.util.Base64;
import java.util.Locale;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// How names and texts are written, and the words of a few keys.
final class Forms {
  static final Form<Name> NAME = new Text<>("\"example.org.\"", Forms::name);
  static final Form<Name> SUFFIX = new Text<>("\"corp.example.\"", Forms::suffix);
  static final Form<ZoneEntry.OnMiss> ON_MISS = Words.of(ZoneEntry.OnMiss.class);
  static final Form<String> IDENTITY = new Text<>("\"ns1\"", Forms::identity);

  static final Form<Server.AnyAnswer> ANY = Words.of(Server.AnyAnswer.class);
  static final Form<Server.UdpEngine> UDP_ENGINE = Words.of(Server.UdpEngine.class);
  static final Form<String> SECRET =
      new Text<>("\"e5e973e5a6b2a43f48e7dc849e37bfcf\"", Forms::secret);

  static final Form<SigningKey.Algorithm> ALGORITHM = Words.of(SigningKey.Algorithm.class);
  static final Form<String> KEY_SECRET =
      new Text<>(Shown.quoted(SigningKey.SHOWN), Forms::keySecret);

  private static final int SECRET_DIGITS = 32;
  private static final int LEAST_SECRET = 8; // octets
  private static final int LONGEST_IDENTITY = 255;

  private Forms() {}

  private static Parsed<Name> name(String text) {
    if (text.isEmpty()) {
      return Parsed.wrong("is empty; allowed: a domain name, \".\" for the root");
    }
    if (!isPrintable(text) || text.contains(" ")) {
      return Parsed.wrong(
          Shown.quoted(text)
              + " is not a domain name; allowed: printable ASCII, and A-labels (xn--) for the"
              + " rest");
    }
    try {
      // dnsjava takes "@" for the origin, which there is none of here
      return text.equals("@")
          ? notAName(text, "\"@\" stands for nothing here")
          : Parsed.value(Name.fromString(text, Name.root));
    } catch (TextParseException e) {
      var message = String.valueOf(e.getMessage()); // 'NAME': WHY
      return notAName(text, message.substring(message.indexOf(' ') + 1));
    }
  }

  private static Parsed<Name> notAName(String text, String why) {
    return Parsed.wrong(
        "%s is not a domain name: %s; allowed: labels of 1 to 63 octets, 255 in all"
            .formatted(Shown.quoted(text), why));
  }

  private static Parsed<Name> suffix(String text) {
    return switch (name(text)) {
      case Parsed.Value<Name>(Name name) when name.equals(Name.root) ->
          Parsed.wrong("is the root; allowed: a name below it, forward.upstreams is for the rest");
      case Parsed<Name> other -> other;
    };
  }

  /// Never repeats what is there: it is a secret.
  private static Parsed<String> secret(String text) {
    return text.length() == SECRET_DIGITS
            && text.chars().allMatch(c -> Character.digit(c, 16) >= 0 && c < 128)
        ? Parsed.value(text.toLowerCase(Locale.ROOT))
        : Parsed.wrong(
            "is no secret; allowed: "
                + SECRET_DIGITS
                + " hexadecimal digits, as `openssl rand -hex 16` draws them");
  }

  /// Never repeats what is there either.
  private static Parsed<String> keySecret(String text) {
    return octetsOf(text) >= LEAST_SECRET
        ? Parsed.value(text)
        : Parsed.wrong(
            "is no secret; allowed: "
                + LEAST_SECRET
                + " octets or more in base64, as `openssl rand -base64 32` draws them");
  }

  /// How many octets base64 stands for, -1 if it is none.
  private static int octetsOf(String base64) {
    try {
      return Base64.getDecoder().decode(base64).length;
    } catch (IllegalArgumentException _) {
      return -1;
    }
  }

  private static Parsed<String> identity(String text) {
    return text.length() <= LONGEST_IDENTITY && isPrintable(text)
        ? Parsed.value(text)
        : Parsed.wrong(
            Shown.quoted(text)
                + " is too long or not printable; allowed: printable ASCII of at most "
                + LONGEST_IDENTITY
                + " octets");
  }

  private static boolean isPrintable(String text) {
    return text.chars().allMatch(c -> c >= ' ' && c <= '~');
  }
}
