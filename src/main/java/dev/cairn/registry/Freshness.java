package dev.cairn.registry;

/// How far what other sources told can be relied on.
@FunctionalInterface
public interface Freshness {
  /// There are no other sources.
  Freshness ALWAYS = () -> Lapses.NONE;

  /// What is amiss now. Called for every query, on threads that read packets: a read of one field.
  Lapses lapses();
}
