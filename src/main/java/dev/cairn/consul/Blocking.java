package dev.cairn.consul;

import java.time.Duration;

/// How long a reading client wants to wait, and for what.
///
/// @param index that it knows; 0 for not to wait
record Blocking(long index, Duration atMost) {
  private static final Duration USUAL = Duration.ofMinutes(5);
  private static final Duration LONGEST = Duration.ofMinutes(10);

  static Blocking of(Parameters parameters) throws Refusal {
    return new Blocking(index(parameters.text("index")), wait(parameters.text("wait")));
  }

  private static long index(String text) throws Refusal {
    if (text.isEmpty()) {
      return 0;
    }
    if (!text.matches("-?[0-9]{1,20}")) {
      throw Refusal.bad("Invalid index");
    }
    if (text.startsWith("-")) {
      return 0; // some clients begin with -1
    }
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException _) {
      return Long.MAX_VALUE; // above ours, whatever ours is
    }
  }

  private static Duration wait(String text) throws Refusal {
    if (text.isEmpty()) {
      return USUAL;
    }
    Duration wait = GoDuration.parse(text);
    if (wait == null || wait.isNegative()) {
      throw Refusal.bad("Invalid wait time");
    }
    if (wait.isZero()) {
      return USUAL;
    }
    return wait.compareTo(LONGEST) > 0 ? LONGEST : wait;
  }
}
