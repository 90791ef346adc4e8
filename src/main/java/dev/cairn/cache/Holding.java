package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Cut;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.RecordSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// An outcome with its TTLs bounded, and how long it holds.
///
/// @param seconds the smallest TTL in it; 0 if it must not be kept
record Holding(Outcome outcome, int seconds) {
  private static final int SMALLEST_SOA = 22; // two root names, five numbers

  static Holding of(Outcome outcome, CachePolicy policy) {
    return switch (outcome) {
      case Answer _, Alias _ -> bounded(outcome, policy.shortestSeconds(), policy.longestSeconds());
      case NoData n -> negative(n, n.authority(), policy);
      case NxDomain n -> negative(n, n.authority(), policy);
      case Remarked r -> {
        Holding bare = of(r.outcome(), policy);
        yield new Holding(new Remarked(bare.outcome, r.remark()), bare.seconds);
      }
      case NameTooLong _, Referral _, Stale _, Cut _, Refused _, Failed _, NotMine _ ->
          new Holding(outcome, 0);
    };
  }

  private static Holding bounded(Outcome outcome, int shortest, int longest) {
    int least = Integer.MAX_VALUE;
    int most = Integer.MIN_VALUE;
    for (List<RecordSet> sets : RecordSets.in(outcome)) {
      for (RecordSet set : sets) {
        least = Math.min(least, set.ttl());
        most = Math.max(most, set.ttl());
      }
    }
    if (most < 0) {
      return new Holding(outcome, 0); // of no record nobody says how long it holds
    }
    boolean areWithin = shortest <= least && most <= longest;
    Outcome bounded =
        areWithin
            ? outcome
            : RecordSets.withTtls(outcome, ttl -> Math.min(Math.max(ttl, shortest), longest));
    return new Holding(bounded, Math.min(Math.max(least, shortest), longest));
  }

  /// Holds for the lesser of the SOA's TTL and its MINIMUM field (RFC 2308 §5); without an SOA
  /// nobody says how long, and it must not be kept.
  private static Holding negative(Outcome outcome, List<RecordSet> authority, CachePolicy policy) {
    int longest = policy.longestNegativeSeconds();
    RecordSet soa = soaIn(authority);
    if (soa == null) {
      return new Holding(bounded(outcome, 0, longest).outcome, 0);
    }
    long lifted = Math.max(soa.minimumField(), policy.shortestSeconds());
    return bounded(outcome, policy.shortestSeconds(), (int) Math.min(lifted, longest));
  }

  private static @Nullable RecordSet soaIn(List<RecordSet> authority) {
    for (RecordSet set : authority) {
      if (set.type() == Type.SOA && set.length() >= RecordSet.HEADER + SMALLEST_SOA) {
        return set;
      }
    }
    return null;
  }
}
