package dev.cairn.cli;

import java.io.PrintWriter;
import java.util.List;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Header;
import org.xbill.DNS.Message;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Opcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// The whole reply in the form that dig made familiar.
final class DigPrinter implements ReplyPrinter {
  @Override
  public void print(Reply reply, PrintWriter out) {
    printHeader(reply, out);
    printOptions(reply, out);
    printQuestion(reply.message(), out);
    printSection("ANSWER", reply.message().getSection(Section.ANSWER), out);
    printSection("AUTHORITY", reply.message().getSection(Section.AUTHORITY), out);
    printSection("ADDITIONAL", additional(reply.message()), out);
    printFooter(reply, out);
    out.flush();
  }

  private static void printHeader(Reply reply, PrintWriter out) {
    if (reply.road() == Reply.Road.TCP_AFTER_TRUNCATION) {
      out.println(";; Truncated over UDP, asked again over TCP.");
    }
    Header header = reply.message().getHeader();
    out.printf(
        ";; ->>HEADER<<- opcode: %s, status: %s, id: %d%n",
        Opcode.string(header.getOpcode()), reply.status(), header.getID());
    out.printf(
        ";; flags: %s; QUERY: %d, ANSWER: %d, AUTHORITY: %d, ADDITIONAL: %d%n",
        String.join(" ", reply.flags()),
        header.getCount(Section.QUESTION),
        header.getCount(Section.ANSWER),
        header.getCount(Section.AUTHORITY),
        header.getCount(Section.ADDITIONAL));
    out.println();
  }

  private static void printOptions(Reply reply, PrintWriter out) {
    OPTRecord opt = reply.message().getOPT();
    if (opt == null) {
      return;
    }
    out.println(";; OPT PSEUDOSECTION:");
    out.printf(
        "; EDNS: version: %d, flags:%s; udp: %d%n",
        opt.getVersion(),
        (opt.getFlags() & ExtendedFlags.DO) == 0 ? "" : " do",
        opt.getPayloadSize());
    for (EDNSOption option : opt.getOptions()) {
      out.println("; " + RecordText.printable(text(option)));
    }
  }

  private static String text(EDNSOption option) {
    if (option instanceof ExtendedErrorCodeOption error) {
      String name = ExtendedErrorCodeOption.text(error.getErrorCode());
      String text = error.getText() == null ? "" : ": " + error.getText();
      return "EDE: %d (%s)%s".formatted(error.getErrorCode(), name, text);
    }
    String inBraces = option.toString();
    return inBraces.substring(1, inBraces.length() - 1);
  }

  private static void printQuestion(Message message, PrintWriter out) {
    Record question = message.getQuestion();
    if (question == null) {
      return; // a refusal may leave it out
    }
    RecordText text = RecordText.of(question);
    out.println(";; QUESTION SECTION:");
    out.printf(";%s\t%s\t%s%n", text.name(), text.dnsClass(), text.type());
  }

  private static void printSection(String title, List<Record> records, PrintWriter out) {
    if (records.isEmpty()) {
      return;
    }
    out.println();
    out.println(";; " + title + " SECTION:");
    for (Record record : records) {
      RecordText text = RecordText.of(record);
      out.printf(
          "%s\t%d\t%s\t%s\t%s%n",
          text.name(), text.ttl(), text.dnsClass(), text.type(), text.data());
    }
  }

  /// OPT is shown above.
  private static List<Record> additional(Message message) {
    return message.getSection(Section.ADDITIONAL).stream()
        .filter(record -> record.getType() != Type.OPT)
        .toList();
  }

  private static void printFooter(Reply reply, PrintWriter out) {
    ServerAddress server = reply.server();
    out.println();
    out.printf(";; Query time: %d msec%n", reply.time().toMillis());
    out.printf(";; SERVER: %s#%d (%s)%n", server.host(), server.port(), reply.road().transport());
    out.printf(";; MSG SIZE  rcvd: %d%n", reply.size());
  }
}
