package dev.cairn.cli;

import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.ReverseMap;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// What the words of a command line ask, and whom. Reading throws an [IllegalArgumentException]
/// whose message is a sentence for the user.
record QueryWords(Name name, int type, ServerAddress server) {
  private static final int NO_TYPE = -1;

  /// Reads NAME, TYPE and @SERVER in any order. Of two words that could both be a type the first is
  /// the name, as a lone word always is.
  static QueryWords read(List<String> words) {
    ServerAddress server = server(words);
    List<String> rest = withoutServers(words);
    return switch (rest.size()) {
      case 0 -> throw new IllegalArgumentException("the NAME to ask for is missing");
      case 1 -> new QueryWords(name(rest.getFirst()), Type.A, server);
      case 2 -> {
        int last = Type.value(rest.getLast());
        int first = Type.value(rest.getFirst());
        if (last == NO_TYPE && first == NO_TYPE) {
          throw new IllegalArgumentException(
              "unknown record type \"" + rest.getLast() + "\"; TYPE and a number name any type");
        }
        yield last != NO_TYPE
            ? new QueryWords(name(rest.getFirst()), askable(last), server)
            : new QueryWords(name(rest.getLast()), askable(first), server);
      }
      default -> throw new IllegalArgumentException("one word too many: \"" + rest.get(2) + "\"");
    };
  }

  /// Asks for the name of an address; the words may name a server only.
  static QueryWords readReverse(String address, List<String> words) {
    List<String> rest = withoutServers(words);
    if (!rest.isEmpty()) {
      throw new IllegalArgumentException(
          "-x stands for NAME and TYPE, but \"" + rest.getFirst() + "\" is given too");
    }
    try {
      Name name = ReverseMap.fromAddress(Address.getByAddress(address));
      return new QueryWords(name, Type.PTR, server(words));
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("\"" + address + "\" is not an IP address", e);
    }
  }

  private static ServerAddress server(List<String> words) {
    List<String> servers = words.stream().filter(QueryWords::isServer).toList();
    if (servers.size() > 1) {
      throw new IllegalArgumentException("one server at a time, not also " + servers.get(1));
    }
    return servers.isEmpty()
        ? ServerAddress.LOCAL
        : ServerAddress.parse(servers.getFirst().substring(1));
  }

  private static List<String> withoutServers(List<String> words) {
    var rest = new ArrayList<>(words);
    rest.removeIf(QueryWords::isServer);
    return rest;
  }

  private static boolean isServer(String word) {
    return word.startsWith("@");
  }

  private static Name name(String text) {
    if (text.chars().anyMatch(c -> c > 0x7e)) {
      throw new IllegalArgumentException(
          "bad name: '" + text + "': not ASCII, write its labels in their xn-- form");
    }
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException e) {
      throw new IllegalArgumentException("bad name: " + e.getMessage(), e);
    }
  }

  /// Transfers answer with many messages (RFC 5936), OPT and TSIG are never asked for.
  private static int askable(int type) {
    return switch (type) {
      case Type.AXFR, Type.IXFR, Type.OPT, Type.TSIG ->
          throw new IllegalArgumentException(Type.string(type) + " cannot be asked for here");
      default -> type;
    };
  }
}
