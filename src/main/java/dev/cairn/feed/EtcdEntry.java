package dev.cairn.feed;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One key of an etcd, and what it has.
///
/// @param key below the prefix
record EtcdEntry(Key key, byte[] value, long lease) {

  /// Keys are octets, and need not be text.
  ///
  /// @param octets each as the character of its number
  record Key(String octets) implements Comparable<Key> {

    static Key of(byte[] octets) {
      return new Key(new String(octets, ISO_8859_1));
    }

    /// Null if it is not UTF-8.
    @Nullable String text() {
      try {
        ByteBuffer octets = ByteBuffer.wrap(this.octets.getBytes(ISO_8859_1));
        return UTF_8.newDecoder().decode(octets).toString();
      } catch (CharacterCodingException _) {
        return null;
      }
    }

    /// For people: octets that are not text, and what cannot be seen, are written as `\xFF`.
    String shown() {
      String text = text();
      return (text == null ? octets : text)
          .chars()
          .mapToObj(one -> isSeen(one, text != null) ? Character.toString(one) : escaped(one))
          .collect(Collectors.joining());
    }

    private static boolean isSeen(int one, boolean isText) {
      return isText ? !Character.isISOControl(one) : one >= ' ' && one < 0x7F && one != '\\';
    }

    private static String escaped(int one) {
      return "\\x%02X".formatted(one);
    }

    @Override
    public int compareTo(Key other) {
      return octets.compareTo(other.octets);
    }
  }
}
