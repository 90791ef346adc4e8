package dev.cairn.registry;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// What has become of a list of things that have keys, none of them twice.
///
/// @param gone the keys that are not there any more
/// @param news what is new or otherwise, in its order
record Difference<K, T>(List<K> gone, List<T> news) {

  /// Of long lists that differ in little it is found quickly: what both begin with, and what both
  /// end with, is left away first.
  ///
  /// @param again keys of what counts as news though it may be as it was
  static <K, T> Difference<K, T> of(List<T> before, List<T> now, Function<T, K> key, Set<?> again) {
    var pairs = new Pairs<K, T>(before, now, key, again);
    int shorter = Math.min(before.size(), now.size());
    int head = 0;
    while (head < shorter && pairs.areSame(head, head)) {
      head++;
    }
    int tail = 0;
    while (tail < shorter - head
        && pairs.areSame(before.size() - 1 - tail, now.size() - 1 - tail)) {
      tail++;
    }
    return new Pairs<K, T>(
            before.subList(head, before.size() - tail),
            now.subList(head, now.size() - tail),
            key,
            again)
        .difference();
  }

  private record Pairs<K, T>(List<T> before, List<T> now, Function<T, K> key, Set<?> again) {
    boolean areSame(int place, int placeNow) {
      return isAsItWas(before.get(place), now.get(placeNow));
    }

    private boolean isAsItWas(T was, T is) {
      return is.equals(was) && (again.isEmpty() || !again.contains(key.apply(is)));
    }

    Difference<K, T> difference() {
      if (before.isEmpty()) {
        return new Difference<>(List.of(), now);
      }
      Map<K, T> left = HashMap.newHashMap(before.size());
      before.forEach(one -> left.put(key.apply(one), one));
      List<T> news = new ArrayList<>();
      for (T one : now) {
        T was = left.remove(key.apply(one));
        if (was == null || !isAsItWas(was, one)) {
          news.add(one);
        }
      }
      List<K> gone = before.stream().map(key).filter(left::containsKey).toList();
      return new Difference<>(gone, news);
    }
  }
}
