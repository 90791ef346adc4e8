package dev.cairn.hotpath;

import dev.cairn.message.Flags;
import java.io.ByteArrayOutputStream;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// A query in octets, part by part.
///
/// @param udpSize −1 for no OPT record
record PlainMessage(Name name, int type, int flags, int udpSize, int ednsFlags, byte[] options) {
  static PlainMessage of(String name, int type) {
    return new PlainMessage(Name.fromConstantString(name), type, Flags.RD, -1, 0, new byte[0]);
  }

  PlainMessage flags(int more) {
    return new PlainMessage(name, type, flags | more, udpSize, ednsFlags, options);
  }

  PlainMessage edns(int size, int bits, int... octets) {
    var bytes = new byte[octets.length];
    for (int i = 0; i < octets.length; i++) {
      bytes[i] = (byte) octets[i];
    }
    return new PlainMessage(name, type, flags, size, bits, bytes);
  }

  byte[] octets() {
    var out = new ByteArrayOutputStream();
    put16(out, 0x1234, flags, 1, 0, 0, udpSize < 0 ? 0 : 1);
    out.writeBytes(name.toWire());
    put16(out, type, DClass.IN);
    if (udpSize >= 0) {
      out.write(0);
      put16(out, Type.OPT, udpSize, 0, ednsFlags, options.length);
      out.writeBytes(options);
    }
    return out.toByteArray();
  }

  private static void put16(ByteArrayOutputStream out, int... numbers) {
    for (int number : numbers) {
      out.write(number >> 8);
      out.write(number);
    }
  }
}
