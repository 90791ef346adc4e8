package dev.cairn.registry;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes [Service] values anew when something of them changed. Of the writer.
final class Members {
  private static final String ALL = ""; // in the place of an instance: all of the node

  private final ServiceDirectory directory;
  private final Map<Instance.Key, List<Check>> checks = new HashMap<>();

  Members(ServiceDirectory directory) {
    this.directory = directory;
  }

  void put(Check check) {
    var about = check.subject();
    List<Check> known = checks.get(about);
    if (known == null) {
      checks.put(about, List.of(check));
    } else {
      List<Check> all = without(check, known);
      all.add(check);
      checks.put(about, List.copyOf(all));
    }
  }

  void remove(Check check) {
    var about = check.subject();
    List<Check> rest = without(check, checksOf(about));
    if (rest.isEmpty()) {
      checks.remove(about);
    } else {
      checks.put(about, List.copyOf(rest));
    }
  }

  private static List<Check> without(Check check, List<Check> all) {
    List<Check> others = new ArrayList<>(all.size() + 1);
    for (Check one : all) {
      if (!one.key().equals(check.key())) {
        others.add(one);
      }
    }
    return others;
  }

  List<Check> checksOf(Instance.Key instance) {
    return checks.getOrDefault(instance, List.of());
  }

  /// Publishes a service with what is there now of these instances; the others stay as they are.
  void publish(String service, Set<Instance.Key> touched, long index) {
    Service known = directory.services.get(service);
    List<Member> all = new ArrayList<>();
    Set<Instance.Key> fresh = new HashSet<>(touched);
    if (known != null) {
      for (Member member : known.members()) {
        Instance.Key key = member.instance().key();
        Member now = fresh.remove(key) ? memberOf(service, key) : member;
        if (now != null) {
          all.add(now);
        }
      }
    }
    fresh.stream().sorted().forEach(key -> addTo(all, service, key));
    put(service, known == null ? null : known.name(), all, index);
  }

  /// Publishes all services, from nothing.
  void publishAll() {
    Map<String, List<Member>> all = new HashMap<>();
    for (Instance instance : directory.instances.values()) {
      String service = ServiceDirectory.fold(instance.service());
      Member member = memberOf(service, instance);
      if (member != null) {
        all.computeIfAbsent(service, _ -> new ArrayList<>()).add(member);
      }
    }
    directory.services.keySet().retainAll(all.keySet());
    all.forEach((service, members) ->
        put(service, null, members, directory.indexes.of(new Resource.OfService(service))));
  }

  private void put(String service, @Nullable String name, List<Member> members, long index) {
    if (members.isEmpty()) {
      directory.services.remove(service);
    } else {
      String shown = name == null ? members.getFirst().instance().service() : name;
      directory.services.put(service, new Service(shown, members, index));
    }
  }

  private void addTo(Collection<Member> all, String service, Instance.Key key) {
    Member member = memberOf(service, key);
    if (member != null) {
      all.add(member);
    }
  }

  private @Nullable Member memberOf(String service, Instance.Key key) {
    Instance instance = directory.instances.get(key);
    return instance == null ? null : memberOf(service, instance);
  }

  private @Nullable Member memberOf(String service, Instance instance) {
    Instance.Key key = instance.key();
    Node node = directory.nodes.get(key.node());
    if (node == null || !service.equals(ServiceDirectory.fold(instance.service()))) {
      return null;
    }
    List<Check> own = checksOf(key);
    List<Check> ofNode = checksOf(new Instance.Key(key.node(), ALL));
    List<Check> both = new ArrayList<>(own.size() + ofNode.size());
    both.addAll(ofNode);
    both.addAll(own);
    return new Member(node, instance, both);
  }
}
