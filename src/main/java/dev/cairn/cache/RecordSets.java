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
import java.util.function.IntUnaryOperator;

/// All record sets of an outcome at once.
final class RecordSets {
  private RecordSets() {}

  /// Section by section.
  static List<List<RecordSet>> in(Outcome outcome) {
    return switch (outcome) {
      case Answer a -> List.of(a.aliases(), a.records(), a.authority(), a.additional());
      case NoData n -> List.of(n.aliases(), n.authority());
      case NxDomain n -> List.of(n.aliases(), n.authority());
      case Alias a -> List.of(a.aliases(), a.authority());
      case NameTooLong n -> List.of(n.aliases());
      case Referral r -> List.of(r.aliases(), r.authority(), r.glue());
      case Remarked r -> in(r.outcome());
      case Stale s -> in(s.outcome());
      case Cut c -> in(c.outcome());
      case Refused _, Failed _, NotMine _ -> List.of();
    };
  }

  /// The same outcome, each TTL replaced by what the function makes of it.
  static Outcome withTtls(Outcome outcome, IntUnaryOperator ttl) {
    return switch (outcome) {
      case Answer a ->
          new Answer(
              withTtls(a.aliases(), ttl),
              withTtls(a.records(), ttl),
              withTtls(a.authority(), ttl),
              withTtls(a.additional(), ttl),
              a.standing());
      case NoData n ->
          new NoData(withTtls(n.aliases(), ttl), withTtls(n.authority(), ttl), n.standing());
      case NxDomain n ->
          new NxDomain(withTtls(n.aliases(), ttl), withTtls(n.authority(), ttl), n.standing());
      case Alias a ->
          new Alias(
              withTtls(a.aliases(), ttl), withTtls(a.authority(), ttl), a.target(), a.standing());
      case NameTooLong n -> new NameTooLong(withTtls(n.aliases(), ttl), n.standing());
      case Referral r ->
          new Referral(
              withTtls(r.aliases(), ttl),
              withTtls(r.authority(), ttl),
              withTtls(r.glue(), ttl),
              r.standing());
      case Remarked r -> new Remarked(withTtls(r.outcome(), ttl), r.remark());
      case Stale s -> new Stale(withTtls(s.outcome(), ttl), s.why());
      case Cut c -> new Cut(withTtls(c.outcome(), ttl));
      case Refused r -> r;
      case Failed f -> f;
      case NotMine n -> n;
    };
  }

  private static List<RecordSet> withTtls(List<RecordSet> sets, IntUnaryOperator ttl) {
    var changed = new RecordSet[sets.size()];
    for (int i = 0; i < changed.length; i++) {
      changed[i] = withTtl(sets.get(i), ttl);
    }
    return List.of(changed);
  }

  private static RecordSet withTtl(RecordSet set, IntUnaryOperator ttl) {
    return set.withTtl(ttl.applyAsInt(set.ttl()));
  }
}
