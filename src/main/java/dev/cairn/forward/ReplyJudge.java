package dev.cairn.forward;

import dev.cairn.forward.Verdict.Told;
import dev.cairn.forward.Verdict.Useless;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Flags;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.upstream.Failure;
import dev.cairn.wire.Reply;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Decides what a reply tells, if it tells anything. Believes only what the question leads to, and
/// nothing of the additional section.
final class ReplyJudge {
  private final Rebinding rebinding;

  ReplyJudge(Rebinding rebinding) {
    this.rebinding = rebinding;
  }

  Verdict judge(Query query, Reply reply) {
    if (!speaksOfTheName(reply.rcode())) {
      return said(reply);
    }
    AnswerChain chain = AnswerChain.follow(query, reply.answer());
    if (chain == null) {
      return Verdict.MALFORMED;
    }
    Name name = query.question().name();
    if (rebinding.isIn(name, chain.aliases())) {
      return new Useless(Failure.REBINDING);
    }
    List<RecordSet> proof = NegativeProof.of(query, chain.lastName(), reply.authority());
    Standing standing = reply.flags().authenticData() ? Standing.TOLD_AS_VALIDATED : Standing.TOLD;
    if (chain.isTooLong()) {
      return told(reply, new NameTooLong(chain.aliases(), standing));
    }
    if (reply.rcode() == Rcode.YXDOMAIN) {
      return said(reply); // of what does not stand there
    }
    if (reply.rcode() == Rcode.NXDOMAIN) { // of the last name (RFC 6604 §3)
      return told(reply, new NxDomain(chain.aliases(), proof, standing));
    }
    if (rebinding.isIn(name, chain.records())) {
      return new Useless(Failure.REBINDING);
    }
    if (!chain.records().isEmpty()) {
      List<RecordSet> noCloser =
          NegativeProof.ofNoCloserMatch(query, chain.lastName(), reply.authority());
      return told(
          reply, new Answer(chain.aliases(), chain.records(), noCloser, List.of(), standing));
    }
    if (!proof.isEmpty()) {
      return told(reply, new NoData(chain.aliases(), proof, standing));
    }
    if (!chain.aliases().isEmpty()) {
      return new Told(
          reply.rcode(), new Alias(chain.aliases(), List.of(), chain.lastName(), standing));
    }
    if (!reply.answer().isEmpty()) {
      return Verdict.MALFORMED; // an answer, but to something else
    }
    return isReferral(reply)
        ? new Useless(Failure.LAME)
        : told(reply, new NoData(List.of(), List.of(), standing));
  }

  private static boolean speaksOfTheName(int rcode) {
    return rcode == Rcode.NOERROR || rcode == Rcode.NXDOMAIN || rcode == Rcode.YXDOMAIN;
  }

  private static Useless said(Reply reply) {
    return new Useless(Failure.said(reply.rcode(), reply.edns().options().reason()));
  }

  private static Told told(Reply reply, Outcome outcome) {
    ExtendedError remark = reply.edns().options().reason();
    return new Told(reply.rcode(), remark == null ? outcome : new Remarked(outcome, remark));
  }

  /// From a server that does not resolve for us (RFC 2308 §2.2).
  private static boolean isReferral(Reply reply) {
    return (reply.flags().bits() & Flags.AA) == 0
        && reply.authority().stream().anyMatch(set -> set.type() == Type.NS);
  }
}
