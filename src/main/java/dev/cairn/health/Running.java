package dev.cairn.health;

/// A check that is made again and again.
public interface Running {

  /// It is made no more. Whoever is told of findings is told of none from the moment this returns,
  /// but for one that is being told.
  void stop();
}
