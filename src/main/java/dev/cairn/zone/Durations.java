package dev.cairn.zone;

/// Seconds as master files write them: a number, or numbers with units as in `1w2d3h4m5s`.
final class Durations {
  private static final long TOO_MANY = 1L << 40;

  private Durations() {}

  /// The seconds, −1 if the octets are no duration or are beyond all use.
  static long seconds(byte[] text, int start, int end) {
    long sum = 0;
    int at = start;
    while (at < end) {
      long number = 0;
      int digits = at;
      while (at < end && NameText.isDigit(text[at])) {
        number = Math.min(number * 10 + text[at++] - '0', TOO_MANY);
      }
      if (digits == at) {
        return -1;
      }
      boolean isLast = at == end; // which has no unit only if it is alone
      long unit = isLast ? 1 : unit(text[at++]);
      if (unit < 0 || isLast && digits > start) {
        return -1;
      }
      sum = Math.min(sum + number * unit, TOO_MANY);
    }
    return start == end || sum >= TOO_MANY ? -1 : sum;
  }

  private static long unit(byte letter) {
    return switch (letter) {
      case 's', 'S' -> 1;
      case 'm', 'M' -> 60;
      case 'h', 'H' -> 3_600;
      case 'd', 'D' -> 86_400;
      case 'w', 'W' -> 604_800;
      default -> -1;
    };
  }
}
