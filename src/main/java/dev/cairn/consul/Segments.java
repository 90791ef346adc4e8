package dev.cairn.consul;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// The parts of a path between its slashes, each decoded after the path was split: an id or a key
/// may hold a slash that was sent as `%2F`.
record Segments(List<String> parts) {
  private static final String ROOT = "/v1/";

  Segments {
    parts = List.copyOf(parts);
  }

  /// @param uri as it stands in the first line of a request
  static Segments of(String uri) throws Refusal {
    String path = pathOf(uri);
    if (!path.startsWith(ROOT)) {
      throw Refusal.unknown("there is only /v1/");
    }
    var parts = new ArrayList<String>();
    for (String part : path.substring(ROOT.length()).split("/", -1)) {
      parts.add(decoded(part));
    }
    refuseTricks(String.join("/", parts));
    return new Segments(parts);
  }

  private static String pathOf(String uri) {
    int end = uri.indexOf('?');
    String path = end < 0 ? uri : uri.substring(0, end);
    int scheme = path.indexOf("://");
    if (scheme < 0 || path.startsWith("/")) {
      return path;
    }
    int slash = path.indexOf('/', scheme + 3); // as sent to proxies (RFC 9112 §3.2.2)
    return slash < 0 ? "/" : path.substring(slash);
  }

  private static String decoded(String part) throws Refusal {
    if (part.indexOf('%') < 0 && part.chars().allMatch(c -> c < 0x80)) {
      return part;
    }
    var octets = ByteBuffer.allocate(part.length());
    for (int i = 0; i < part.length(); i++) {
      char c = part.charAt(i);
      if (c == '%') {
        octets.put((byte) (hex(part, i + 1) << 4 | hex(part, i + 2)));
        i += 2;
      } else if (c < 0x100) {
        octets.put((byte) c);
      } else {
        throw badPath();
      }
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(octets.flip()).toString();
    } catch (CharacterCodingException _) {
      throw badPath();
    }
  }

  private static int hex(String part, int at) throws Refusal {
    int digit = at < part.length() ? Character.digit(part.charAt(at), 16) : -1;
    if (digit < 0) {
      throw badPath();
    }
    return digit;
  }

  private static void refuseTricks(String path) throws Refusal {
    if (path.chars().anyMatch(c -> c < ' ' || c == 0x7F)) {
      throw badPath();
    }
    for (String part : path.split("/", -1)) {
      if (part.equals("..")) {
        throw badPath();
      }
    }
  }

  private static Refusal badPath() {
    return Refusal.bad("Invalid URL path");
  }

  int count() {
    return parts.size();
  }

  String part(int number) {
    return parts.get(number);
  }

  /// All before a part, with slashes between them.
  String upTo(int number) {
    return String.join("/", parts.subList(0, number));
  }

  /// All from one part on, with slashes between them.
  String from(int number) {
    return String.join("/", parts.subList(number, parts.size()));
  }
}
