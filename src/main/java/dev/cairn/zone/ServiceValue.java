package dev.cairn.zone;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The values of the parameters of SVCB and HTTPS records: from text (RFC 9460 appendix A), and
/// whether octets are one.
final class ServiceValue {
  private static final byte[] NONE = new byte[0];

  /// What no key takes, for text that cannot be read.
  private static final byte[] WRONG = new byte[0x1_0000];

  /// A relative URI template with the variable dns (RFC 9461 §5).
  private static final Pattern EXPRESSION = Pattern.compile("\\{([^{}]*+)}");

  private static final Pattern VARIABLE = Pattern.compile("\\bdns\\b");

  private ServiceValue() {}

  /// The value that a text stands for; more than 65,535 octets if it is none.
  ///
  /// @param keys the number of a key's name, −1 if there is none
  static byte[] read(int key, byte[] text, ToIntFunction<String> keys) {
    return switch (key) {
      case ServiceParameters.MANDATORY -> mandatory(text, keys);
      case ServiceParameters.ALPN -> protocols(text);
      case ServiceParameters.PORT -> numbers(text, 1);
      case ServiceParameters.IPV4HINT -> addresses(text, 4);
      case ServiceParameters.ECH -> ech(text);
      case ServiceParameters.IPV6HINT -> addresses(text, 16);
      case ServiceParameters.GROUPS -> numbers(text, 0x7FFF);
      default -> text; // NO_DEFAULT_ALPN, DOHPATH and OHTTP among them
    };
  }

  /// Whether a key can have this value.
  static boolean isValid(int key, byte[] value) {
    return switch (key) {
      case ServiceParameters.MANDATORY, ServiceParameters.GROUPS ->
          value.length > 0 && value.length % 2 == 0;
      case ServiceParameters.ALPN -> areStrings(value);
      case ServiceParameters.NO_DEFAULT_ALPN, ServiceParameters.OHTTP -> value.length == 0;
      case ServiceParameters.PORT -> value.length == 2;
      case ServiceParameters.IPV4HINT -> value.length > 0 && value.length % 4 == 0;
      case ServiceParameters.IPV6HINT -> value.length > 0 && value.length % 16 == 0;
      case ServiceParameters.ECH -> value.length > 0;
      case ServiceParameters.DOHPATH -> isTemplate(ServiceParameters.ascii(value));
      default -> true;
    };
  }

  static String example(int key) {
    return switch (key) {
      case ServiceParameters.MANDATORY -> "alpn,port";
      case ServiceParameters.ALPN -> "h2,h3";
      case ServiceParameters.NO_DEFAULT_ALPN, ServiceParameters.OHTTP -> "none";
      case ServiceParameters.PORT -> "a number up to 65535";
      case ServiceParameters.IPV4HINT -> "192.0.2.1,192.0.2.2";
      case ServiceParameters.IPV6HINT -> "2001:db8::1,2001:db8::2";
      case ServiceParameters.ECH -> "base64";
      case ServiceParameters.DOHPATH -> "/dns-query{?dns}";
      case ServiceParameters.GROUPS -> "29,23";
      default -> "up to 65,535 octets";
    };
  }

  /// In the order of numbers, each once; one that is named twice is wrong (RFC 9460 §8).
  private static byte[] mandatory(byte[] text, ToIntFunction<String> keys) {
    int[] numbers =
        parts(text).stream().map(ServiceParameters::ascii).mapToInt(keys).sorted().toArray();
    var out = new ByteArrayOutputStream();
    for (int number : numbers) {
      if (number < 0) {
        return WRONG;
      }
      PlainField.put(number, 2, out);
    }
    return out.toByteArray();
  }

  private static byte[] protocols(byte[] text) {
    var out = new ByteArrayOutputStream();
    for (byte[] protocol : parts(text)) {
      if (protocol.length > 0xFF) {
        return WRONG;
      }
      RdataWords.writeString(protocol, out);
    }
    return out.toByteArray();
  }

  private static byte[] numbers(byte[] text, int most) {
    List<byte[]> parts = parts(text);
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      String digits = ServiceParameters.ascii(part);
      if (!digits.matches("\\d{1,5}") || Integer.parseInt(digits) > 0xFFFF || parts.size() > most) {
        return WRONG;
      }
      PlainField.put(Integer.parseInt(digits), 2, out);
    }
    return out.toByteArray();
  }

  private static byte[] addresses(byte[] text, int octets) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts(text)) {
      var address = new byte[octets];
      boolean isAddress =
          octets == 4
              ? AddressText.read4(part, 0, part.length, address, 0)
              : AddressText.read6(part, 0, part.length, address);
      if (!isAddress) {
        return WRONG;
      }
      out.writeBytes(address);
    }
    return out.toByteArray();
  }

  private static byte[] ech(byte[] text) {
    byte @Nullable [] octets = CodedField.base64(ServiceParameters.ascii(text));
    return octets == null ? WRONG : octets;
  }

  /// The parts between commas; `\,` is a comma and `\\` a backslash within one.
  private static List<byte[]> parts(byte[] text) {
    var parts = new ArrayList<byte[]>();
    var part = new ByteArrayOutputStream();
    for (int at = 0; at < text.length; at++) {
      if (text[at] == ',') {
        parts.add(part.toByteArray());
        part.reset();
      } else {
        at += text[at] == '\\' && at + 1 < text.length ? 1 : 0;
        part.write(text[at]);
      }
    }
    parts.add(part.size() == 0 ? NONE : part.toByteArray());
    return parts;
  }

  private static boolean isTemplate(String path) {
    return path.startsWith("/")
        && EXPRESSION
            .matcher(path)
            .results()
            .anyMatch(each -> VARIABLE.matcher(each.group(1)).find());
  }

  /// Strings that are not empty, at least one.
  private static boolean areStrings(byte[] value) {
    int at = 0;
    while (at < value.length && value[at] != 0) {
      at += 1 + (value[at] & 0xFF);
    }
    return at == value.length && at > 0;
  }
}
