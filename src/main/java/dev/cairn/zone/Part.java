package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import org.xbill.DNS.DClass;

/// A part of an entry in a master file, and where it stands.
public enum Part {
  OWNER,
  TTL,
  TYPE,
  /// The words of the data.
  FIRST,
  SECOND,
  THIRD,
  FOURTH,
  FIFTH,
  SIXTH;

  /// A place in a file.
  ///
  /// @param line from 1 on
  /// @param column from 1 on, in octets
  public record Place(int line, int column) {}

  /// Where this part stands, or what comes nearest to it.
  ///
  /// @param entry the text from the beginning of the entry's first line on
  /// @param line the number of that line
  public Place in(byte[] entry, int line) {
    var words = new MasterScanner(entry);
    try {
      if (!words.next()) {
        return new Place(line, 1);
      }
    } catch (Mistake _) {
      return new Place(line, 1);
    }
    int word = entry[words.start(0)] == '$' ? 0 : word(words, entry);
    return new Place(line - 1 + words.line(word), words.column(word));
  }

  private int word(MasterScanner words, byte[] entry) {
    int word = words.startsBlank() ? 0 : 1;
    int ttl = -1;
    for (; word < words.words(); word++) {
      if (ttl < 0 && NameText.isDigit(entry[words.start(word)])) {
        ttl = word;
      } else if (DClass.value(words.text(word)) == -1) {
        break;
      }
    }
    int wanted =
        switch (this) {
          case OWNER -> 0;
          case TTL -> ttl < 0 ? word : ttl;
          case TYPE -> word;
          case FIRST, SECOND, THIRD, FOURTH, FIFTH, SIXTH -> word + 1 + ordinal() - FIRST.ordinal();
        };
    return Math.min(wanted, words.words() - 1);
  }
}
