package dev.cairn.zone;

/// Looks at a zone's records as they were gathered, while they still have their places.
public interface Judge {
  /// Says nothing: what a server needs.
  Judge NONE = zone -> {};

  /// Called once, for a zone that was read without mistakes; the view holds during the call only.
  void judge(GatheredZone zone);
}
