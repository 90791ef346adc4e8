package dev.cairn.zone.check;

/// One zone among those that are judged together.
///
/// @param number its number in the territory
/// @param isOverlay whether names that it does not have may be found elsewhere
record Home(Territory territory, int number, boolean isOverlay) {
  boolean isAlone() {
    return territory.origins().size() == 1;
  }

  /// Whether a name belongs to another one of them.
  boolean isElsewhere(byte[] octets, int name) {
    return !isAlone() && territory.ownerOf(octets, name) != number;
  }
}
