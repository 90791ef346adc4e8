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

  /// Whether it says that its sender knows no EDNS, to a query that had it: an error without an OPT
  /// record (RFC 6891 §7). Some leave the record out of other errors too.
  public boolean deniesEdns() {
    return !edns.isPresent() && (rcode == Rcode.FORMERR || rcode == Rcode.NOTIMP);
  }
}
