package dev.cairn.registry;

/// The place of one who waits for a change.
public interface Parking {
  /// Gives the place back; nobody is woken any more.
  void leave();
}
