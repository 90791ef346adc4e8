package dev.cairn.feed;

import dev.cairn.feed.SourceSettings.Mode;
import dev.cairn.registry.Mirror;
import dev.cairn.registry.Union.Voice;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the sources of one place say, in their order; those that have not said anything yet are
/// left out.
final class Voices {
  private final Destination destination;
  private final Map<String, Mirror> told = new HashMap<>();
  private List<SourceSettings> ranked = List.of();
  private List<Voice> given = List.of();

  Voices(Destination destination) {
    this.destination = destination;
  }

  /// From now on these are the sources; what others said counts no more.
  synchronized void rank(List<SourceSettings> sources) {
    List<SourceSettings> sorted = new ArrayList<>(sources);
    sorted.sort(Comparator.comparingInt((SourceSettings one) -> -one.rank().priority())); // stable
    ranked = sorted;
    told.keySet().retainAll(sources.stream().map(SourceSettings::name).toList());
    give();
  }

  synchronized void take(String source, Mirror mirror) {
    if (ranked.stream().anyMatch(one -> one.name().equals(source))) {
      told.put(source, mirror);
      give();
    }
  }

  private void give() {
    List<Voice> voices = new ArrayList<>();
    for (SourceSettings one : ranked) {
      Mirror mirror = told.get(one.name());
      if (mirror != null) {
        voices.add(new Voice(one.name(), one.rank().mode() == Mode.OVERRIDE, mirror));
      }
    }
    if (!voices.equals(given)) {
      given = voices;
      destination.take(List.copyOf(voices));
    }
  }
}
