package dev.cairn.forward;

import dev.cairn.forward.Selection.Hedge;
import dev.cairn.message.Query;
import dev.cairn.resolve.Asker;
import dev.cairn.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/// The upstreams of one rule, and whom of them to ask.
final class Group {
  /// How long another upstream is not asked, at least: a reply may be on its way.
  private static final long SHORTEST_PATIENCE = Duration.ofMillis(120).toNanos();

  /// And at most, unless the upstream is known to be that slow.
  private static final long USUAL_PATIENCE = Duration.ofMillis(240).toNanos();

  /// Where there is nobody else to ask, asking again only helps if something was lost.
  private static final long PATIENCE_WITH_THE_ONLY = Duration.ofMillis(400).toNanos();

  private final List<Upstream> upstreams;
  private final Selection selection;
  private final Policies policies;

  Group(List<Upstream> upstreams, Selection selection) {
    this.upstreams = List.copyOf(upstreams);
    this.selection = selection;
    this.policies = new Policies(this.upstreams, selection);
  }

  List<Upstream> upstreams() {
    return upstreams;
  }

  /// Whether nobody is expected to answer.
  boolean isDown() {
    for (Upstream upstream : upstreams) {
      if (!upstream.isDown()) {
        return false;
      }
    }
    return true;
  }

  /// When one of them last became good again, in nanoseconds of the ticker.
  long recoveredAt() {
    return Upstream.lastRecovery(upstreams);
  }

  Choice choose(Query query, Asker asker) {
    if (areAllGood()) {
      return policies.choose(query, asker, _ -> true);
    }
    Choice wanted = policies.choose(query, asker, Upstream::isGood);
    Upstream besides = wanted.besides();
    return new Choice(
        byStanding(wanted.order(), Upstream::isGood, Upstream::isDown),
        wanted.atOnce(),
        besides == null || !besides.isGood() ? null : besides);
  }

  /// The order in which a query would be asked now, if some upstreams were down, by how they are
  /// written. Changes nothing.
  List<Upstream> foresee(Query query, Asker asker, Set<String> down) {
    Predicate<Upstream> isDown = one -> one.isDown() || down.contains(one.toString());
    Predicate<Upstream> isGood = one -> one.isGood() && !isDown.test(one);
    return byStanding(policies.foresee(query, asker, isGood).order(), isGood, isDown);
  }

  private boolean areAllGood() {
    for (Upstream upstream : upstreams) {
      if (!upstream.isGood()) {
        return false;
      }
    }
    return true;
  }

  /// The good ones first, those that are down last, all else as it was.
  static List<Upstream> byStanding(
      List<Upstream> order, Predicate<Upstream> isGood, Predicate<Upstream> isDown) {
    var sorted = new ArrayList<Upstream>(order.size());
    order.stream().filter(isGood).forEach(sorted::add);
    order.stream().filter(isGood.or(isDown).negate()).forEach(sorted::add);
    order.stream().filter(isGood.negate().and(isDown)).forEach(sorted::add);
    return sorted;
  }

  /// Nanoseconds until another upstream is asked as well.
  ///
  /// @param timeout longest, in nanoseconds
  long patience(Upstream with, long timeout) {
    boolean isOnly = isOnlyOneUp(with);
    long shortest = isOnly ? PATIENCE_WITH_THE_ONLY : SHORTEST_PATIENCE;
    long longest = Math.max(isOnly ? timeout : USUAL_PATIENCE, 2 * with.smoothedRoundTrip());
    boolean isNew = with.overdueAfter() == 0 || with.hasToConnect();
    long overdue = isNew ? Math.max(USUAL_PATIENCE, with.overdueAfter()) : with.overdueAfter();
    return Math.min(timeout, Math.clamp(overdue, shortest, Math.max(longest, shortest)));
  }

  private boolean isOnlyOneUp(Upstream one) {
    for (Upstream upstream : upstreams) {
      if (!upstream.equals(one) && !upstream.isDown()) {
        return false;
      }
    }
    return true;
  }

  /// Nanoseconds until another upstream is asked as well although this one is not overdue;
  /// [Long#MAX_VALUE] for never.
  long hedge(Upstream with) {
    return switch (selection.hedge()) {
      case Hedge.Off _ -> Long.MAX_VALUE;
      case Hedge.After(Duration time) -> time.toNanos();
      case Hedge.Percentile(int percent) -> {
        long known = with.percentile(percent);
        yield known == 0 ? Long.MAX_VALUE : known;
      }
    };
  }
}
