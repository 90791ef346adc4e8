package dev.cairn.zone;

/// How much memory there is for another zone.
final class Memory {
  private Memory() {}

  /// Whether so many octets may still be taken; what is not in use is collected first if they seem
  /// too many.
  static boolean hasRoomFor(long octets) {
    if (free() < octets) {
      System.gc();
    }
    return free() >= octets;
  }

  /// Octets that may still be taken.
  static long free() {
    var runtime = Runtime.getRuntime();
    return runtime.maxMemory() - (runtime.totalMemory() - runtime.freeMemory());
  }
}
