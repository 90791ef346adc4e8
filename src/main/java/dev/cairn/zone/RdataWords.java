package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The words of one record's data, taken one after the other.
final class RdataWords {
  private static final int LONGEST_STRING = 255;

  private final MasterScanner words;
  private final byte[] text;
  private final byte[] origin;
  private final NameText names;
  private int next;

  /// @param first the first word of the data
  /// @param names scratch space
  RdataWords(MasterScanner words, byte[] text, byte[] origin, NameText names, int first) {
    this.words = words;
    this.text = text;
    this.origin = origin;
    this.names = names;
    this.next = first;
  }

  boolean hasMore() {
    return next < words.words();
  }

  /// The next word's number, for [#mistake].
  int at() {
    return next;
  }

  /// The next word, which must be there.
  ///
  /// @param wanted what it should be, for the message
  String take(String wanted) throws Mistake {
    return words.text(unquoted(wanted));
  }

  /// The next word as a number.
  long number(String what, long largest) throws Mistake {
    String wanted = what + " from 0 to " + largest;
    int word = unquoted(wanted);
    long number = 0;
    boolean isNumber = words.end(word) > words.start(word);
    for (int at = words.start(word); at < words.end(word) && isNumber; at++) {
      isNumber = NameText.isDigit(text[at]);
      number = number * 10 + text[at] - '0';
      isNumber &= number <= largest;
    }
    if (!isNumber) {
      throw isNo(word, wanted.substring(wanted.indexOf(' ') + 1)); // without its article
    }
    return number;
  }

  /// The next word as a name in wire form.
  byte[] name() throws Mistake {
    int word = unquoted("a name");
    if (!names.read(text, words.start(word), words.end(word), origin)) {
      throw mistake(word, words.shown(word) + ": " + names.wrong());
    }
    return names.copy();
  }

  /// The octets that the next word stands for, its escapes resolved.
  byte[] octets(String wanted) throws Mistake {
    int word = step(wanted);
    return octets(word, words.start(word));
  }

  /// As [#octets(String)], of at most 255.
  byte[] string(String wanted) throws Mistake {
    int word = next;
    byte[] octets = octets(wanted);
    if (octets.length > LONGEST_STRING) {
      throw mistake(word, "a string has at most 255 octets, write several");
    }
    return octets;
  }

  /// The octets that the next word stands for from the one behind `=` on, and those of a quoted
  /// word that touches it: the value of KEY=VALUE or KEY="VALUE".
  byte[] value(int equals) throws Mistake {
    int word = next++;
    int start = words.start(word) + equals + 1;
    byte[] octets = octets(word, start);
    boolean isQuotedNext =
        hasMore() && words.isQuoted(next) && words.start(next) - 1 == words.end(word);
    if (!isQuotedNext) {
      return octets;
    }
    if (octets.length > 0) {
      throw mistake(next, "a quote within a value, allowed is KEY=VALUE or KEY=\"VALUE\"");
    }
    word = next++;
    return octets(word, words.start(word));
  }

  /// The seconds that the next word stands for.
  int seconds() throws Mistake {
    int word = unquoted("a time");
    long seconds = Durations.seconds(text, words.start(word), words.end(word));
    if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
      throw isNo(word, "time, allowed are seconds, or units as in 1h30m");
    }
    return (int) seconds;
  }

  /// The next word as an IPv4 address.
  byte[] address4() throws Mistake {
    int word = unquoted("an IPv4 address");
    var address = new byte[4];
    if (!AddressText.read4(text, words.start(word), words.end(word), address, 0)) {
      throw isNo(word, "IPv4 address, allowed is 192.0.2.1");
    }
    return address;
  }

  /// The next word as an IPv6 address.
  byte[] address6() throws Mistake {
    int word = unquoted("an IPv6 address");
    var address = new byte[16];
    if (!AddressText.read6(text, words.start(word), words.end(word), address)) {
      throw isNo(word, "IPv6 address, allowed is 2001:db8::1");
    }
    return address;
  }

  /// All words that are left as one, for data that may have blanks in it.
  String rest(String wanted) throws Mistake {
    var all = new StringBuilder(take(wanted));
    while (hasMore()) {
      all.append(take(wanted));
    }
    return all.toString();
  }

  boolean nextIsQuoted() {
    return hasMore() && words.isQuoted(next);
  }

  /// A word for messages, in quotes.
  String shown(int word) {
    return words.shown(word);
  }

  /// The next word, not taken.
  String peek() {
    return words.text(next);
  }

  /// Sees to it that no word is left.
  void end() throws Mistake {
    if (hasMore()) {
      throw mistake(next, words.shown(next) + " is too much, nothing may follow here");
    }
  }

  /// A mistake about the word that was taken last.
  Mistake isNo(String what) {
    return isNo(next - 1, what);
  }

  Mistake mistake(int word, String message) {
    return new Mistake(words.line(word), words.column(word), message);
  }

  private Mistake isNo(int word, String what) {
    return mistake(word, words.shown(word) + " is no " + what);
  }

  /// The next word, which is no string: quotes are for strings.
  private int unquoted(String wanted) throws Mistake {
    int word = step(wanted);
    if (words.isQuoted(word)) {
      throw quoted(words, word);
    }
    return word;
  }

  static Mistake quoted(MasterScanner words, int word) {
    return new Mistake(
        words.line(word),
        words.column(word),
        "allowed is " + words.shown(word) + " without double quotes");
  }

  private int step(String wanted) throws Mistake {
    if (!hasMore()) {
      throw mistake(next, wanted + " is missing here");
    }
    return next++;
  }

  private byte[] octets(int word, int start) throws Mistake {
    var octets = new byte[words.end(word) - start];
    int length = 0;
    for (int at = start; at < words.end(word); at++) {
      int octet = text[at];
      if (octet == '\\') {
        octet = NameText.escaped(text, ++at, words.end(word));
        if (octet < 0) {
          throw mistake(word, "'\\' must be followed by one octet or by three digits up to 255");
        }
        at += NameText.isDigit(text[at]) ? 2 : 0;
      }
      octets[length++] = (byte) octet;
    }
    return Arrays.copyOf(octets, length);
  }

  /// Writes octets with their number in one octet in front.
  static void writeString(byte[] octets, ByteArrayOutputStream out) {
    out.write(octets.length);
    out.writeBytes(octets);
  }
}
