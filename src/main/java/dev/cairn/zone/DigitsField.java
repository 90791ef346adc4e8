package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.util.regex.Pattern;

/// Octets as hexadecimal digits with signs between them: `00-00-5e-00-53-2a` (RFC 7043),
/// `0014:4fff:ff20:ee64` (RFC 6742), `0x47.0005.80` (RFC 1706).
///
/// @param pattern what the word must look like
/// @param group the digits between two signs; shorter groups are filled up with zeros
/// @param octets how many there are, 0 if any number
/// @param example for the message
record DigitsField(Pattern pattern, int group, int octets, String example) implements RdataField {
  static final DigitsField EUI48 = eui(6, "00-00-5e-00-53-2a");
  static final DigitsField EUI64 = eui(8, "00-00-5e-ef-10-00-00-2a");
  static final DigitsField LOCATOR =
      new DigitsField(
          Pattern.compile("(\\p{XDigit}{1,4}:){3}\\p{XDigit}{1,4}"), 4, 8, "2001:db8:1140:1000");
  static final DigitsField NSAP =
      new DigitsField(
          Pattern.compile("0[xX]\\p{XDigit}{2}(\\.?\\p{XDigit}{2})*"), 2, 0, "0x47.0005.80");

  private static DigitsField eui(int octets, String example) {
    var pattern = Pattern.compile("(\\p{XDigit}{2}-){" + (octets - 1) + "}\\p{XDigit}{2}");
    return new DigitsField(pattern, 2, octets, example);
  }

  @Override
  public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
    String word = in.take("an address as " + example);
    if (!pattern.matcher(word).matches()) {
      throw in.isNo("address of this type, allowed is " + example);
    }
    var digits = new StringBuilder();
    for (String part : word.replaceFirst("^0[xX]", "").split("[-:.]", -1)) {
      digits.append("0".repeat(Math.max(group - part.length(), 0))).append(part);
    }
    for (int at = 0; at < digits.length(); at += 2) {
      out.write(Integer.parseInt(digits.substring(at, at + 2), 16));
    }
  }

  @Override
  public int skip(byte[] rdata, int at) {
    int end = octets == 0 ? rdata.length : at + octets;
    return end <= rdata.length && end > at ? end : MALFORMED;
  }
}
