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
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The aliases that were followed from a question so far.
final class Way {
  private final List<RecordSet> aliases = new ArrayList<>();
  private final List<RecordSet> proofs = new ArrayList<>();
  private @Nullable Standing first;

  void follow(Alias alias) {
    first = first == null ? alias.standing() : first;
    aliases.addAll(alias.aliases());
    proofs.addAll(alias.authority());
  }

  /// How many aliases there are; their signatures do not count.
  int length() {
    return (int)
        aliases.stream()
            .filter(set -> set.type() == Type.CNAME || set.type() == Type.DNAME)
            .count();
  }

  /// Whether a name was left by an alias already.
  boolean hasLeft(Name name) {
    return aliases.stream().anyMatch(set -> set.type() == Type.CNAME && set.owner().equals(name));
  }

  /// What there is to say if it ends here: what was found so far.
  Outcome end() {
    return new NoData(
        aliases(List.of()), authority(List.of()), first == null ? Standing.TOLD : first);
  }

  /// An ending, reached on this way. The standing is that of the first name.
  Outcome to(Outcome ending) {
    Standing standing = first;
    if (standing == null) {
      return ending;
    }
    return switch (ending) {
      case Answer a ->
          new Answer(
              aliases(a.aliases()),
              a.records(),
              authority(a.authority()),
              a.additional(),
              standing);
      case NoData n -> new NoData(aliases(n.aliases()), authority(n.authority()), standing);
      case NxDomain n -> new NxDomain(aliases(n.aliases()), authority(n.authority()), standing);
      case Alias a ->
          new Alias(aliases(a.aliases()), authority(a.authority()), a.target(), standing);
      case NameTooLong n -> new NameTooLong(aliases(n.aliases()), standing);
      case Referral r ->
          new Referral(aliases(r.aliases()), authority(r.authority()), r.glue(), standing);
      case Remarked r -> new Remarked(to(r.outcome()), r.remark());
      case Stale s -> new Stale(to(s.outcome()), s.why());
      case Cut c -> new Cut(to(c.outcome()));
      case Refused r -> refused(standing, r); // the rest is not ours to tell
      case Failed f -> f;
      case NotMine n -> n;
    };
  }

  /// Others who told of an alias may have meant it to be followed: it is said why it was not.
  private Outcome refused(Standing standing, Refused refused) {
    return standing == Standing.AUTHORITATIVE ? end() : new Remarked(end(), refused.why());
  }

  private List<RecordSet> aliases(List<RecordSet> more) {
    return and(aliases, more);
  }

  private List<RecordSet> authority(List<RecordSet> more) {
    return and(proofs, more);
  }

  /// Two aliases may come from the same DNAME, or be proved by the same record, which stands there
  /// once (RFC 2181 §5).
  private static List<RecordSet> and(List<RecordSet> sets, List<RecordSet> more) {
    var all = new ArrayList<RecordSet>();
    Stream.concat(sets.stream(), more.stream())
        .filter(set -> all.stream().noneMatch(set::isSameViewAs))
        .forEach(all::add);
    return List.copyOf(all);
  }
}
