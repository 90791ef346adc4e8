package dev.cairn.registry;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.Lapses.Lapse;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What is said of names and types that are not there. As long as a source has not told what it
/// knows, nobody says that a name does not exist: that would be a guess.
final class Denials {
  private final Collection<String> sources;

  /// @param sources that names of the domain come from
  Denials(Collection<String> sources) {
    this.sources = sources;
  }

  /// There is no such name, or nothing of it is given out.
  ///
  /// @param denial what is said if all is in order
  Outcome unless(Lapses lapses, Outcome denial) {
    if (lapses.isEmpty()) {
      return denial;
    }
    Failed failed = null;
    for (Map.Entry<String, Lapse> entry : lapses.bySource().entrySet()) {
      if (sources.contains(entry.getKey()) && !(entry.getValue() instanceof Lapse.Stale)) {
        failed = failed(entry.getKey(), entry.getValue());
      }
    }
    return failed == null ? withAge(lapses, sources, denial) : failed;
  }

  private static @Nullable Failed failed(String source, Lapse lapse) {
    return switch (lapse) {
      case Lapse.Stale _ -> null;
      case Lapse.Unsynced _ ->
          new Failed(
              new ExtendedError(
                  ExtendedError.NOT_READY, "source " + source + " has not been read yet"));
      case Lapse.Expired expired ->
          new Failed(
              new ExtendedError(
                  ExtendedError.NO_REACHABLE_AUTHORITY,
                  "source %s expired, away for %ds".formatted(source, expired.seconds())));
    };
  }

  /// An outcome, marked as old if a source that it comes from is away.
  static Outcome withAge(Lapses lapses, Collection<String> sources, Outcome outcome) {
    for (String source : sources) {
      if (lapses.bySource().get(source) instanceof Lapse.Stale stale) {
        var why =
            new ExtendedError(
                ExtendedError.STALE_ANSWER,
                "source %s stale %ds".formatted(source, stale.seconds()));
        return new Stale(outcome, why);
      }
    }
    return outcome;
  }

  static NoData noData(RecordSet soa) {
    return new NoData(List.of(), List.of(soa), Standing.AUTHORITATIVE);
  }

  static NxDomain noName(RecordSet soa) {
    return new NxDomain(List.of(), List.of(soa), Standing.AUTHORITATIVE);
  }
}
