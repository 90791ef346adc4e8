package dev.cairn.cli;

import java.io.PrintWriter;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;

/// The data of the answer section only, one record a line.
final class ShortPrinter implements ReplyPrinter {
  @Override
  public void print(Reply reply, PrintWriter out) {
    for (Record record : reply.message().getSection(Section.ANSWER)) {
      out.println(RecordText.of(record).data());
    }
    out.flush();
  }
}
