package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Base64;
import java.util.BitSet;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.utils.base32;

/// Fields that are written in a code: hexadecimal, base64, base32, dates, and rows of types.
enum CodedField implements RdataField {
  /// All that is left, at least one octet.
  HEX {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      int first = in.at();
      byte @Nullable [] octets = hex(in.rest("a row of hexadecimal digits"));
      if (octets == null || octets.length == 0) {
        throw in.mistake(first, "this is no row of pairs of hexadecimal digits");
      }
      out.writeBytes(octets);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return at < rdata.length ? rdata.length : MALFORMED;
    }
  },
  /// All that is left, at least one octet.
  BASE64 {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      int first = in.at();
      byte @Nullable [] octets = base64(in.rest("base64"));
      if (octets == null || octets.length == 0) {
        throw in.mistake(first, "this is no base64, allowed are groups of four as in AQI=");
      }
      out.writeBytes(octets);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return at < rdata.length ? rdata.length : MALFORMED;
    }
  },
  /// All that is left, or nothing.
  OPTIONAL_BASE64 {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      if (in.hasMore()) {
        BASE64.read(in, out);
      }
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return rdata.length;
    }
  },
  /// One word, `-` for nothing (RFC 5155 §3.3).
  SALT {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      String word = in.take("a salt");
      byte @Nullable [] salt = word.equals("-") ? new byte[0] : hex(word);
      if (salt == null || salt.length > 255 || word.isEmpty()) {
        throw in.isNo("salt, allowed are up to 255 pairs of hexadecimal digits, or -");
      }
      RdataWords.writeString(salt, out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return PlainField.STRING.skip(rdata, at);
    }
  },
  /// One word in base32 with the extended hex alphabet (RFC 5155 §3.3).
  HASH {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      byte @Nullable [] hash =
          new base32(base32.Alphabet.BASE32HEX, false, false).fromString(in.take("a hash"));
      if (hash == null || hash.length == 0 || hash.length > 255) {
        throw in.isNo("hash, allowed are the digits 0 to 9 and a to v of base32");
      }
      RdataWords.writeString(hash, out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return at < rdata.length && rdata[at] != 0 ? PlainField.STRING.skip(rdata, at) : MALFORMED;
    }
  },
  /// A moment, as YYYYMMDDHHmmSS or in seconds since 1970, which wrap around (RFC 4034 §3.2).
  MOMENT {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      if (!in.hasMore() || in.peek().length() != DATE_DIGITS) {
        PlainField.INT.read(in, out);
        return;
      }
      try {
        var moment = LocalDateTime.parse(in.take("a moment"), DATE);
        PlainField.put(moment.toEpochSecond(ZoneOffset.UTC), 4, out);
      } catch (DateTimeException _) {
        throw in.isNo("moment, allowed is YYYYMMDDHHmmSS");
      }
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return PlainField.INT.skip(rdata, at);
    }
  },
  /// The types that a name has (RFC 4034 §4.1.2), which may be none.
  TYPES {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      var types = new BitSet();
      while (in.hasMore()) {
        int type = TypeNames.type(in.take("a record type"));
        if (type < 0) {
          throw in.isNo("record type, allowed is a known one or TYPE with its number");
        }
        types.set(type);
      }
      for (int from = types.nextSetBit(0); from >= 0; ) {
        int window = from & ~0xFF;
        byte[] bits = window(types, window);
        out.write(window >> 8);
        RdataWords.writeString(bits, out);
        from = types.nextSetBit(window + 0x100);
      }
    }

    @Override
    public int skip(byte[] rdata, int at) {
      int window = -1;
      int next = at;
      while (next + 2 < rdata.length) {
        int length = rdata[next + 1] & 0xFF;
        if ((rdata[next] & 0xFF) <= window || length == 0 || length > 32) {
          return MALFORMED;
        }
        window = rdata[next] & 0xFF;
        next += 2 + length;
      }
      return next == rdata.length ? next : MALFORMED;
    }
  };

  private static final int DATE_DIGITS = 14;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss").withResolverStyle(ResolverStyle.STRICT);

  private static byte[] window(BitSet types, int window) {
    int last = types.previousSetBit(window + 0xFF) - window;
    var bits = new byte[last / 8 + 1];
    for (int type = 0; type <= last; type++) {
      if (types.get(window + type)) {
        bits[type / 8] |= (byte) (0x80 >> type % 8);
      }
    }
    return bits;
  }

  /// What pairs of hexadecimal digits stand for, null if they are none.
  static byte @Nullable [] hex(String digits) {
    var octets = new byte[digits.length() / 2];
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(i) > 'f' ? -1 : Character.digit(digits.charAt(i), 16);
      if (digit < 0 || digits.length() % 2 != 0) {
        return null;
      }
      octets[i / 2] |= (byte) (digit << (i % 2 == 0 ? 4 : 0));
    }
    return octets;
  }

  /// What base64 stands for, null if it is none, or not as it would be written.
  static byte @Nullable [] base64(String text) {
    try {
      byte[] octets = Base64.getDecoder().decode(text);
      return Base64.getEncoder().encodeToString(octets).equals(text) ? octets : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }
}
