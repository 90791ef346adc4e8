package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import org.xbill.DNS.CERTRecord;
import org.xbill.DNS.DNSSEC;

/// Fields of one word each, and rows of strings.
enum PlainField implements RdataField {
  OCTET(1) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      put(in.number("a number", 0xFF), 1, out);
    }
  },
  SHORT(2) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      put(in.number("a number", 0xFFFF), 2, out);
    }
  },
  INT(4) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      put(in.number("a number", 0xFFFF_FFFFL), 4, out);
    }
  },
  LONG(8) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      String word = in.take("a number");
      try {
        put(Long.parseUnsignedLong(word), 8, out);
      } catch (NumberFormatException _) {
        throw in.isNo("number from 0 to 18446744073709551615");
      }
    }
  },
  SECONDS(4) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      put(in.seconds(), 4, out);
    }
  },
  ADDRESS4(4) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.writeBytes(in.address4());
    }
  },
  ADDRESS6(16) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.writeBytes(in.address6());
    }
  },
  /// A DNSSEC algorithm, by number or mnemonic.
  ALGORITHM(1) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      int algorithm = DNSSEC.Algorithm.value(in.take("an algorithm"));
      if (algorithm < 0) {
        throw in.isNo("algorithm, allowed is a number up to 255 or a mnemonic as RSASHA256");
      }
      out.write(algorithm);
    }
  },
  CERTIFICATE_TYPE(2) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      int type = CERTRecord.CertificateType.value(in.take("a certificate type"));
      if (type < 0) {
        throw in.isNo("certificate type, allowed is a number up to 65535 or a mnemonic as PKIX");
      }
      put(type, 2, out);
    }
  },
  RECORD_TYPE(2) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      int type = TypeNames.type(in.take("a record type"));
      if (type < 0) {
        throw in.isNo("record type, allowed is a known one or TYPE with its number");
      }
      put(type, 2, out);
    }
  },
  /// How to reach the target of a DSYNC record (RFC 9859 §2).
  SCHEME(1) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      if (in.hasMore() && in.peek().equalsIgnoreCase("NOTIFY")) {
        in.take("a scheme");
        out.write(1);
      } else {
        OCTET.read(in, out);
      }
    }
  },
  NAME(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.writeBytes(in.name());
    }

    @Override
    public int skip(byte[] rdata, int at) {
      int end = at;
      while (end < rdata.length && rdata[end] > 0 && rdata[end] <= 63) { // no pointers
        end += 1 + rdata[end];
      }
      return end < rdata.length && rdata[end] == 0 && end + 1 - at <= 255 ? end + 1 : MALFORMED;
    }
  },
  STRING(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      RdataWords.writeString(in.string("a string"), out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return at < rdata.length ? within(rdata, at + 1 + (rdata[at] & 0xFF)) : MALFORMED;
    }
  },
  STRINGS(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      do {
        STRING.read(in, out);
      } while (in.hasMore());
    }

    @Override
    public int skip(byte[] rdata, int at) {
      int end = STRING.skip(rdata, at);
      while (end >= 0 && end < rdata.length) {
        end = STRING.skip(rdata, end);
      }
      return end;
    }
  },
  OPTIONAL_STRING(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      if (in.hasMore()) {
        STRING.read(in, out);
      }
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return at == rdata.length ? at : STRING.skip(rdata, at);
    }
  },
  /// One word that fills what is left, whatever its length.
  LONG_STRING(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.writeBytes(in.octets("a string"));
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return rdata.length;
    }
  },
  /// Letters and digits (RFC 8659 §4.1).
  TAG(0) {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      byte[] tag = in.string("a tag");
      if (!isTag(tag, 0, tag.length)) {
        throw in.isNo("tag, allowed are letters and digits");
      }
      RdataWords.writeString(tag, out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      int end = STRING.skip(rdata, at);
      return end >= 0 && isTag(rdata, at + 1, end) ? end : MALFORMED;
    }
  };

  private final int length;

  PlainField(int length) {
    this.length = length;
  }

  @Override
  public int skip(byte[] rdata, int at) {
    return within(rdata, at + length);
  }

  private static int within(byte[] rdata, int end) {
    return end <= rdata.length ? end : MALFORMED;
  }

  private static boolean isTag(byte[] octets, int start, int end) {
    for (int at = start; at < end; at++) {
      if (octets[at] < 0 || !Character.isLetterOrDigit(octets[at])) {
        return false;
      }
    }
    return end > start;
  }

  /// Writes the low octets of a number.
  static void put(long number, int octets, ByteArrayOutputStream out) {
    for (int shift = 8 * (octets - 1); shift >= 0; shift -= 8) {
      out.write((int) (number >> shift));
    }
  }
}
