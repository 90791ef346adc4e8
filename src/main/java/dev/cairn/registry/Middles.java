package dev.cairn.registry;

import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is left of two lists of things when what both begin with, and what both end with, is left
/// away: all that differs is in it. Of long lists in one order that differ in few things it is
/// found quickly.
///
/// @param before a part of the one list
/// @param now a part of the other
record Middles<T>(List<T> before, List<T> now) {
  static <T> Middles<T> of(List<T> before, List<T> now) {
    int shorter = Math.min(before.size(), now.size());
    int head = 0;
    while (head < shorter && before.get(head).equals(now.get(head))) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && before.get(before.size() - 1 - tail).equals(now.get(now.size() - 1 - tail))) {
      tail++;
    }
    return new Middles<>(
        before.subList(head, before.size() - tail), now.subList(head, now.size() - tail));
  }

  /// The keys that are not there any more, if no list has one twice.
  <K> Stream<K> gone(Function<T, K> key) {
    if (before.isEmpty()) {
      return Stream.empty();
    }
    Set<K> kept = now.stream().map(key).collect(Collectors.toSet());
    return before.stream().map(key).filter(one -> !kept.contains(one));
  }
}
