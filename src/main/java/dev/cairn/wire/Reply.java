package dev.cairn.wire;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.List;
import org.xbill.DNS.Rcode;

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

  /// What is left of it after so many seconds (RFC 8484 §5.1).
  public Reply aged(int seconds) {
    return seconds == 0
        ? this
        : new Reply(flags, rcode, question, aged(answer, seconds), aged(authority, seconds), edns);
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
