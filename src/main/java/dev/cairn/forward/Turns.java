package dev.cairn.forward;

import dev.cairn.upstream.Upstream;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Whose turn it is to be asked one question, and how many messages are left for that. Belongs to
/// the loop of its asking.
final class Turns {
  /// Questions that an upstream gets at a time although it is down, when there is nobody else.
  private static final int LAST_RESORT = 16;

  private final Group group;
  private final Attempts attempts;
  private final int most;
  private List<Upstream> order = List.of();
  private int next;
  private int taken;

  /// @param attempts what was tried so far
  /// @param most messages that one question may take
  Turns(Group group, Attempts attempts, int most) {
    this.group = group;
    this.attempts = attempts;
    this.most = most;
  }

  /// From now on these take turns.
  void begin(List<Upstream> others) {
    order = others;
  }

  /// Takes one of the messages; false if none is left.
  boolean take() {
    if (taken >= most) {
      return false;
    }
    taken++;
    return true;
  }

  /// Leaves one message at least.
  void leaveOne() {
    taken = Math.min(taken, most - 1);
  }

  /// Whether there is a message for somebody of whom little is expected. It must not be the last:
  /// if nobody else answers, another has to be asked.
  boolean haveMessageToSpare() {
    int left = most - taken;
    boolean isLast = left == 1 && attempts.size() < 2 && most > 2;
    return left > 0 && (!isLast || attempts.isEmpty());
  }

  /// Whoever comes next of those that are wanted, if it is up, or if nobody is; null if there is
  /// nobody.
  @Nullable Upstream next(Predicate<Upstream> wanted) {
    boolean isLastResort = group.isDown();
    for (int tried = 0; tried < order.size(); tried++) {
      Upstream upstream = order.get(next++ % order.size());
      boolean isPossible = isLastResort ? isLastResort(upstream) : !upstream.isDown();
      if (isPossible && wanted.test(upstream)) {
        return upstream;
      }
    }
    return null;
  }

  private static boolean isLastResort(Upstream upstream) {
    return !upstream.isLooping() && upstream.open() < LAST_RESORT;
  }

  boolean isUnasked(Upstream upstream) {
    return !attempts.have(upstream);
  }

  /// Who has too many questions open gets none twice: what makes them many is rarely that some were
  /// lost.
  boolean isWorthAsking(Upstream upstream) {
    return attempts.leaveHopeIn(upstream) && (isUnasked(upstream) || !upstream.isCrowded());
  }
}
