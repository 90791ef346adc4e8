package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/// The parameters of SVCB and HTTPS records: `alpn=h2,h3 port=8443 key667="x"` (RFC 9460 §2.1 and
/// §7).
final class ServiceParameters implements RdataField {
  static final int MANDATORY = 0;
  static final int ALPN = 1;
  static final int NO_DEFAULT_ALPN = 2;
  static final int PORT = 3;
  static final int IPV4HINT = 4;
  static final int ECH = 5;
  static final int IPV6HINT = 6;
  static final int DOHPATH = 7;
  static final int OHTTP = 8;
  static final int GROUPS = 9;

  private static final List<String> NAMES =
      List.of(
          "mandatory",
          "alpn",
          "no-default-alpn",
          "port",
          "ipv4hint",
          "ech",
          "ipv6hint",
          "dohpath",
          "ohttp",
          "tls-supported-groups");
  private static final int LARGEST = 65_535;

  @Override
  public void read(RdataWords in, ByteArrayOutputStream out) throws Mistake {
    var values = new TreeMap<Integer, byte[]>();
    int first = in.at();
    while (in.hasMore()) {
      int word = in.at();
      if (in.nextIsQuoted()) {
        throw in.mistake(word, "a quoted parameter, allowed is KEY or KEY=VALUE or KEY=\"VALUE\"");
      }
      String text = in.peek();
      int equals = text.indexOf('=');
      String name = equals < 0 ? text : text.substring(0, equals);
      int key = key(name);
      if (key < 0) {
        throw in.mistake(
            word,
            "unknown parameter "
                + in.shown(word)
                + ", allowed are "
                + String.join(", ", NAMES)
                + " and key with a number up to 65535");
      }
      byte[] value = value(in, key, name, equals);
      if (values.put(key, value) != null) {
        throw in.mistake(word, "a second " + name);
      }
    }
    String wrong = contradiction(values);
    if (!wrong.isEmpty()) {
      throw in.mistake(first, wrong);
    }
    values.forEach((key, value) -> write(key, value, out));
  }

  @Override
  public int skip(byte[] rdata, int at) {
    var values = new TreeMap<Integer, byte[]>();
    int next = at;
    int last = -1;
    while (next + 4 <= rdata.length) {
      int key = Zone.getShort(rdata, next);
      int end = next + 4 + Zone.getShort(rdata, next + 2);
      if (key <= last || end > rdata.length) {
        return MALFORMED;
      }
      byte[] value = Arrays.copyOfRange(rdata, next + 4, end);
      if (!ServiceValue.isValid(key, value)) {
        return MALFORMED;
      }
      values.put(key, value);
      last = key;
      next = end;
    }
    return next == rdata.length && contradiction(values).isEmpty() ? next : MALFORMED;
  }

  private static byte[] value(RdataWords in, int key, String name, int equals) throws Mistake {
    int word = in.at();
    byte[] text;
    if (equals < 0) {
      in.take("a parameter");
      text = new byte[0];
    } else {
      text = in.value(equals);
    }
    byte[] value =
        name.startsWith("key") ? text : ServiceValue.read(key, text, ServiceParameters::key);
    if (value.length > 0xFFFF || !ServiceValue.isValid(key, value)) {
      throw in.mistake(
          word, "this is no value of " + name + ", allowed is " + ServiceValue.example(key));
    }
    return value;
  }

  /// The number of a key, −1 if there is none of that name.
  private static int key(String name) {
    int known = NAMES.indexOf(name);
    if (known >= 0 || !name.matches("key(0|[1-9]\\d{0,4})")) {
      return known;
    }
    int key = Integer.parseInt(name.substring(3));
    return key <= LARGEST ? key : -1;
  }

  /// What the parameters have against each other (RFC 9460 §7.1.1 and §8); empty if nothing.
  private static String contradiction(Map<Integer, byte[]> values) {
    if (values.containsKey(NO_DEFAULT_ALPN) && !values.containsKey(ALPN)) {
      return "no-default-alpn without alpn";
    }
    byte[] mandatory = values.getOrDefault(MANDATORY, new byte[0]);
    var seen = new TreeSet<Integer>();
    for (int at = 0; at + 2 <= mandatory.length; at += 2) {
      int key = Zone.getShort(mandatory, at);
      if (key == MANDATORY || !values.containsKey(key) || !seen.add(key)) {
        return "mandatory names a key that is missing, or twice, or itself";
      }
    }
    return "";
  }

  private static void write(int key, byte[] value, ByteArrayOutputStream out) {
    PlainField.put(key, 2, out);
    PlainField.put(value.length, 2, out);
    out.writeBytes(value);
  }

  /// Text of ASCII, for messages and comparisons.
  static String ascii(byte[] text) {
    return new String(text, StandardCharsets.ISO_8859_1);
  }
}
