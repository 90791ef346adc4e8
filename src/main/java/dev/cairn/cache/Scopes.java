package dev.cairn.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/// Gives each scope a number, as keys have it. A scope keeps its number for as long as the process
/// lives: after a reload that brings it back, what it was told is found again.
final class Scopes {
  private final Map<Scope, Integer> numbers = new ConcurrentHashMap<>();
  private final Map<Integer, Scope> scopes = new ConcurrentHashMap<>();
  private final AtomicInteger next = new AtomicInteger();

  int numberOf(Scope scope) {
    return numbers.computeIfAbsent(
        scope,
        _ -> {
          int number = next.getAndIncrement();
          scopes.put(number, scope);
          return number;
        });
  }

  /// The scope that was given a number.
  Scope of(int number) {
    Scope scope = scopes.get(number);
    if (scope == null) {
      throw new IllegalArgumentException("no scope has the number " + number);
    }
    return scope;
  }
}
