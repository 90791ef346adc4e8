package dev.cairn.cli;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// Tells the reply to one query from everything else that may arrive (RFC 5452 §9.1), and remembers
/// what it turned away.
final class ReplyMatcher {
  private final Message query;
  private int ignored;
  private String lastReason = "";

  ReplyMatcher(Message query) {
    this.query = query;
  }

  /// The message, or null if it is not the reply.
  @Nullable Message accept(byte[] packet) {
    try {
      Message message = new Message(packet);
      String reason = objection(message);
      return reason.isEmpty() ? message : ignore(reason);
    } catch (IOException e) {
      return ignore("malformed");
    }
  }

  /// Such as ` (2 packets ignored, the last one: wrong id)`; empty if nothing was.
  String ignoredPackets() {
    return switch (ignored) {
      case 0 -> "";
      case 1 -> " (1 packet ignored: " + lastReason + ")";
      default -> " (" + ignored + " packets ignored, the last one: " + lastReason + ")";
    };
  }

  private @Nullable Message ignore(String reason) {
    ignored++;
    lastReason = reason;
    return null;
  }

  private String objection(Message message) {
    Header header = message.getHeader();
    if (header.getID() != query.getHeader().getID()) {
      return "wrong id";
    }
    if (!header.getFlag(Flags.QR)) {
      return "a query, not a reply";
    }
    if (header.getCount(Section.QUESTION) == 0 && message.getRcode() != Rcode.NOERROR) {
      return ""; // who could not read the question cannot repeat it
    }
    return header.getCount(Section.QUESTION) == 1 && asksTheSame(message.getQuestion())
        ? ""
        : "another question";
  }

  private boolean asksTheSame(@Nullable Record question) {
    Record asked = query.getQuestion();
    return question != null
        && question.getType() == asked.getType()
        && question.getDClass() == asked.getDClass()
        && question.getName().equals(asked.getName());
  }
}
