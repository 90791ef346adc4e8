package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/// The class and the type in front of a record's data.
final class RecordHead {
  private RecordHead() {}

  static boolean isClass(MasterScanner words, int word) {
    return DClass.value(words.text(word)) != -1;
  }

  /// Sees to it that a class is the one that is served.
  static void inOnly(MasterScanner words, int word) throws Mistake {
    if (!words.is(word, "in") && DClass.value(words.text(word)) != DClass.IN) {
      throw mistake(words, word, "class " + words.shown(word) + ", only IN zones are served");
    }
  }

  /// The type that a word says, which can stand in a zone.
  static int type(MasterScanner words, int word) throws Mistake {
    if (word >= words.words()) {
      throw mistake(words, word, "a record type is missing");
    }
    int type = typeOf(words, word);
    if (type < 0) {
      throw mistake(
          words,
          word,
          "unknown record type "
              + words.shown(word)
              + ", allowed is a known one or TYPE with its number");
    }
    if (type == 0 || type == Type.OPT || type >= 128 && type <= 255) {
      throw mistake(
          words,
          word,
          words.shown(word) + " cannot stand in a zone, it is for messages only (RFC 6895 §3.1)");
    }
    return type;
  }

  private static int typeOf(MasterScanner words, int word) {
    if (words.is(word, "a")) {
      return Type.A;
    }
    return words.is(word, "aaaa") ? Type.AAAA : TypeNames.type(words.text(word));
  }

  private static Mistake mistake(MasterScanner words, int word, String message) {
    return new Mistake(words.line(word), words.column(word), message);
  }
}
