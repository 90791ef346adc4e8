package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Reads the rdata of one entry into wire form: the common types here, which is the quick way, all
/// others by their [RdataForm].
final class RdataText {
  private static final int ROOT_AND_HEADER = 11;
  private static final int LONGEST_STRING = 255;
  private static final int LONGEST = 65_535;

  private final MasterScanner words;
  private final byte[] text;
  private final byte[] origin;
  private final NameText names;

  /// @param names scratch space
  RdataText(MasterScanner words, byte[] text, byte[] origin, NameText names) {
    this.words = words;
    this.text = text;
    this.origin = origin;
    this.names = names;
  }

  /// The rdata that begins with a word.
  byte[] read(int type, int first) throws Mistake {
    if (first < words.words() && words.is(first, "\\#")) {
      return generic(type, first);
    }
    return switch (type) {
      case Type.A -> address4(only(first, "an IPv4 address"));
      case Type.AAAA -> address6(only(first, "an IPv6 address"));
      case Type.NS, Type.CNAME, Type.PTR, Type.DNAME -> name(only(first, "a name"));
      case Type.MX -> numbersAndName(first, 1, "a preference and a name");
      case Type.SRV -> numbersAndName(first, 3, "a priority, a weight, a port and a name");
      case Type.TXT, Type.SPF -> strings(first);
      case Type.SOA -> startOfAuthority(first);
      default -> others(type, first);
    };
  }

  private int only(int word, String wanted) throws Mistake {
    return exactly(word, 1, wanted);
  }

  private int exactly(int first, int count, String wanted) throws Mistake {
    if (words.words() != first + count) {
      throw mistake(
          Math.min(words.words(), first + count), "expected " + wanted + ", and nothing else");
    }
    unquoted(first);
    return first;
  }

  private void unquoted(int first) throws Mistake {
    for (int word = first; word < words.words(); word++) {
      if (words.isQuoted(word)) {
        throw RdataWords.quoted(words, word);
      }
    }
  }

  private byte[] address4(int word) throws Mistake {
    var address = new byte[4];
    if (!AddressText.read4(text, words.start(word), words.end(word), address, 0)) {
      throw mistake(word, words.shown(word) + " is no IPv4 address, allowed is 192.0.2.1");
    }
    return address;
  }

  private byte[] address6(int word) throws Mistake {
    var address = new byte[16];
    if (!AddressText.read6(text, words.start(word), words.end(word), address)) {
      throw mistake(word, words.shown(word) + " is no IPv6 address, allowed is 2001:db8::1");
    }
    return address;
  }

  private byte[] name(int word) throws Mistake {
    if (!names.read(text, words.start(word), words.end(word), origin)) {
      throw mistake(word, words.shown(word) + ": " + names.wrong());
    }
    return names.copy();
  }

  private byte[] numbersAndName(int first, int numbers, String wanted) throws Mistake {
    exactly(first, numbers + 1, wanted);
    byte[] name = name(first + numbers);
    var rdata = new byte[2 * numbers + name.length];
    for (int i = 0; i < numbers; i++) {
      Zone.putShort(rdata, 2 * i, (int) number(first + i, 0xFFFF));
    }
    System.arraycopy(name, 0, rdata, 2 * numbers, name.length);
    return rdata;
  }

  private long number(int word, long largest) throws Mistake {
    long number = 0;
    boolean isNumber = words.end(word) > words.start(word);
    for (int at = words.start(word); at < words.end(word) && isNumber; at++) {
      number = number * 10 + text[at] - '0';
      isNumber = NameText.isDigit(text[at]) && number <= largest;
    }
    if (!isNumber) {
      throw mistake(word, words.shown(word) + " is no number from 0 to " + largest);
    }
    return number;
  }

  private byte[] startOfAuthority(int first) throws Mistake {
    exactly(first, 7, "two names, a serial, and the times refresh, retry, expire and minimum");
    var rdata = new ByteArrayOutputStream(64);
    rdata.writeBytes(name(first));
    rdata.writeBytes(name(first + 1));
    var numbers = new byte[20];
    Zone.putInt(numbers, 0, (int) number(first + 2, 0xFFFF_FFFFL));
    for (int i = 1; i < 5; i++) {
      int word = first + 2 + i;
      long seconds = Durations.seconds(text, words.start(word), words.end(word));
      if (seconds < 0 || seconds > 0xFFFF_FFFFL) {
        throw mistake(
            word, words.shown(word) + " is no time, allowed are seconds, or units as in 1h30m");
      }
      Zone.putInt(numbers, 4 * i, (int) seconds);
    }
    rdata.writeBytes(numbers);
    return rdata.toByteArray();
  }

  private byte[] strings(int first) throws Mistake {
    if (first >= words.words()) {
      throw mistake(first, "expected at least one string");
    }
    var rdata = new ByteArrayOutputStream(64);
    for (int word = first; word < words.words(); word++) {
      var string = new byte[LONGEST_STRING];
      int length = 0;
      for (int at = words.start(word); at < words.end(word); at++) {
        int octet = text[at];
        if (octet == '\\') {
          octet = NameText.escaped(text, ++at, words.end(word));
          if (octet < 0) {
            throw mistake(word, "'\\' must be followed by one octet or by three digits up to 255");
          }
          at += NameText.isDigit(text[at]) ? 2 : 0;
        }
        if (length == LONGEST_STRING) {
          throw mistake(word, "a string has at most 255 octets, write several");
        }
        string[length++] = (byte) octet;
      }
      rdata.write(length);
      rdata.write(string, 0, length);
    }
    return bounded(rdata.toByteArray(), first);
  }

  /// All other types: by the form of their fields, or the few historic ones that dnsjava reads.
  private byte[] others(int type, int first) throws Mistake {
    @Nullable RdataForm form = RdataForm.of(type);
    if (form != null) {
      return bounded(form.read(rdataWords(first)), first);
    }
    if (!isHistoric(type)) {
      throw mistake(
          first,
          "data of type "
              + TypeNames.name(type)
              + " has no text form here, allowed is \\# with the number of octets and hexadecimal digits");
    }
    unquoted(first);
    try {
      var record =
          Record.fromString(Name.root, type, DClass.IN, 0, words.textFrom(first), new Name(origin));
      byte[] wire = record.toWire(Section.ANSWER);
      return bounded(Arrays.copyOfRange(wire, ROOT_AND_HEADER, wire.length), first);
    } catch (IOException | RuntimeException e) { // whatever dnsjava has against it
      throw mistake(
          first, "the data of this " + Type.string(type) + " record cannot be read: " + reason(e));
    }
  }

  private static boolean isHistoric(int type) {
    return type == Type.WKS || type == Type.NXT || type == Type.A6;
  }

  private RdataWords rdataWords(int first) {
    return new RdataWords(words, text, origin, names, first);
  }

  /// Octets of any type: `\# LENGTH HEX` (RFC 3597 §5).
  private byte[] generic(int type, int first) throws Mistake {
    RdataWords in = rdataWords(first + 1);
    int length = (int) in.number("a number of octets", LONGEST);
    byte @Nullable [] rdata = in.hasMore() ? CodedField.hex(in.rest("digits")) : new byte[0];
    if (rdata == null) {
      throw mistake(first + 2, "this is no row of pairs of hexadecimal digits");
    }
    if (rdata.length != length) {
      throw mistake(first + 1, length + " octets are announced, and " + rdata.length + " follow");
    }
    if (!fits(type, rdata)) {
      throw mistake(first, "these octets are no data of type " + TypeNames.name(type));
    }
    return rdata;
  }

  private static boolean fits(int type, byte[] rdata) {
    @Nullable RdataForm form = RdataForm.of(type);
    if (form != null || !isHistoric(type)) {
      return form == null || form.fits(rdata);
    }
    return Record.newRecord(Name.root, type, DClass.IN, 0, rdata) != null; // null: dnsjava says no
  }

  /// dnsjava puts a place of its own in front, which means nothing here.
  private static String reason(Exception e) {
    String message = String.valueOf(e.getMessage());
    return message.replaceFirst("^.*<[^>]*>:\\d+: ", "");
  }

  private byte[] bounded(byte[] rdata, int first) throws Mistake {
    if (rdata.length > LONGEST) {
      throw mistake(
          first, "the data has " + rdata.length + " octets, at most " + LONGEST + " are allowed");
    }
    return rdata;
  }

  private Mistake mistake(int word, String message) {
    return new Mistake(words.line(word), words.column(word), message);
  }
}
