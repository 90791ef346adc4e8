package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.List;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// What an upstream said, as it stands in its message: nothing is judged yet.
///
/// @param rcode with the bits that EDNS adds
/// @param edns [Edns#ABSENT] if there is none, or it cannot be read
public record Reply(
    Flags flags,
    int rcode,
    Question question,
    List<RecordSet> answer,
    List<RecordSet> authority,
    Edns edns) {

  /// What is left of it after so many seconds (RFC 8484 §5.1). An SOA of the authority section says
  /// for how long nothing is there: for the lesser of its TTL and its MINIMUM field (RFC 2308 §5),
  /// which is therefore what they are taken from.
  public Reply aged(int seconds) {
    if (seconds == 0) {
      return this;
    }
    List<RecordSet> proof = authority.stream().map(Reply::forAsLongAsItProves).toList();
    return new Reply(flags, rcode, question, aged(answer, seconds), aged(proof, seconds), edns);
  }

  private static RecordSet forAsLongAsItProves(RecordSet set) {
    return set.type() == Type.SOA
        ? set.withTtl((int) Math.min(set.ttl(), set.minimumField()))
        : set;
  }

  private static List<RecordSet> aged(List<RecordSet> sets, int seconds) {
    return RecordSet.withTtls(sets, ttl -> Math.max(ttl - seconds, 0));
  }

  /// Whether it says that its sender knows no EDNS, to a query that had it: an error without an OPT
  /// record (RFC 6891 §7). Some leave the record out of other errors too.
  public boolean deniesEdns() {
    return !edns.isPresent() && (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP);
  }
}
