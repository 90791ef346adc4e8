package dev.cairn.consul;

import java.util.Map;

/// Reads what a service says of itself by keys and values, within the bounds that clients of Consul
/// know, and with its words. What an agent says of its node has none there.
final class ServiceMeta {
  private static final int MOST = 64;
  private static final int LONGEST_KEY = 128;
  private static final int LONGEST_VALUE = 512;
  private static final String RESERVED = "consul-";

  private ServiceMeta() {}

  static Map<String, String> of(Body body) throws Refusal {
    Map<String, String> meta = body.map("Meta");
    if (meta.size() > MOST) {
      throw invalid("Node metadata cannot contain more than " + MOST + " key/value pairs");
    }
    for (Map.Entry<String, String> pair : meta.entrySet()) {
      String why = why(pair.getKey(), pair.getValue());
      if (!why.isEmpty()) {
        throw invalid(
            "Couldn't load metadata pair ('%s', '%s'): %s"
                .formatted(pair.getKey(), pair.getValue(), why));
      }
    }
    return meta;
  }

  /// Empty if they may be.
  private static String why(String key, String value) {
    if (key.isEmpty()) {
      return "Key cannot be blank";
    }
    if (!key.chars().allMatch(ServiceMeta::isOfKey)) {
      return "Key contains invalid characters";
    }
    if (key.length() > LONGEST_KEY) {
      return "Key is too long (limit: " + LONGEST_KEY + " characters)";
    }
    if (key.startsWith(RESERVED)) {
      return "Key prefix '" + RESERVED + "' is reserved for internal use";
    }
    return value.length() > LONGEST_VALUE
        ? "Value is too long (limit: " + LONGEST_VALUE + " characters)"
        : "";
  }

  private static boolean isOfKey(int c) {
    return c >= 'a' && c <= 'z'
        || c >= 'A' && c <= 'Z'
        || c >= '0' && c <= '9'
        || c == '_'
        || c == '-';
  }

  private static Refusal invalid(String why) {
    return Refusal.bad("Invalid Service Meta: " + why);
  }
}
