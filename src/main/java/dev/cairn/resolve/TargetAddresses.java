package dev.cairn.resolve;

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
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The addresses of hosts that services lead to by name (RFC 2782): an instance may be anywhere in
/// what is ours, of which the one who names it knows only a part. Others are asked for none of
/// them.
final class TargetAddresses {
  private static final int MOST_TARGETS = 13;
  private static final int TARGET = RecordSet.HEADER + 6;

  private final Namespace namespace;

  TargetAddresses(Namespace namespace) {
    this.namespace = namespace;
  }

  /// The outcome, and in its additional section the addresses that are missing there and that we
  /// are authoritative for.
  Outcome beside(Outcome outcome, Query query) {
    return switch (outcome) {
      case Answer a -> beside(a, query);
      case Remarked r -> new Remarked(beside(r.outcome(), query), r.remark());
      case Stale s -> new Stale(beside(s.outcome(), query), s.why());
      case Cut _ -> outcome; // there is no room
      case NoData _,
          NxDomain _,
          Alias _,
          NameTooLong _,
          Referral _,
          Refused _,
          Failed _,
          NotMine _ ->
          outcome;
    };
  }

  private Answer beside(Answer answer, Query query) {
    int services = 0;
    for (RecordSet set : answer.records()) {
      services += set.type() == Type.SRV ? set.count() : 0;
    }
    int addresses = 0;
    for (RecordSet set : answer.additional()) {
      addresses += isOfAddresses(set) ? 1 : 0;
    }
    return addresses >= services ? answer : withMore(answer, query);
  }

  private Answer withMore(Answer answer, Query query) {
    List<RecordSet> additional = new ArrayList<>(answer.additional());
    for (Name target : missing(answer)) {
      addAll(target, Type.A, query, additional);
      addAll(target, Type.AAAA, query, additional);
    }
    return additional.size() == answer.additional().size()
        ? answer
        : new Answer(
            answer.aliases(),
            answer.records(),
            answer.authority(),
            List.copyOf(additional),
            answer.standing());
  }

  private static Set<Name> missing(Answer answer) {
    Set<Name> missing = new LinkedHashSet<>();
    for (RecordSet set : answer.records()) {
      int at = set.offset();
      for (int i = 0; set.type() == Type.SRV && i < set.count(); i++) {
        missing.add(RecordSet.nameAt(set.bytes(), at + TARGET));
        at = RecordSet.next(set.bytes(), at);
      }
    }
    answer.additional().stream()
        .filter(TargetAddresses::isOfAddresses)
        .forEach(set -> missing.remove(set.owner()));
    return missing.size() <= MOST_TARGETS
        ? missing
        : new LinkedHashSet<>(List.copyOf(missing).subList(0, MOST_TARGETS));
  }

  private static boolean isOfAddresses(RecordSet set) {
    return set.type() == Type.A || set.type() == Type.AAAA;
  }

  /// The target of a service is no alias (RFC 2782).
  private void addAll(Name target, int type, Query query, List<RecordSet> additional) {
    var question = new Question(target, type, DClass.IN);
    Owner owner = namespace.ownerOf(question);
    if (owner != null
        && owner.kind().isOurs()
        && owner.here().resolve(query.about(question), Trace.NONE) instanceof Answer found
        && found.aliases().isEmpty()) {
      additional.addAll(found.records());
    }
  }
}
