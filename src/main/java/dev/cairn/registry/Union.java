package dev.cairn.registry;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// What several sources say, as one: all of it, but where one overrides a service, what those
/// behind it say of that service; and of what two say under one key, what the first says. A machine
/// that has another's name gets one of its own ([Namesakes]).
///
/// @param mirror no two things in it have the same key
/// @param renamed the machines that have other names here than their sources say
public record Union(Mirror mirror, List<Renamed> renamed) {
  static final Union NOTHING = new Union(Mirror.EMPTY, List.of());

  public Union {
    renamed = List.copyOf(renamed);
  }

  /// What one of several sources says.
  ///
  /// @param overrides whether it overrides the services that it has
  public record Voice(String source, boolean overrides, Mirror mirror) {}

  /// A machine with a name that its source does not say.
  ///
  /// @param told as its source says it
  /// @param first who has its name
  /// @param name that it has instead
  public record Renamed(String source, Node told, Node first, String name) {}

  /// @param voices in the order of their sources
  /// @param others who has the name of a node although no source says so; null if nobody
  public static Union of(List<Voice> voices, Function<Node, @Nullable Node> others) {
    var namesakes = new Namesakes(others);
    if (voices.size() == 1) { // as is usual, and of which there may be very much
      Voice voice = voices.getFirst();
      Mirror mirror = namesakes.apart(voice.source(), voice.mirror());
      return new Union(
          new Mirror(namesakes.nodes(), mirror.instances(), mirror.checks()), namesakes.renamed());
    }
    var making = new Making(namesakes);
    voices.forEach(making::add);
    return making.made();
  }

  private static final class Making {
    private final Namesakes namesakes;
    private final Map<Instance.Key, Instance> instances = new LinkedHashMap<>();
    private final Map<Check.Key, Check> checks = new LinkedHashMap<>();
    private final Set<String> overridden = new HashSet<>();

    Making(Namesakes namesakes) {
      this.namesakes = namesakes;
    }

    void add(Voice voice) {
      Mirror mirror = namesakes.apart(voice.source(), voice.mirror());
      Set<Instance.Key> heard = new HashSet<>();
      for (Instance one : mirror.instances()) {
        boolean isHeard = !overridden.contains(ServiceDirectory.fold(one.service()));
        if (isHeard && instances.putIfAbsent(one.key(), one) == null) {
          heard.add(one.key());
        }
      }
      for (Check check : mirror.checks()) {
        if (check.instance().isEmpty() || heard.contains(check.subject())) {
          checks.putIfAbsent(check.key(), check);
        }
      }
      if (voice.overrides()) {
        mirror.instances().forEach(one -> overridden.add(ServiceDirectory.fold(one.service())));
      }
    }

    Union made() {
      return new Union(
          new Mirror(
              namesakes.nodes(), List.copyOf(instances.values()), List.copyOf(checks.values())),
          namesakes.renamed());
    }
  }
}
