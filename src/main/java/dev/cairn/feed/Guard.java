package dev.cairn.feed;

import dev.cairn.feed.Update.Step;
import dev.cairn.feed.Update.Whole;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Mirror;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Doubts what would take much away at once. Belongs to one thread at a time.
///
/// ```
/// whole reading ─┬─ nothing doubtful ──────────────────────────────► served
///                ├─ EMPTIED: all, or more than half of ≥ 10, is gone
///                │    what is new is served beside what is missing   ┐ held until a reading after `hold`
///                └─ REWOUND: older than what is served, and differs  │ says the same, the operator accepts,
///                     what is served stays                           ┘ or a reading is not doubtful
/// step ──────────── each change was told of: served, also beside what is held, which ends where
///                   nothing is missing any more
/// ```
final class Guard {
  private static final int FEW = 10;

  private final Duration hold;
  private final InstantSource clock;
  private @Nullable Mirror served;
  private Generation generation = Generation.NONE;
  private @Nullable Held held;

  /// Why something is held.
  enum Doubt {
    EMPTIED,
    REWOUND
  }

  /// What is not served yet.
  ///
  /// @param until readings before do not count
  record Held(Doubt doubt, Update update, Instant since, Instant until, String why) {
    Held with(Update other) {
      return new Held(doubt, other, since, until, why);
    }
  }

  Guard(Duration hold, InstantSource clock) {
    this.hold = hold;
    this.clock = clock;
  }

  /// What was served before the start.
  void begin(Mirror mirror, Generation of) {
    served = mirror;
    generation = of;
  }

  @Nullable Mirror served() {
    return served;
  }

  Generation generation() {
    return generation;
  }

  @Nullable Held held() {
    return held;
  }

  /// Decides what is served from now on.
  void judge(Update update) {
    Mirror before = served;
    Held doubted = held;
    if (before == null) {
      serve(update);
      return;
    }
    switch (update) {
      case Step step -> {
        if (doubted == null) {
          serve(step);
        } else {
          Mirror now = stepped(before, step);
          if (doubted.doubt() == Doubt.EMPTIED && lacksNothing(step, now)) {
            serve(step);
          } else {
            served = now;
            held = doubted.with(step);
          }
        }
      }
      case Whole whole -> judge(whole, before, doubted);
    }
  }

  /// Whether what was missing came back, or was taken out by name.
  private static boolean lacksNothing(Step step, Mirror now) {
    return Parts.keys(step.mirror()).containsAll(Parts.keys(now));
  }

  private void judge(Whole whole, Mirror before, @Nullable Held doubted) {
    Doubt doubt = doubt(whole, before, doubted);
    boolean isConfirmed = doubted != null && !clock.instant().isBefore(doubted.until());
    if (doubt == null || isConfirmed) {
      serve(whole);
      return;
    }
    if (doubt == Doubt.EMPTIED) {
      served = Parts.and(whole.mirror(), before, _ -> true);
    }
    held =
        doubted != null && doubted.doubt() == doubt
            ? doubted.with(whole)
            : begun(doubt, whole, before, doubted);
  }

  private Held begun(Doubt doubt, Whole whole, Mirror before, @Nullable Held doubted) {
    Instant since = doubted == null ? clock.instant() : doubted.since();
    String why =
        switch (doubt) {
          case EMPTIED ->
              "%d of %d instances would be gone at once"
                  .formatted(gone(before, whole.mirror()), before.instances().size());
          case REWOUND ->
              whole.generation().number() < generation.number()
                  ? "it went back from %d to %d"
                      .formatted(generation.number(), whole.generation().number())
                  : "it is another cluster";
        };
    return new Held(doubt, whole, since, since.plus(hold), why);
  }

  /// Serves what is held, by the operator's word.
  ///
  /// @return whether there was anything
  boolean accept() {
    Held doubted = held;
    if (doubted == null) {
      return false;
    }
    serve(doubted.update());
    return true;
  }

  private void serve(Update update) {
    served = update.mirror();
    generation = update.generation();
    held = null;
  }

  private @Nullable Doubt doubt(Whole whole, Mirror before, @Nullable Held doubted) {
    boolean wasRewound = doubted != null && doubted.doubt() == Doubt.REWOUND;
    if ((wasRewound || whole.generation().rewinds(generation)) && !covers(whole.mirror(), before)) {
      return Doubt.REWOUND;
    }
    return empties(whole.mirror(), before) ? Doubt.EMPTIED : null;
  }

  /// Whether all that is served is there, as it is served.
  private static boolean covers(Mirror fresh, Mirror before) {
    Map<Instance.Key, Instance> now = Parts.byKey(fresh);
    return before.instances().stream().allMatch(one -> one.equals(now.get(one.key())));
  }

  private static boolean empties(Mirror fresh, Mirror before) {
    long gone = gone(before, fresh);
    int all = before.instances().size();
    if (gone == 0) {
      return false;
    }
    if (gone == all || all >= FEW && gone * 2 > all) {
      return true;
    }
    Set<String> services = Parts.services(before);
    Set<String> now = Parts.services(fresh);
    long lost = services.stream().filter(one -> !now.contains(one)).count();
    return services.size() >= FEW && lost * 2 > services.size();
  }

  private static long gone(Mirror before, Mirror fresh) {
    Set<Instance.Key> now = Parts.keys(fresh);
    return before.instances().stream().filter(one -> !now.contains(one.key())).count();
  }

  private static Mirror stepped(Mirror before, Step step) {
    Predicate<Instance> isPut = one -> step.put().contains(one.key());
    Predicate<Instance> isGone = one -> step.gone().contains(one.key());
    return Parts.and(Parts.with(step.mirror(), isPut), before, isGone.negate());
  }
}
