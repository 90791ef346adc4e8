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

  Contact of(Resource resource) {
    Map<String, Lapse> now = lapses.get();
    if (now.isEmpty()) {
      return Contact.NOW;
    }
    return switch (resource) {
      case Resource.OfService(String name) -> ofService(name, now);
      case Resource.OfNode(String name) -> ofNode(name, now);
      case Resource.Services _, Resource.Nodes _, Resource.Checks _ -> worst(now.values());
      case Resource.Value _, Resource.Values _ -> Contact.NOW;
    };
  }

  private Contact ofService(String name, Map<String, Lapse> lapses) {
    Service service = directory.service(name);
    return service == null
        ? worst(lapses.values())
        : of(service.members().stream().map(Member::instance).toList(), lapses);
  }

  private Contact ofNode(String name, Map<String, Lapse> lapses) {
    return directory.node(name) == null
        ? worst(lapses.values())
        : of(directory.instancesOn(name), lapses);
  }

  private static Contact of(Collection<Instance> instances, Map<String, Lapse> lapses) {
    Set<String> sources =
        instances.stream().map(one -> one.origin().source()).collect(Collectors.toSet());
    return worst(
        lapses.entrySet().stream()
            .filter(entry -> sources.contains(entry.getKey()))
            .map(Map.Entry::getValue)
            .toList());
  }

  private static Contact worst(Collection<Lapse> lapses) {
    long seconds = lapses.stream().mapToLong(Lapse::seconds).max().orElse(0);
    boolean isWhole = lapses.stream().noneMatch(lapse -> lapse instanceof Lapse.Unsynced);
    return new Contact(TimeUnit.SECONDS.toMillis(seconds), isWhole);
  }
}
