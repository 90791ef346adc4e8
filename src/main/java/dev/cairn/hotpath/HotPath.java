package dev.cairn.hotpath;

import dev.cairn.cache.CachedAnswers;
import dev.cairn.cache.Entry;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Transport;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.Reach;
import dev.cairn.wire.CompiledAnswer;
import dev.cairn.wire.PlainQuery;
import dev.cairn.wire.ResponseBuffer;
import org.xbill.DNS.Type;

/// Answers plain queries for which the cache has what holds, from octets to octets, without an
/// object made on the way. All that is the least bit unusual is passed on to the clear path, which
/// gives the same octets for what is answered here. Immutable.
///
/// ```
/// PlainQuery.read ─► namespace.ownerOf ─► cached.find ─► CompiledAnswer.write ─► aliases verified?
///        └──────────────────┴──────────────────┴──────────────────┴──────────────────┴─► NOT_MINE
/// ```
///
/// What an upstream says of a name that somebody else owns is never given out: an answer with
/// aliases is served after each of them was found to lead to a name of the same owner, which holds
/// for one namespace and is then remembered.
public final class HotPath {
  /// What [#answer] says of a query that the clear path has to answer.
  public static final int NOT_MINE = -1;

  private final Namespace namespace;
  private final int number;

  /// @param number of the namespace, above 0; no two of one process have the same
  public HotPath(Namespace namespace, int number) {
    this.namespace = namespace;
    this.number = number;
  }

  /// Writes the response to a message for which [dev.cairn.wire.QueryReader#isQuery] holds; the
  /// type that it asks for, or [#NOT_MINE], and then there is no response.
  ///
  /// @param reach of the client
  public int answer(
      byte[] query, int length, Transport transport, Reach reach, ResponseBuffer out) {
    PlainQuery plain = out.plainQuery();
    if (reach != Reach.EVERYWHERE || !plain.read(query, length)) {
      return NOT_MINE;
    }
    Owner owner = namespace.ownerOf(plain.name());
    if (owner == null
        || !(owner.here() instanceof CachedAnswers answers)
        || plain.type() == Type.DS) { // which may be another owner's (RFC 4035 §3.1.4.1)
      return NOT_MINE;
    }
    long now = answers.now();
    Entry entry = answers.find(plain, now);
    if (entry == null
        || !CompiledAnswer.write(entry.compiled(), plain, entry.age(now), transport, out)
        || !entry.isVerifiedFor(number) && !verifies(entry, owner, out)) {
      return NOT_MINE;
    }
    answers.hit(entry);
    return plain.type();
  }

  /// Whether all aliases of what was just written lead to names of its owner.
  private boolean verifies(Entry entry, Owner owner, ResponseBuffer out) {
    NameProbe probe = out.plainQuery().name(); // no longer needed for the question
    boolean areOwn =
        CompiledAnswer.aliasesLeadTo(name -> isOwnedBy(owner, name), entry.compiled(), probe, out);
    if (areOwn) {
      entry.verifiedFor(number);
    }
    return areOwn;
  }

  @SuppressWarnings("ReferenceEquality") // of two owners of one namespace
  private boolean isOwnedBy(Owner owner, NameProbe name) {
    return namespace.ownerOf(name) == owner;
  }
}
