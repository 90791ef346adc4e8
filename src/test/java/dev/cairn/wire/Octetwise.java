package dev.cairn.wire;

import java.io.ByteArrayOutputStream;
import org.xbill.DNS.Name;

/// A message made octet by octet, so that it can be as wrong as a test wants it.
final class Octetwise {
  static final int HEADER = 12;

  private final ByteArrayOutputStream octets = new ByteArrayOutputStream();

  /// A header with ID 0x1234 and what the sections claim to hold.
  static Octetwise header(int flags, int questions, int answers, int authority, int additional) {
    return new Octetwise()
        .two(0x1234)
        .two(flags)
        .two(questions)
        .two(answers)
        .two(authority)
        .two(additional);
  }

  /// A query for an address, in which one record more is announced than there is yet.
  static Octetwise queryWith(int additional) {
    return header(0x0100, 1, 0, 0, additional).name("www.example.org.").two(1).two(1);
  }

  Octetwise one(int... each) {
    for (int octet : each) {
      octets.write(octet);
    }
    return this;
  }

  Octetwise two(int number) {
    return one(number >>> 8, number);
  }

  Octetwise four(int number) {
    return two(number >>> 16).two(number);
  }

  Octetwise pointer(int target) {
    return two(0xC000 | target);
  }

  Octetwise name(String name) {
    return all(Name.fromConstantString(name).toWire());
  }

  Octetwise all(byte[] more) {
    octets.writeBytes(more);
    return this;
  }

  /// A record behind its owner: what the length claims need not be so.
  Octetwise record(int type, int ttl, int length) {
    return two(type).two(1).four(ttl).two(length);
  }

  /// A record behind its owner.
  Octetwise record(int type, int ttl, Octetwise rdata) {
    return record(type, ttl, rdata.length()).all(rdata.bytes());
  }

  /// An OPT record with these options.
  Octetwise opt(int version, int flags, Octetwise options) {
    return one(0)
        .two(41)
        .two(1232)
        .one(0, version)
        .two(flags)
        .two(options.length())
        .all(options.bytes());
  }

  int length() {
    return octets.size();
  }

  byte[] bytes() {
    return octets.toByteArray();
  }
}
