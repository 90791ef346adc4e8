package dev.cairn.zone.check;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A policy of who may send mail (RFC 7208): `v=spf1` and its terms.
record Spf(String text, List<Term> terms) {
  private static final String VERSION = "v=spf1";
  private static final Set<String> MECHANISMS =
      Set.of("all", "include", "a", "mx", "ptr", "ip4", "ip6", "exists");
  private static final Set<String> LOOKING_UP =
      Set.of("include", "a", "mx", "ptr", "exists", "redirect");
  private static final Set<String> LEADING_ON = Set.of("include", "redirect");

  /// A mechanism or a modifier.
  ///
  /// @param name in lower case, without qualifier
  /// @param domain what follows a colon or an equals sign, or empty
  record Term(String name, String domain, boolean isModifier) {
    boolean isKnown() {
      return isModifier || MECHANISMS.contains(name);
    }

    /// Whether it takes one of the ten lookups (RFC 7208 §4.6.4).
    boolean looksUp() {
      return LOOKING_UP.contains(name);
    }

    /// Whether another domain's policy counts too.
    boolean leadsOn() {
      return LEADING_ON.contains(name) && !domain.isEmpty() && domain.indexOf('%') < 0;
    }

    private static Term of(String word) {
      String bare = word.replaceFirst("^[-+?~]", "");
      int end = 0;
      while (end < bare.length() && ":=/".indexOf(bare.charAt(end)) < 0) {
        end++;
      }
      boolean hasDomain = end < bare.length() && bare.charAt(end) != '/';
      return new Term(
          bare.substring(0, end).toLowerCase(Locale.ROOT),
          hasDomain ? bare.substring(end + 1) : "",
          hasDomain && bare.charAt(end) == '=');
    }
  }

  /// The policy in the data of a TXT record; null if it is none.
  static @Nullable Spf of(byte[] octets, int at, int length) {
    if (length <= VERSION.length() || !isVersion(octets, at + 1)) {
      return null;
    }
    var text = new StringBuilder();
    for (int i = at; i < at + length; i += 1 + (octets[i] & 0xFF)) {
      text.append(new String(octets, i + 1, octets[i] & 0xFF, StandardCharsets.ISO_8859_1));
    }
    if (text.length() > VERSION.length() && text.charAt(VERSION.length()) != ' ') {
      return null;
    }
    var terms = new ArrayList<Term>();
    for (String word : text.substring(VERSION.length()).split(" ", -1)) {
      if (!word.isEmpty()) {
        terms.add(Term.of(word));
      }
    }
    return new Spf(text.toString(), terms);
  }

  private static boolean isVersion(byte[] octets, int at) {
    for (int i = 0; i < VERSION.length(); i++) {
      char wanted = VERSION.charAt(i);
      int octet = octets[at + i];
      if ((octet >= 'A' && octet <= 'Z' ? octet + 32 : octet) != wanted) {
        return false;
      }
    }
    return true;
  }
}
