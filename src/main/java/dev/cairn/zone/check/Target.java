package dev.cairn.zone.check;

import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Records that lead to a host, and what is said if they do not.
///
/// @param skip octets of data before the name
/// @param part where the name stands in the text
record Target(String type, int skip, Part part, Rule isAlias, Rule isMissing, Rule isAddress) {
  private static final Target NS =
      new Target(
          "NS",
          0,
          Part.FIRST,
          Rule.NS_TARGET_IS_ALIAS,
          Rule.NS_TARGET_MISSING,
          Rule.NS_TARGET_IS_ADDRESS);
  private static final Target MX =
      new Target(
          "MX",
          2,
          Part.SECOND,
          Rule.MX_TARGET_IS_ALIAS,
          Rule.MX_TARGET_MISSING,
          Rule.MX_TARGET_IS_ADDRESS);
  private static final Target SRV =
      new Target(
          "SRV",
          6,
          Part.FOURTH,
          Rule.SRV_TARGET_IS_ALIAS,
          Rule.SRV_TARGET_MISSING,
          Rule.SRV_TARGET_IS_ADDRESS);

  /// What records of a type lead to; null if it is no host.
  static @Nullable Target of(int type) {
    return switch (type) {
      case Type.NS -> NS;
      case Type.MX -> MX;
      case Type.SRV -> SRV;
      default -> null; // a number, not an outcome
    };
  }
}
