package dev.cairn.registry;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// What is known of a node or an instance, as rdata of TXT records (RFC 1464).
final class Texts {
  private static final String BARE = "rfc1035-"; // keys of values that stand alone
  private static final int LONGEST_STRING = 255;
  private static final int LONGEST = 4096; // octets of one text; more is cut

  private Texts() {}

  /// One rdata for each key, in the order of the keys.
  static List<byte[]> of(Map<String, String> meta) {
    Set<String> texts = new LinkedHashSet<>(); // no record twice (RFC 2181 §5)
    new TreeMap<>(meta).forEach((key, value) -> texts.add(text(key, value)));
    return texts.stream().map(Texts::rdata).toList();
  }

  private static String text(String key, String value) {
    return key.startsWith(BARE) ? value : quotedKey(key) + "=" + value.replace("`", "``");
  }

  /// A grave accent quotes what would end the key or be stripped from it (RFC 1464 §2).
  private static String quotedKey(String key) {
    int from = 0;
    while (from < key.length() && isBlank(key.charAt(from))) {
      from++;
    }
    int to = key.length();
    while (to > from && isBlank(key.charAt(to - 1))) {
      to--;
    }
    var quoted = new StringBuilder();
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      boolean isOutside = i < from || i >= to;
      quoted.append(c == '=' || c == '`' || isOutside ? "`" : "").append(c);
    }
    return quoted.toString();
  }

  private static boolean isBlank(char c) {
    return c == ' ' || c == '\t';
  }

  /// Strings of at most 255 octets one behind the other (RFC 1035 §3.3.14).
  private static byte[] rdata(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    int end = Math.min(octets.length, LONGEST);
    var out = new ByteArrayOutputStream(end + 1 + end / LONGEST_STRING);
    int at = 0;
    do {
      int length = Math.min(end - at, LONGEST_STRING);
      out.write(length);
      out.write(octets, at, length);
      at += length;
    } while (at < end);
    return out.toByteArray();
  }
}
