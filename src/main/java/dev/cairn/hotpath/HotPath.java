package dev.cairn.hotpath;

import dev.cairn.cache.CachedAnswers;
import dev.cairn.cache.Entry;
import dev.cairn.message.Flags;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Transport;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.LentAnswer.Kind;
import dev.cairn.resolve.LentResolver;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Reach;
import dev.cairn.wire.CompiledAnswer;
import dev.cairn.wire.PlainQuery;
import dev.cairn.wire.PlainWriter;
import dev.cairn.wire.ResponseBuffer;
import dev.cairn.zone.Selection;
import dev.cairn.zone.ZoneResolver;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Answers plain queries from zones, services and what the cache holds, from octets to octets,
/// without an object made on the way. All that is the least bit unusual is passed on to the clear
/// path, which gives the same octets for what is answered here. Immutable.
///
/// ```
///                                     ┌► select (zone, services) ◄─ follow an alias ─► PlainWriter
/// PlainQuery.read ─► namespace.ownerOf┤
///        │                  │         └► cached.find ─► CompiledAnswer.write ─► aliases verified?
///        │                  │                └ nothing ─────────────► UNKNOWN
///        └──────────────────┴───────── whatever is not so ─────────► NOT_MINE
/// ```
///
/// What an upstream says of a name that somebody else owns is never given out: an answer with
/// aliases is served after each of them was found to lead to a name of the same owner, which holds
/// for one namespace and is then remembered.
public final class HotPath {
  /// What [#answer] says of a query that the clear path has to answer.
  public static final int NOT_MINE = -1;

  /// What [#answer] says of a query of which nothing is known here: who owns the name has to be
  /// asked, and nobody else.
  public static final int UNKNOWN = -2;

  /// How many aliases are followed here, each of which may be two records; the clear path knows
  /// when to stop.
  private static final int MOST_ALIASES = AliasChaser.LONGEST_CHAIN / 2 - 1;

  private final Namespace namespace;
  private final int number;
  private final boolean offersRecursion;

  /// @param number of the namespace, above 0; no two of one process have the same
  /// @param offersRecursion whether there is anybody to forward to
  public HotPath(Namespace namespace, int number, boolean offersRecursion) {
    this.namespace = namespace;
    this.number = number;
    this.offersRecursion = offersRecursion;
  }

  /// Writes the response to a message for which [dev.cairn.wire.QueryReader#isQuery] holds; the
  /// type that it asks for, or [#NOT_MINE] or [#UNKNOWN], and then there is no response.
  ///
  /// @param reach of the client
  public int answer(
      byte[] query, int length, Transport transport, Reach reach, ResponseBuffer out) {
    Workbench bench = Workbench.ofThread();
    PlainQuery plain = bench.query;
    if (!plain.read(query, length)) {
      return NOT_MINE;
    }
    Owner owner = namespace.ownerOf(plain.name(), plain.type());
    if (owner == null) {
      return NOT_MINE;
    }
    return owner.here() instanceof CachedAnswers cached
        ? answer(cached, owner, plain, transport, reach, out)
        : answer(owner.here(), bench, transport, reach, out);
  }

  private int answer(
      LocalResolver here, Workbench bench, Transport transport, Reach reach, ResponseBuffer out) {
    PlainQuery plain = bench.query;
    Selection selection = bench.selection;
    selection.ask(plain.name(), plain.octets(), PlainQuery.NAME, plain.type());
    selection.wants(plain.dnssecOk(), transport != Transport.UDP);
    int aliases = select(here, selection);
    boolean isWritten =
        aliases != NOT_MINE && writes(selection, aliases, bench, transport, reach, out);
    selection.forget();
    return isWritten ? plain.type() : NOT_MINE;
  }

  /// Asks one owner, and those to whom aliases lead; how many aliases there were, [#NOT_MINE] if it
  /// is not plain.
  private int select(LocalResolver first, Selection selection) {
    LocalResolver next = first;
    for (int aliases = 0; aliases <= MOST_ALIASES; aliases++) {
      if (next instanceof ZoneResolver zone && isBelowTop(zone, selection)) {
        zone.select(selection);
      } else if (next instanceof LentResolver lent) {
        lent.select(selection);
      } else {
        return NOT_MINE;
      }
      switch (selection.kind()) {
        case ALIAS -> {
          selection.follow();
          Owner owner = namespace.ownerOf(selection.name(), selection.type());
          if (owner == null) {
            return NOT_MINE;
          }
          next = owner.here();
        }
        case NOT_MINE -> {
          return NOT_MINE;
        }
        case NAME_TOO_LONG -> {
          return aliases > 0 ? NOT_MINE : aliases;
        }
        case ANSWER, NO_DATA, NX_DOMAIN, REFERRAL -> {
          return aliases > 0 && selection.repeats() ? NOT_MINE : aliases;
        }
      }
    }
    return NOT_MINE;
  }

  /// Not so if the question is for DS at the top of a zone, which the zone above may have (RFC 4035
  /// §3.1.4.1).
  private static boolean isBelowTop(ZoneResolver zone, Selection selection) {
    return selection.type() != Type.DS || selection.name().count() > zone.depth();
  }

  private boolean writes(
      Selection selection,
      int aliases,
      Workbench bench,
      Transport transport,
      Reach reach,
      ResponseBuffer out) {
    PlainWriter writer = bench.writer;
    writer.begin(bench.query, transport, out);
    if (!writer.append(PlainWriter.ANSWER, selection.answer())
        || !writer.append(PlainWriter.AUTHORITY, selection.authority())
        || !writer.append(PlainWriter.ADDITIONAL, selection.additional())) {
      return false;
    }
    int flags = offersRecursion && reach == Reach.EVERYWHERE ? Flags.RA : 0;
    boolean isOurs = selection.kind() != Kind.REFERRAL || aliases > 0; // AA is of the first name
    writer.end(isOurs ? flags | Flags.AA | rcode(selection.kind()) : flags);
    return true;
  }

  private static int rcode(Kind kind) {
    return switch (kind) {
      case NX_DOMAIN -> Rcode.NXDOMAIN;
      case NAME_TOO_LONG -> Rcode.YXDOMAIN;
      case ANSWER, NO_DATA, ALIAS, REFERRAL, NOT_MINE -> Rcode.NOERROR;
    };
  }

  private int answer(
      CachedAnswers cached,
      Owner owner,
      PlainQuery plain,
      Transport transport,
      Reach reach,
      ResponseBuffer out) {
    if (reach != Reach.EVERYWHERE
        || !plain.recursionDesired()
        || plain.type() == Type.DS) { // which may be another owner's (RFC 4035 §3.1.4.1)
      return NOT_MINE;
    }
    Entry entry = cached.find(plain);
    if (entry == null) {
      return owner.elsewhere() == null || cached.mayKnowOtherwise(plain) ? NOT_MINE : UNKNOWN;
    }
    long now = cached.now();
    if (!cached.isGood(entry, now)
        || !CompiledAnswer.write(entry.compiled(), plain, entry.age(now), transport, out)
        || !entry.isVerifiedFor(number) && !verifies(entry, owner, plain, out)) {
      return NOT_MINE;
    }
    cached.hit(entry);
    return plain.type();
  }

  /// Whether all aliases of what was just written lead to names of its owner.
  private boolean verifies(Entry entry, Owner owner, PlainQuery plain, ResponseBuffer out) {
    int type = plain.type();
    NameProbe probe = plain.name(); // no longer needed for the question
    boolean areOwn =
        CompiledAnswer.aliasesLeadTo(
            name -> isOwnedBy(owner, name, type), entry.compiled(), probe, out);
    if (areOwn) {
      entry.verifiedFor(number);
    }
    return areOwn;
  }

  @SuppressWarnings("ReferenceEquality") // of two owners of one namespace
  private boolean isOwnedBy(Owner owner, NameProbe name, int type) {
    return namespace.ownerOf(name, type) == owner;
  }
}
