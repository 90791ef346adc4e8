package dev.cairn.zone;

import dev.cairn.zone.RecordBatch.Whose;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// The quick way for what nearly all entries of a large zone are: one line with a record of a
/// common type, without escapes and parentheses. It says nothing of mistakes; all that it does not
/// know is left to [EntryReader], which reads every entry, and reads these to the same records.
///
/// A start meets a large zone with code that is interpreted at first. So these are few methods with
/// plain loops, and nothing is made per record.
final class PlainEntries {
  private static final int NOT_PLAIN = -1;

  /// Octets that a plain entry may take in a batch, its data at most half of it.
  private static final int ROOM = 1024;

  private static final int LONGEST_DATA = ROOM / 2;
  private static final int LONGEST_LABEL = 63;
  private static final int LONGEST_STRING = 255;
  private static final int MOST_DIGITS = 9;

  /// What an octet is to a word: part of it, its end, or something that is not plain.
  private static final byte[] KINDS = kinds();

  private static final byte ENDS = 1;
  private static final byte NO = 2;

  private final byte[] text;
  private final int lines; // all octets before it are in lines that are ended
  private final int file;
  private final RecordBatch out;
  private final byte[] address = new byte[16];
  private byte[] origin;
  private boolean isOriginApex;
  private boolean isOriginOutside;
  private int defaultTtl;

  private @Nullable Whose owner;
  private int ownerAt; // in the text, if that is known
  private int ownerEnd;

  int at;
  int line;
  int lastTtl;
  boolean hasNs;

  PlainEntries(byte[] text, int file, RecordBatch out, byte[] origin) {
    this.text = text;
    this.file = file;
    this.out = out;
    this.origin = origin;
    int end = text.length;
    while (end > 0 && text[end - 1] != '\n') {
      end--;
    }
    this.lines = end;
  }

  /// What holds for the entries that follow.
  void under(byte[] newOrigin, int newDefaultTtl) {
    origin = newOrigin;
    defaultTtl = newDefaultTtl;
    Whose whose = out.whose(origin, 0, origin.length);
    isOriginApex = whose == Whose.APEX;
    isOriginOutside = whose == Whose.OUTSIDE;
  }

  /// Reads entries that begin before a limit; stops in front of one that is not plain.
  ///
  /// @param from where a line begins
  /// @param before the owner of the record before; null if there is none
  @Nullable Whose read(int from, int limit, int firstLine, @Nullable Whose before) {
    at = from;
    line = firstLine;
    owner = before;
    ownerAt = 0;
    ownerEnd = 0;
    lastTtl = EntryReader.UNSET;
    hasNs = false;
    int end = Math.min(limit, lines);
    while (at < end) {
      int next = entry(at);
      if (next < 0) {
        break;
      }
      at = next;
      line++;
    }
    return owner;
  }

  /// Where the line behind the entry begins.
  private int entry(int start) {
    byte first = text[start];
    if (first == '\n') {
      return start + 1;
    }
    if (first == ';') {
      return behindLine(start);
    }
    out.makeRoom(ROOM);
    if (first == ' ' || first == '\t') {
      int word = behindBlanks(start);
      if (text[word] == '\n' || text[word] == ';') {
        return behindLine(word);
      }
      return owner == null || owner == Whose.OUTSIDE || out.tellsOwner()
          ? NOT_PLAIN
          : record(word, 0, owner == Whose.APEX);
    }
    int end = endOfWord(start);
    if (end < 0 || first == '$') {
      return NOT_PLAIN;
    }
    if (isOwner(start, end)) {
      return record(end, 0, owner == Whose.APEX);
    }
    return owned(start, end);
  }

  private int owned(int start, int end) {
    int name = out.end + 1;
    int nameEnd = name(start, end, name);
    if (nameEnd < 0) {
      return NOT_PLAIN;
    }
    Whose whose =
        isOriginOutside || text[end - 1] == '.'
            ? out.whose(out.octets, name, nameEnd)
            : Whose.BELOW;
    if (text[start] == '@' && end == start + 1 && isOriginApex) {
      whose = Whose.APEX;
    }
    if (whose == Whose.OUTSIDE) {
      return NOT_PLAIN;
    }
    int next = record(end, nameEnd - name, whose == Whose.APEX);
    if (next >= 0) {
      owner = whose;
      ownerAt = start;
      ownerEnd = end;
    }
    return next;
  }

  /// Whether a word is the one that the owner was read from.
  private boolean isOwner(int start, int end) {
    int length = end - start;
    if (ownerEnd - ownerAt != length) {
      return false;
    }
    for (int i = length - 1; i >= 0; i--) { // names differ at their ends
      if (text[ownerAt + i] != text[start + i]) {
        return false;
      }
    }
    return true;
  }

  /// What follows the owner: TTL and class in any order, the type and its data.
  private int record(int behind, int owned, boolean isApex) {
    int ttl = -1;
    boolean hasClass = false;
    int word = behindBlanks(behind);
    int end = endOfWord(word);
    while (end > word) {
      if (ttl < 0 && NameText.isDigit(text[word])) {
        ttl = number(word, end, Integer.MAX_VALUE);
        if (ttl < 0) {
          return NOT_PLAIN;
        }
      } else if (!hasClass
          && end - word == 2
          && (text[word] | 0x20) == 'i'
          && (text[word + 1] | 0x20) == 'n') {
        hasClass = true;
      } else {
        break;
      }
      word = behindBlanks(end);
      end = endOfWord(word);
    }
    if (end <= word) {
      return NOT_PLAIN;
    }
    ttl = ttl < 0 ? defaultTtl : ttl;
    int type = type(word, end);
    if (ttl < 0 || type < 0) {
      return NOT_PLAIN;
    }
    int record = out.end + 1 + owned;
    int rdata = record + ZoneBuilder.RDATA;
    int first = behindBlanks(end);
    if (type == Type.TXT) {
      return strings(first, ttl, owned, rdata);
    }
    end = endOfWord(first);
    int length =
        end <= first
            ? NOT_PLAIN
            : switch (type) {
              case Type.A -> AddressText.read4(text, first, end, out.octets, rdata) ? 4 : NOT_PLAIN;
              case Type.AAAA -> address6(first, end, rdata);
              case Type.MX -> preferred(first, end, rdata);
              default -> name(first, end, rdata) - rdata;
            };
    if (length < 0) {
      return NOT_PLAIN;
    }
    if (type == Type.MX) {
      end = endOfWord(behindBlanks(end));
    }
    int next = behindEntry(end);
    if (next >= 0) {
      hasNs |= type == Type.NS && isApex;
      add(type, ttl, owned, rdata, length);
    }
    return next;
  }

  private void add(int type, int ttl, int owned, int rdata, int length) {
    out.octets[out.end] = (byte) owned;
    ZoneBuilder.writeHead(out.octets, rdata - ZoneBuilder.RDATA, type, ttl, length, file, line);
    out.added(owned, rdata + length);
    lastTtl = ttl;
  }

  private int type(int word, int end) {
    int first = text[word] | 0x20;
    int second = end - word > 1 ? text[word + 1] | 0x20 : 0;
    return switch (end - word) {
      case 1 -> first == 'a' ? Type.A : NOT_PLAIN;
      case 2 ->
          first == 'n' && second == 's'
              ? Type.NS
              : first == 'm' && second == 'x' ? Type.MX : NOT_PLAIN;
      case 3 -> isWord(word, "ptr") ? Type.PTR : isWord(word, "txt") ? Type.TXT : NOT_PLAIN;
      case 4 -> isWord(word, "aaaa") ? Type.AAAA : NOT_PLAIN;
      case 5 -> isWord(word, "cname") ? Type.CNAME : NOT_PLAIN;
      default -> NOT_PLAIN;
    };
  }

  private boolean isWord(int word, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      if ((text[word + i] | 0x20) != letters.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private int address6(int start, int end, int to) {
    for (int i = 0; i < address.length; i++) {
      address[i] = 0;
    }
    if (!AddressText.read6(text, start, end, address)) {
      return NOT_PLAIN;
    }
    System.arraycopy(address, 0, out.octets, to, address.length);
    return address.length;
  }

  private int preferred(int start, int end, int to) {
    int preference = number(start, end, 0xFFFF);
    int name = behindBlanks(end);
    int nameEnd = endOfWord(name);
    if (preference < 0 || nameEnd <= name) {
      return NOT_PLAIN;
    }
    Zone.putShort(out.octets, to, preference);
    return name(name, nameEnd, to + 2) - to;
  }

  private int strings(int first, int ttl, int owned, int rdata) {
    int word = first;
    int to = rdata;
    while (text[word] != '\n' && text[word] != ';') {
      boolean isQuoted = text[word] == '"';
      int start = isQuoted ? word + 1 : word;
      int end = isQuoted ? endOfQuote(start) : endOfWord(start);
      int length = end - start;
      if (length < 0 || length > LONGEST_STRING || to + 1 + length > rdata + LONGEST_DATA) {
        return NOT_PLAIN;
      }
      out.octets[to] = (byte) length;
      System.arraycopy(text, start, out.octets, to + 1, length);
      to += 1 + length;
      int behind = isQuoted ? end + 1 : end;
      word = behindBlanks(behind);
      if (word == behind && text[word] != '\n') {
        return NOT_PLAIN;
      }
    }
    if (to == rdata) {
      return NOT_PLAIN;
    }
    add(Type.TXT, ttl, owned, rdata, to - rdata);
    return behindLine(word);
  }

  private int endOfQuote(int start) {
    int end = start;
    while (text[end] != '"') {
      if (text[end] == '\\' || text[end] == '\n') {
        return NOT_PLAIN;
      }
      end++;
    }
    return end;
  }

  /// Writes a name in wire form; its end there.
  private int name(int start, int end, int to) {
    byte[] wire = out.octets;
    byte[] rest = origin;
    if (end - start == 1 && text[start] == '@') {
      System.arraycopy(rest, 0, wire, to, rest.length);
      return to + rest.length;
    }
    if (end - start > NameText.LONGEST_NAME) {
      return NOT_PLAIN;
    }
    int label = to;
    int next = to + 1;
    for (int from = start; from < end; from++) {
      byte octet = text[from];
      if (octet == '.') {
        int length = next - label - 1;
        if (length == 0 || length > LONGEST_LABEL) {
          return NOT_PLAIN;
        }
        wire[label] = (byte) length;
        label = next++;
      } else {
        wire[next++] = octet;
      }
    }
    int length = next - label - 1;
    if (length > LONGEST_LABEL) {
      return NOT_PLAIN;
    }
    wire[label] = (byte) length;
    if (length > 0) {
      System.arraycopy(rest, 0, wire, next, rest.length);
      next += rest.length;
    }
    return next - to <= NameText.LONGEST_NAME ? next : NOT_PLAIN;
  }

  private int number(int start, int end, int largest) {
    if (end - start > MOST_DIGITS) {
      return NOT_PLAIN;
    }
    int number = 0;
    for (int digit = start; digit < end; digit++) {
      if (!NameText.isDigit(text[digit])) {
        return NOT_PLAIN;
      }
      number = number * 10 + text[digit] - '0';
    }
    return number <= largest ? number : NOT_PLAIN;
  }

  private int behindBlanks(int from) {
    int behind = from;
    while (text[behind] == ' ' || text[behind] == '\t') {
      behind++;
    }
    return behind;
  }

  private int endOfWord(int from) {
    int end = from;
    byte kind = KINDS[text[end] & 0xFF];
    while (kind == 0) {
      kind = KINDS[text[++end] & 0xFF];
    }
    return kind == ENDS ? end : NOT_PLAIN;
  }

  /// Where the next line begins, if nothing more than blanks and a comment stands in this one.
  private int behindEntry(int from) {
    int behind = behindBlanks(from);
    if (text[behind] == '\n') {
      return behind + 1;
    }
    return text[behind] == ';' ? behindLine(behind) : NOT_PLAIN;
  }

  private int behindLine(int from) {
    int behind = from;
    while (text[behind] != '\n') {
      behind++;
    }
    return behind + 1;
  }

  private static byte[] kinds() {
    var kinds = new byte[256];
    for (byte octet : new byte[] {' ', '\t', '\n'}) {
      kinds[octet] = ENDS;
    }
    for (byte octet : new byte[] {0, '\r', ';', '(', ')', '"', '\\'}) {
      kinds[octet] = NO;
    }
    return kinds;
  }
}
