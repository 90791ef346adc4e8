package dev.cairn.forward;

import dev.cairn.cache.Told;
import dev.cairn.forward.TestUpstream.Script;
import java.util.List;
import org.xbill.DNS.CNAMERecord;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Section;

/// Aliases that lead from the name that is asked over `1.alias.example.`, `2.alias.example.` and so
/// on.
public final class AliasChains {
  private static final int TTL = 300;

  private AliasChains() {}

  /// So many links, and the address of the last name, all in one answer.
  public static Script whole(int links, String address) {
    return (query, _) -> {
      Message reply = chain(query, links);
      reply.addRecord(Told.record(name(links) + " 300 IN A " + address), Section.ANSWER);
      return List.of(reply.toWire());
    };
  }

  /// So many links, and nothing of the last name.
  public static Script withoutEnd(int links) {
    return (query, _) -> List.of(chain(query, links).toWire());
  }

  /// So many links, of which the last leads back to the first name.
  public static Script loop(int links) {
    return (query, _) -> {
      Message reply = chain(query, links - 1);
      Name last = links == 1 ? query.getQuestion().getName() : name(links - 1);
      link(reply, last, query.getQuestion().getName());
      return List.of(reply.toWire());
    };
  }

  private static Message chain(Message query, int links) {
    Message reply = Scripts.reply(query, Rcode.NOERROR);
    Name from = query.getQuestion().getName();
    for (int i = 1; i <= links; i++) {
      link(reply, from, name(i));
      from = name(i);
    }
    return reply;
  }

  private static void link(Message reply, Name from, Name to) {
    reply.addRecord(new CNAMERecord(from, DClass.IN, TTL, to), Section.ANSWER);
  }

  private static Name name(int link) {
    return Name.fromConstantString(link + ".alias.example.");
  }
}
