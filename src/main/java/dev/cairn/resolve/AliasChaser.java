package dev.cairn.resolve;

import dev.cairn.message.ExtendedError;
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
import dev.cairn.message.Standing;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// Resolves a query through all its owners: asks the one of its name, and follows aliases from
/// owner to owner (zone → world → zone).
///
/// An alias chain that is longer than [#LONGEST_CHAIN] records, or goes round in a circle, ends
/// there: with what was found so far where it is our own zones', and as a failure where others told
/// of it, as a client would take what was found for all that there is. What an upstream says of a
/// name that somebody else owns is dropped, and that owner asked: a cached alias never shadows our
/// own zone.
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
  private static final Failed TOO_LONG =
      new Failed(
          new ExtendedError(
              ExtendedError.OTHER, "more than " + LONGEST_CHAIN + " aliases behind each other"));
  private static final Failed CIRCLE =
      new Failed(new ExtendedError(ExtendedError.OTHER, "aliases that lead back to each other"));
  private static final Failed LOST =
      new Failed(new ExtendedError(ExtendedError.OTHER, "no owner above answers for this name"));

  private final Namespace namespace;
  private final TargetAddresses targets;

  public AliasChaser(Namespace namespace) {
    this.namespace = namespace;
    this.targets = new TargetAddresses(namespace);
  }

  /// Who answers this question, or null.
  public @Nullable Owner ownerOf(Question question) {
    return namespace.ownerOf(question);
  }

  /// What can be said from memory; [Outcome#NOT_MINE] if somebody has to be asked.
  public Outcome here(Query query, Reach reach, Trace trace) {
    var way = new Way();
    Query next = query;
    while (true) {
      Outcome outcome = ownWord(next, reach, trace).outcome();
      if (!(outcome instanceof Alias alias)) {
        return way.to(outcome);
      }
      Outcome end = end(way, alias);
      if (end != null) {
        return end;
      }
      trace.alias(next.question(), alias.target());
      next = next.about(next.question().withName(alias.target()));
    }
  }

  /// Hands out what there is to say of a query of which [#here] said that somebody has to be asked:
  /// asks whoever that is, and hands out before it returns or later. A forward rule that owns the
  /// name has said already that it does not know, and asks its upstreams at once.
  public void anywhere(Query query, Reach reach, Asker asker, Trace trace, Consumer<Outcome> then) {
    new Chase(reach, asker, trace, then).begin(query);
  }

  /// Goes on by an alias; what there is to say if that leads nowhere, else null.
  private static @Nullable Outcome end(Way way, Alias alias) {
    boolean isOurs = alias.standing() == Standing.AUTHORITATIVE;
    if (way.length() >= LONGEST_CHAIN) {
      return isOurs ? way.end() : TOO_LONG;
    }
    way.follow(alias);
    if (way.hasLeft(alias.target())) {
      return isOurs ? way.end() : CIRCLE;
    }
    return null;
  }

  /// What an owner says, or whom it passes on to.
  ///
  /// @param elsewhere whom to ask, if the outcome is [Outcome#NOT_MINE]; its owner is `owner`
  private record Word(Outcome outcome, @Nullable Owner owner, @Nullable Resolver elsewhere) {
    static Word of(Outcome outcome) {
      return new Word(outcome, null, null);
    }
  }

  /// Asks the owner of the name, and while that passes on, the owners above it.
  private Word ownWord(Query query, Reach reach, Trace trace) {
    Owner owner = namespace.ownerOf(query.question());
    if (owner == null) {
      trace.unowned(query.question());
      return Word.of(NOBODY);
    }
    while (true) {
      trace.owned(query.question(), owner);
      Refused refusal = refusal(owner, query, reach);
      if (refusal != null) {
        return Word.of(refusal);
      }
      Outcome outcome = owner.here().resolve(query, trace);
      if (!(outcome instanceof NotMine)) {
        return Word.of(
            switch (owner.kind()) {
              case FORWARD -> withinOwner(owner, query, outcome);
              case SERVICES -> targets.beside(outcome, query);
              case ZONE, SPECIAL, DENIED -> outcome;
            });
      }
      if (owner.elsewhere() != null) {
        return new Word(Outcome.NOT_MINE, owner, owner.elsewhere());
      }
      Owner above = namespace.above(owner);
      if (above == null) {
        return Word.of(LOST);
      }
      owner = above;
    }
  }

  private static @Nullable Refused refusal(Owner owner, Query query, Reach reach) {
    return switch (owner.kind()) {
      case ZONE, SERVICES -> null;
      case SPECIAL, DENIED -> reach == Reach.OURS ? NOT_FOR_YOU : null;
      case FORWARD -> {
        if (!query.flags().recursionDesired()) {
          yield NOT_DESIRED;
        }
        yield reach == Reach.OURS ? NOT_FOR_YOU : null;
      }
    };
  }

  /// One query on its way from owner to owner. Goes on wherever the one who was asked answers; at
  /// most [#LONGEST_CHAIN] steps lie on top of each other, if all answer at once.
  private final class Chase {
    private final Reach reach;
    private final Asker asker;
    private final Trace trace;
    private final Consumer<Outcome> then;
    private final Way way = new Way();

    Chase(Reach reach, Asker asker, Trace trace, Consumer<Outcome> then) {
      this.reach = reach;
      this.asker = asker;
      this.trace = trace;
      this.then = then;
    }

    void begin(Query query) {
      Owner owner = namespace.ownerOf(query.question());
      Resolver elsewhere = owner == null ? null : owner.elsewhere();
      if (owner == null || elsewhere == null || owner.kind() != Owner.Kind.FORWARD) {
        goOn(query);
      } else {
        trace.owned(query.question(), owner);
        ask(elsewhere, owner, query);
      }
    }

    void goOn(Query query) {
      Word word = ownWord(query, reach, trace);
      Resolver elsewhere = word.elsewhere();
      Owner owner = word.owner();
      if (elsewhere == null || owner == null) {
        follow(query, word.outcome());
      } else {
        ask(elsewhere, owner, query);
      }
    }

    private void ask(Resolver elsewhere, Owner owner, Query query) {
      elsewhere.resolve(
          query, asker, trace, told -> follow(query, withinOwner(owner, query, told)));
    }

    private void follow(Query query, Outcome outcome) {
      if (!(outcome instanceof Alias alias)) {
        then.accept(way.to(outcome));
        return;
      }
      Outcome end = end(way, alias);
      if (end != null) {
        then.accept(end);
        return;
      }
      trace.alias(query.question(), alias.target());
      goOn(query.about(query.question().withName(alias.target())));
    }
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
      case NameTooLong n -> n.aliases();
      case Remarked r -> aliasesOf(r.outcome());
      case Stale s -> aliasesOf(s.outcome());
      case Cut c -> aliasesOf(c.outcome());
      case Referral _, Refused _, Failed _, NotMine _ -> List.of();
    };
  }
}
