package dev.cairn.consul;

import dev.cairn.registry.Instance;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Member;
import dev.cairn.registry.Resource;
import dev.cairn.registry.Service;
import dev.cairn.registry.ServiceDirectory;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Finds out who knows what is answered, and how long ago they were heard. Where nobody knows
/// anything, any source might have.
final class Contacts {
  private final ServiceDirectory directory;
  private final Supplier<Map<String, Lapse>> lapses;

  /// @param lapses what is amiss with the sources of the directory, by their names; empty if all is
  ///   well
  Contacts(ServiceDirectory directory, Supplier<Map<String, Lapse>> lapses) {
    this.directory = directory;
    this.lapses = lapses;
  }

  /// Milliseconds since the one who was longest away was in sync; since it is asked, of one that
  /// has said nothing yet. 0 if all are, or all of it is known here.
  long millisOf(Resource resource) {
    Map<String, Lapse> now = lapses.get();
    if (now.isEmpty()) {
      return 0;
    }
    return switch (resource) {
      case Resource.OfService(String name) -> ofService(name, now);
      case Resource.Placed(String name) -> ofService(name, now);
      case Resource.OfNode(String name) -> ofNode(name, now);
      case Resource.OnNode(String name) -> ofNode(name, now);
      case Resource.Services _, Resource.Nodes _, Resource.Checks _ -> worst(now.values());
      case Resource.Value _, Resource.Values _ -> 0;
    };
  }

  private long ofService(String name, Map<String, Lapse> lapses) {
    Service service = directory.service(name);
    return service == null
        ? worst(lapses.values())
        : of(service.members().stream().map(Member::instance).toList(), lapses);
  }

  private long ofNode(String name, Map<String, Lapse> lapses) {
    return directory.node(name) == null
        ? worst(lapses.values())
        : of(directory.instancesOn(name), lapses);
  }

  private static long of(Collection<Instance> instances, Map<String, Lapse> lapses) {
    Set<String> sources =
        instances.stream().map(one -> one.origin().source()).collect(Collectors.toSet());
    return worst(
        lapses.entrySet().stream()
            .filter(entry -> sources.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  private static long worst(Collection<Lapse> lapses) {
    long seconds = lapses.stream().mapToLong(Lapse::seconds).max().orElse(0);
    return lapses.isEmpty() ? 0 : Math.max(TimeUnit.SECONDS.toMillis(seconds), 1);
  }
}
