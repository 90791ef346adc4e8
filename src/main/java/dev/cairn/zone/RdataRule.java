package dev.cairn.zone;

import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// What the fields of a record's data must be to each other.
enum RdataRule {
  NONE {
    @Override
    String wrong(byte[] rdata) {
      return "";
    }
  },
  /// There is a key, unless the flags say that there is none (RFC 2535 §3.1.2).
  KEY {
    @Override
    String wrong(byte[] rdata) {
      return rdata.length > 4 || (rdata[0] & 0xC0) == 0xC0 ? "" : "a key is missing";
    }
  },
  /// Known digests have their length (RFC 4034 §5.1.4, RFC 4509, RFC 5933, RFC 6605).
  DIGEST {
    @Override
    String wrong(byte[] rdata) {
      int octets =
          switch (rdata[3]) {
            case 1 -> 20;
            case 2, 3 -> 32;
            case 4 -> 48;
            default -> ANY;
          };
      return length("a digest of type " + rdata[3], octets, rdata.length - 4);
    }
  },
  /// (RFC 4255 §3.1.2, RFC 6594)
  FINGERPRINT {
    @Override
    String wrong(byte[] rdata) {
      int octets =
          switch (rdata[1]) {
            case 1 -> 20;
            case 2 -> 32;
            default -> ANY;
          };
      return length("a fingerprint of type " + rdata[1], octets, rdata.length - 2);
    }
  },
  /// (RFC 8976 §2.2)
  ZONE_DIGEST {
    @Override
    String wrong(byte[] rdata) {
      int octets =
          switch (rdata[5]) {
            case 1 -> 48;
            case 2 -> 64;
            default -> ANY;
          };
      return rdata.length - 6 < 12
          ? "a digest of a zone has at least 12 octets, this has " + (rdata.length - 6)
          : length("a digest of type " + rdata[5], octets, rdata.length - 6);
    }
  },
  /// (RFC 1183 §3.1)
  NUMBER_OF_DIGITS {
    @Override
    String wrong(byte[] rdata) {
      String number = new String(rdata, 1, rdata.length - 1, StandardCharsets.ISO_8859_1);
      return number.matches("\\d{4,}") ? "" : "an X.25 address is a number of at least 4 digits";
    }
  },
  /// Longitude and latitude in degrees, altitude in metres (RFC 1712 §3).
  PLACE {
    @Override
    String wrong(byte[] rdata) {
      int second = 1 + (rdata[0] & 0xFF);
      int third = second + 1 + (rdata[second] & 0xFF);
      return isNumber(rdata, 0, 180) && isNumber(rdata, second, 180) && isNumber(rdata, third, 1e9)
          ? ""
          : "a place is a longitude, a latitude and an altitude as in -32.6882 116.8652 10.0";
    }
  };

  private static final int ANY = -1;
  private static final Pattern DECIMAL = Pattern.compile("[-+]?\\d{1,10}(\\.\\d{0,10})?");

  /// What is wrong with data whose fields are right; empty if nothing is.
  abstract String wrong(byte[] rdata);

  private static String length(String what, int wanted, int found) {
    return wanted == ANY || wanted == found
        ? ""
        : what + " has " + wanted + " octets, this has " + found;
  }

  private static boolean isNumber(byte[] rdata, int at, double most) {
    String text = new String(rdata, at + 1, rdata[at] & 0xFF, StandardCharsets.ISO_8859_1);
    return DECIMAL.matcher(text).matches() && Math.abs(Double.parseDouble(text)) <= most;
  }
}
