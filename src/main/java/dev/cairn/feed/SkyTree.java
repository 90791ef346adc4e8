package dev.cairn.feed;

import dev.cairn.message.LabelPath;
import dev.cairn.registry.Mirror;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// All keys of SkyDNS by their paths. Immutable.
final class SkyTree {
  private static final int MOST = 256; // keys that one answer is made of

  private final NavigableMap<String, List<SkyKey>> keys = new TreeMap<>();

  SkyTree(Mirror mirror) {
    mirror
        .instances()
        .forEach(one -> {
          SkyKey key = SkyKey.of(one);
          if (key != null) {
            keys.computeIfAbsent(one.key().id(), _ -> new ArrayList<>(1)).add(key);
          }
        });
  }

  /// The path of a name, null if no key can have it.
  static @Nullable String path(LabelPath name) {
    var path = new StringBuilder();
    byte[] bytes = name.bytes();
    for (int depth = 0; depth < name.count(); depth++) {
      int at = name.at(depth);
      path.append(depth == 0 ? "" : "/");
      for (int i = at + 1; i <= at + bytes[at]; i++) {
        if (bytes[i] <= ' ' || bytes[i] == '/' || bytes[i] == '.') {
          return null;
        }
        path.append((char) bytes[i]);
      }
    }
    return path.toString();
  }

  /// The keys at a path and below it, those of one group if that is asked for.
  List<SkyKey> at(String path) {
    List<SkyKey> found = new ArrayList<>(keys.getOrDefault(path, List.of()));
    for (List<SkyKey> below : keys.subMap(path + "/", path + "0").values()) {
      if (found.size() >= MOST) {
        break;
      }
      found.addAll(below);
    }
    return grouped(found);
  }

  /// The keys at this very path.
  List<SkyKey> exactlyAt(String path) {
    return keys.getOrDefault(path, List.of());
  }

  /// The group of the shortest keys leaves out those of other groups; if they disagree, there is
  /// none.
  private static List<SkyKey> grouped(List<SkyKey> found) {
    int shortest = found.stream().mapToInt(SkyKey::depth).min().orElse(0);
    List<String> groups =
        found.stream()
            .filter(key -> key.depth() == shortest)
            .map(SkyKey::group)
            .filter(group -> !group.isEmpty())
            .distinct()
            .toList();
    return groups.size() != 1
        ? found
        : found.stream()
            .filter(key -> key.group().isEmpty() || key.group().equals(groups.getFirst()))
            .toList();
  }
}
