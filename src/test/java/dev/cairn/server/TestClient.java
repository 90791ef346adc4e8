package dev.cairn.server;

import dev.cairn.transport.TestSockets;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.EDNSOption;
import org.xbill.DNS.ExtendedErrorCodeOption;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.TXTRecord;

/// Asks one server, with a new socket for each question. A question that gets no reply within five
/// seconds is an error.
public record TestClient(InetSocketAddress server) {

  /// A question with RD and EDNS.
  ///
  /// @param name without the dot at its end
  public static Message query(String name, int type) {
    var question = Record.newRecord(Name.fromConstantString(name + "."), type, DClass.IN);
    Message query = Message.newQuery(question);
    query.addRecord(new OPTRecord(1232, 0, 0), Section.ADDITIONAL);
    return query;
  }

  public Message udp(Message query) {
    try (var client = new TestSockets.Client(server)) {
      return matching(query, new Message(client.udp(query.toWire())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public Message tcp(Message query) {
    try (var client = new TestSockets.Client(server)) {
      return matching(query, new Message(client.tcp(query.toWire())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Message matching(Message query, Message reply) {
    if (reply.getHeader().getID() != query.getHeader().getID()
        || !reply.getHeader().getFlag(Flags.QR)) {
      throw new AssertionError("no reply to " + query + ": " + reply);
    }
    return reply;
  }

  /// What the TXT records of a reply say, or its rcode if it is not NOERROR.
  public static String text(Message reply) {
    if (reply.getRcode() != Rcode.NOERROR) {
      return Rcode.string(reply.getRcode());
    }
    return reply.getSection(Section.ANSWER).stream()
        .filter(TXTRecord.class::isInstance)
        .map(record -> String.join("", ((TXTRecord) record).getStrings()))
        .collect(Collectors.joining(","));
  }

  /// The extended error of a reply (RFC 8914), null if there is none.
  static @Nullable ExtendedErrorCodeOption extendedError(Message reply) {
    OPTRecord opt = reply.getOPT();
    return opt == null
        ? null
        : (ExtendedErrorCodeOption)
            opt.getOptions(EDNSOption.Code.EDNS_EXTENDED_ERROR).stream().findFirst().orElse(null);
  }

  /// The code and text of the extended error, as in `14 not ready`; empty if there is none.
  public static String why(Message reply) {
    var error = extendedError(reply);
    return error == null ? "" : error.getErrorCode() + " " + error.getText();
  }
}
