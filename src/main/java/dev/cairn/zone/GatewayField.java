package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;

/// What IPSECKEY and AMTRELAY records lead to: nothing, an address or a name, said by a type in
/// front (RFC 4025 §2, RFC 8777 §4).
enum GatewayField implements RdataField {
  /// Precedence, type, algorithm, gateway, and a key that may be missing.
  KEY {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.write((int) in.number("a number", 0xFF));
      int type = (int) in.number("a type of gateway", 3);
      out.write(type);
      PlainField.OCTET.read(in, out);
      gateway(type, in, out);
      CodedField.OPTIONAL_BASE64.read(in, out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      if (rdata.length - at < 3) {
        return MALFORMED;
      }
      int end = skipGateway(rdata[at + 1], rdata, at + 3);
      return end == MALFORMED ? end : rdata.length;
    }
  },
  /// Precedence, the discovery bit, type, relay.
  RELAY {
    @Override
    public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
      out.write((int) in.number("a number", 0xFF));
      long discovery = in.number("a discovery bit", 1);
      int type = (int) in.number("a type of relay", 3);
      out.write((int) discovery << 7 | type);
      gateway(type, in, out);
    }

    @Override
    public int skip(byte[] rdata, int at) {
      return rdata.length - at < 2 ? MALFORMED : skipGateway(rdata[at + 1] & 0x7F, rdata, at + 2);
    }
  };

  private static void gateway(int type, RdataWords in, ByteArrayOutputStream out) throws Mistake {
    switch (type) {
      case 1 -> out.writeBytes(in.address4());
      case 2 -> out.writeBytes(in.address6());
      case 3 -> out.writeBytes(in.name());
      default -> {
        if (!in.take("a gateway of type 0, which is '.',").equals(".")) {
          throw in.isNo("gateway of type 0, allowed is '.'");
        }
      }
    }
  }

  private static int skipGateway(int type, byte[] rdata, int at) {
    return switch (type) {
      case 0 -> at;
      case 1 -> PlainField.ADDRESS4.skip(rdata, at);
      case 2 -> PlainField.ADDRESS6.skip(rdata, at);
      case 3 -> PlainField.NAME.skip(rdata, at);
      default -> MALFORMED;
    };
  }
}
