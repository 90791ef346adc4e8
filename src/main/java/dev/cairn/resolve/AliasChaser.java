package dev.cairn.resolve;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.util.List;
import org.xbill.DNS.Type;

/// Resolves a query through all its owners: asks the one of its name, and follows aliases from
/// owner to owner (zone → world → zone).
///
/// An alias chain ends after [#LONGEST_CHAIN] records with what was found so far. What an upstream
/// says of a name that somebody else owns is dropped, and that owner asked: a cached alias never
/// shadows our own zone.
public final class AliasChaser {
  public static final int LONGEST_CHAIN = 16;

  private static final Refused NOBODY =
      new Refused(
          new ExtendedError(
              ExtendedError.NOT_AUTHORITATIVE, "no zone and no forward rule here owns this name"));
  private static final Refused NOT_FOR_YOU =
      new Refused(
          new ExtendedError(
              ExtendedError.PROHIBITED,
              "this server forwards for other clients only, see [access]"));
  private static final Refused NOT_DESIRED =
      new Refused(
          new ExtendedError(
              ExtendedError.NOT_AUTHORITATIVE, "not our zone, and recursion was not desired"));
  private static final Failed LOST =
      new Failed(new ExtendedError(ExtendedError.OTHER, "no owner above answers for this name"));

  private final Namespace namespace;

  public AliasChaser(Namespace namespace) {
    this.namespace = namespace;
  }

  /// What can be said from memory; [Outcome#NOT_MINE] if somebody has to be asked. Never waits.
  public Outcome here(Query query, Reach reach, Trace trace) {
    return chase(query, reach, trace, AliasChaser::askHere);
  }

  /// What there is to say, asking whoever has to be asked. May wait.
  public Outcome anywhere(Query query, Reach reach, Trace trace) {
    return chase(query, reach, trace, AliasChaser::askAnywhere);
  }

  private Outcome chase(Query query, Reach reach, Trace trace, Asking asking) {
    var way = new Way();
    Query next = query;
    while (true) {
      Outcome outcome = outcomeOf(next, reach, trace, asking);
      if (!(outcome instanceof Alias alias)) {
        return way.to(outcome);
      }
      way.follow(alias);
      if (way.length() >= LONGEST_CHAIN || way.hasLeft(alias.target())) {
        return way.end();
      }
      trace.alias(next.question(), alias.target());
      next = next.about(next.question().withName(alias.target()));
    }
  }

  /// Asks the owner of the name, and while that passes on, the owners above it.
  private Outcome outcomeOf(Query query, Reach reach, Trace trace, Asking asking) {
    Owner owner = namespace.ownerOf(query.question());
    if (owner == null) {
      trace.unowned(query.question());
      return NOBODY;
    }
    while (true) {
      trace.owned(query.question(), owner);
      if (owner.kind() == Owner.Kind.FORWARD && !query.flags().recursionDesired()) {
        return NOT_DESIRED;
      }
      if (owner.kind() == Owner.Kind.FORWARD && reach == Reach.OURS) {
        return NOT_FOR_YOU;
      }
      Outcome outcome = asking.ask(owner, query, trace);
      if (!(outcome instanceof NotMine)) {
        return owner.kind() == Owner.Kind.FORWARD ? withinOwner(owner, query, outcome) : outcome;
      }
      if (owner.elsewhere() != null) {
        return Outcome.NOT_MINE;
      }
      Owner above = namespace.above(owner);
      if (above == null) {
        return LOST;
      }
      owner = above;
    }
  }

  private static Outcome askHere(Owner owner, Query query, Trace trace) {
    return owner.here().resolve(query, trace);
  }

  private static Outcome askAnywhere(Owner owner, Query query, Trace trace) {
    Outcome outcome = owner.here().resolve(query, trace);
    Resolver elsewhere = owner.elsewhere();
    return outcome instanceof NotMine && elsewhere != null
        ? elsewhere.resolve(query, trace)
        : outcome;
  }

  /// Cuts what was told off behind the first alias that leads to another owner's name.
  private Outcome withinOwner(Owner owner, Query query, Outcome told) {
    List<RecordSet> aliases = aliasesOf(told);
    for (int i = 0; i < aliases.size(); i++) {
      RecordSet alias = aliases.get(i);
      if (alias.type() == Type.CNAME
          && !owner.equals(namespace.ownerOf(query.question().withName(alias.nameInRdata(0))))) {
        return new Alias(
            aliases.subList(0, behindSignatures(aliases, i)),
            List.of(),
            alias.nameInRdata(0),
            Standing.TOLD);
      }
    }
    return told;
  }

  /// Where the signatures of an alias end.
  private static int behindSignatures(List<RecordSet> aliases, int alias) {
    int end = alias + 1;
    while (end < aliases.size()
        && aliases.get(end).type() == Type.RRSIG
        && aliases.get(end).owner().equals(aliases.get(alias).owner())) {
      end++;
    }
    return end;
  }

  private static List<RecordSet> aliasesOf(Outcome told) {
    return switch (told) {
      case Answer a -> a.aliases();
      case NoData n -> n.aliases();
      case NxDomain n -> n.aliases();
      case Alias a -> a.aliases();
      case Stale s -> aliasesOf(s.outcome());
      case NameTooLong _, Referral _, Refused _, Failed _, NotMine _ -> List.of();
    };
  }

  private interface Asking {
    Outcome ask(Owner owner, Query query, Trace trace);
  }
}
