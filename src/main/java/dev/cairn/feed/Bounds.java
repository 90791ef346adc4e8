package dev.cairn.feed;

/// What a source may have at most. A source with more is not taken as it is: the last good state
/// stays, and the operator is told.
final class Bounds {
  /// Octets of all replies that come at a time; less where Java has little memory.
  static final int BODY = (int) Math.min(64 << 20, Runtime.getRuntime().maxMemory() / 8);

  /// Octets of one line of a stream.
  static final int LINE = 16 << 20;

  /// Instances of one source, or keys.
  static final int INSTANCES = 200_000;

  /// Names of services.
  static final int SERVICES = 50_000;

  /// Octets of one value.
  static final int VALUE = 64 << 10;

  /// Characters of a key, an id or a tag.
  static final int KEY = 1_024;

  /// Characters of the name of a service or a node.
  static final int NAME = 255;

  /// Tags, or entries of meta, of one instance.
  static final int PARTS = 128;

  /// Characters of what a check says.
  static final int OUTPUT = 4_096;

  private Bounds() {}

  /// The text, or its beginning if it is too long.
  static String cut(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most);
  }

  /// Whether a text may be a name: not empty, not too long, nothing in it that is not to be seen.
  static boolean isName(String text) {
    return !text.isEmpty()
        && text.length() <= NAME
        && text.chars().noneMatch(one -> one <= ' ' || one == 0x7F);
  }
}
