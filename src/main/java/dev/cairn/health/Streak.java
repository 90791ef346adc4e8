package dev.cairn.health;

/// How many results in a row were good (passing or warning), or bad (critical): one of both is 0.
/// Immutable.
public record Streak(int good, int bad) {
  public static final Streak NONE = new Streak(0, 0);

  /// How many in a row it takes to get somewhere; 0 and 1 both mean at once.
  ///
  /// @param toWarning 0 for as many as to critical
  public record Needed(int toPassing, int toWarning, int toCritical) {}

  public Streak after(Status found) {
    return found == Status.CRITICAL
        ? new Streak(0, Math.min(bad, Integer.MAX_VALUE - 1) + 1)
        : new Streak(Math.min(good, Integer.MAX_VALUE - 1) + 1, 0);
  }

  /// What the status is once this has been found.
  ///
  /// @param found last, and counted here
  /// @param before the status until now
  public Status status(Status found, Status before, Needed needed) {
    if (found != Status.CRITICAL) {
      return good >= needed.toPassing() ? found : before;
    }
    if (bad >= needed.toCritical()) {
      return Status.CRITICAL;
    }
    boolean isWarning = needed.toWarning() > 0 && bad >= needed.toWarning();
    return isWarning ? before.worse(Status.WARNING) : before;
  }
}
