package dev.cairn.forward;

import dev.cairn.forward.TestUpstream.Script;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;

/// What somebody else may send before the upstream's own reply, from its address.
public enum Forgery {
  WRONG_ID(Scripts.withWrongId(lie())),
  WRONG_QUESTION(Scripts.withWrongQuestion(lie())),
  FORMERR(Scripts.say(Rcode.FORMERR)),
  /// As of a server that could not read the question, and so does not repeat it.
  FORMERR_WITHOUT_QUESTION(Scripts.sayWithoutQuestion(Rcode.FORMERR)),
  SERVFAIL(Scripts.say(Rcode.SERVFAIL)),
  REFUSED(Scripts.say(Rcode.REFUSED)),
  TRUNCATED(Scripts.truncation()),
  /// The ID is right, and the reply ends in the middle of its question.
  GARBAGE((query, _) -> List.of(cut(query))),
  /// Not even an ID.
  NOTHING(Scripts.octets()),
  /// The query, sent back.
  ECHO((query, _) -> List.of(query.toWire()));

  /// The address that forged answers lead to.
  public static final String ADDRESS = "198.51.100.66";

  private final Script forged;

  Forgery(Script forged) {
    this.forged = forged;
  }

  /// Sends this and nothing else.
  public Script alone() {
    return forged;
  }

  /// Sends this first.
  public Script before(Script right) {
    return Scripts.both(forged, right);
  }

  /// Sends every forgery that says itself by its ID or question that it is one, many times over,
  /// and then what is right.
  public static Script flood(int times, Script right) {
    Script all = right;
    for (int i = 0; i < times; i++) {
      all = (i % 2 == 0 ? WRONG_ID : WRONG_QUESTION).before(all);
    }
    return all;
  }

  private static Script lie() {
    return Scripts.address("198.51.100.66");
  }

  private static byte[] cut(Message query) {
    Message reply = Scripts.reply(query, Rcode.NOERROR);
    reply.getHeader().setFlag(Flags.AA);
    return Arrays.copyOf(reply.toWire(), 15);
  }
}
