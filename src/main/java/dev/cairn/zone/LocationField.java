package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The data of a LOC record: `42 21 54 N 71 06 18 W -24m 30m` (RFC 1876 §3).
final class LocationField implements RdataField {
  private static final int LENGTH = 16;
  private static final Pattern SECONDS = Pattern.compile("(\\d{1,2})(?:\\.(\\d{0,3}))?");
  private static final Pattern METRES = Pattern.compile("(-?)(\\d{1,8})(?:\\.(\\d{1,2}))?m?");
  private static final long EQUATOR = 1L << 31; // and the prime meridian; in 1/1000 seconds of arc
  private static final long SEA_LEVEL = 10_000_000; // in centimetres
  private static final long HIGHEST = 0xFFFF_FFFFL - SEA_LEVEL;
  private static final long WIDEST = 9_000_000_000L;

  @Override
  public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
    long latitude = angle(in, 90, "N", "S");
    long longitude = angle(in, 180, "E", "W");
    long altitude = metres(in, -SEA_LEVEL, HIGHEST);
    out.write(0); // the version
    out.write(in.hasMore() ? precision(in) : 0x12); // 1 m
    out.write(in.hasMore() ? precision(in) : 0x16); // 10 km
    out.write(in.hasMore() ? precision(in) : 0x13); // 10 m
    PlainField.put(EQUATOR + latitude, 4, out);
    PlainField.put(EQUATOR + longitude, 4, out);
    PlainField.put(SEA_LEVEL + altitude, 4, out);
  }

  /// Another version may have any form (RFC 1876 §2).
  @Override
  public int skip(byte[] rdata, int at) {
    if (at >= rdata.length) {
      return MALFORMED;
    }
    return rdata[at] != 0 || rdata.length - at == LENGTH ? rdata.length : MALFORMED;
  }

  /// Degrees, or degrees and minutes, or all three, and the direction.
  private static long angle(RdataWords in, int most, String plus, String minus) throws Mistake {
    int first = in.at();
    long angle = in.number("a number of degrees", most) * 3_600_000;
    if (isNumber(in)) {
      angle += in.number("a number of minutes", 59) * 60_000;
      angle += isNumber(in) ? seconds(in) : 0;
    }
    String direction = in.take("a number of minutes, " + plus + " or " + minus);
    if (!direction.equals(plus) && !direction.equals(minus)) {
      throw in.isNo("direction, allowed is " + plus + " or " + minus);
    }
    if (angle > most * 3_600_000L) {
      throw in.mistake(first, "an angle of more than " + most + " degrees");
    }
    return direction.equals(plus) ? angle : -angle;
  }

  private static boolean isNumber(RdataWords in) {
    return in.hasMore() && !in.peek().isEmpty() && Character.isDigit(in.peek().charAt(0));
  }

  private static long seconds(RdataWords in) throws Mistake {
    Matcher parts = SECONDS.matcher(in.take("a number of seconds"));
    if (!parts.matches() || Integer.parseInt(parts.group(1)) > 59) {
      throw in.isNo("number of seconds, allowed are 0 to 59.999");
    }
    return Integer.parseInt(parts.group(1)) * 1000L + decimals(parts.group(2), 3);
  }

  /// In centimetres.
  private static long metres(RdataWords in, long least, long most) throws Mistake {
    Matcher parts = METRES.matcher(in.take("a length in metres"));
    long length = Long.MAX_VALUE;
    if (parts.matches()) {
      length = Long.parseLong(parts.group(2)) * 100 + decimals(parts.group(3), 2);
      length = parts.group(1).isEmpty() ? length : -length;
    }
    if (length < least || length > most) {
      throw in.isNo(
          "length, allowed are metres as 10m or 0.50m, from " + text(least) + " to " + text(most));
    }
    return length;
  }

  private static String text(long centimetres) {
    return centimetres / 100 + (centimetres % 100 == 0 ? "" : "." + Math.abs(centimetres % 100));
  }

  private static long decimals(@Nullable String digits, int places) {
    return digits == null ? 0 : Long.parseLong((digits + "000").substring(0, places));
  }

  /// A digit and a power of ten, in centimetres.
  private static int precision(RdataWords in) throws Mistake {
    long digit = metres(in, 0, WIDEST);
    int power = 0;
    while (digit > 9) {
      digit /= 10;
      power++;
    }
    return (int) (digit << 4 | power);
  }
}
