package dev.cairn.config;

import java.util.Locale;
import java.util.regex.Pattern;

/// The name of a host, as it stands in certificates and URIs (RFC 1123 §2.1).
final class HostName {
  private static final int LONGEST = 253;

  /// The last label begins with a letter, which tells names from addresses.
  private static final Pattern NAME =
      Pattern.compile(
          "([A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?\\.)*"
              + "[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\\.?");

  private HostName() {}

  static boolean is(String text) {
    return text.length() <= LONGEST && NAME.matcher(text).matches();
  }

  /// In lower case and without a dot at the end.
  static Parsed<String> read(String text) {
    if (!is(text)) {
      return Parsed.wrong(
          Shown.quoted(text)
              + " is not a host's name; allowed: labels of letters, digits and dashes, such as"
              + " \"dns.example\"");
    }
    var name = text.toLowerCase(Locale.ROOT);
    return Parsed.value(name.endsWith(".") ? name.substring(0, name.length() - 1) : name);
  }
}
