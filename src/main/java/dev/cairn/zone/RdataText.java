package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import org.xbill.DNS.Address;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// Reads the rdata of one entry into wire form: the common types here, with the place of each
/// mistake, all others and the generic form `\# LENGTH HEX` (RFC 3597 §5) by dnsjava.
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
      return others(type, first);
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
    return first;
  }

  private byte[] address4(int word) throws Mistake {
    var address = new byte[4];
    int octet = 0;
    int number = -1;
    for (int at = words.start(word); at <= words.end(word); at++) {
      int c = at == words.end(word) ? '.' : text[at];
      if (c == '.' && number >= 0 && octet < 4) {
        address[octet++] = (byte) number;
        number = -1;
      } else if (c >= '0' && c <= '9' && number != 0) { // a leading zero would be octal to some
        number = Math.max(number, 0) * 10 + c - '0';
      } else {
        octet = 5;
      }
      if (number > 255 || octet > 4) {
        break;
      }
    }
    if (octet != 4 || number != -1) {
      throw mistake(word, "'" + words.text(word) + "' is no IPv4 address, allowed is 192.0.2.1");
    }
    return address;
  }

  private byte[] address6(int word) throws Mistake {
    byte[] address = Address.toByteArray(words.text(word), Address.IPv6);
    if (address == null) {
      throw mistake(word, "'" + words.text(word) + "' is no IPv6 address, allowed is 2001:db8::1");
    }
    return address;
  }

  private byte[] name(int word) throws Mistake {
    if (!names.read(text, words.start(word), words.end(word), origin)) {
      throw mistake(word, "'" + words.text(word) + "': " + names.wrong());
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
      throw mistake(word, "'" + words.text(word) + "' is no number from 0 to " + largest);
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
            word,
            "'" + words.text(word) + "' is no time, allowed are seconds, or units as in 1h30m");
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

  private byte[] others(int type, int first) throws Mistake {
    try {
      var record =
          Record.fromString(Name.root, type, DClass.IN, 0, words.textFrom(first), new Name(origin));
      byte[] wire = record.toWire(Section.ANSWER);
      return bounded(Arrays.copyOfRange(wire, ROOT_AND_HEADER, wire.length), first);
    } catch (IOException | IllegalArgumentException e) {
      throw mistake(
          first, "the data of this " + Type.string(type) + " record cannot be read: " + reason(e));
    } catch (
        RuntimeException
            e) { // a bug in the parser of a rare type must not take the zone down with it
      throw mistake(
          first, "the data of this " + Type.string(type) + " record cannot be read (" + e + ")");
    }
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
