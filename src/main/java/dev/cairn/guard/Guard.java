package dev.cairn.guard;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Who is heard, judged before anything of a query is read. Immutable.
public final class Guard {

  /// What becomes of a client's query.
  public enum Verdict {
    ADMIT,
    /// REFUSED, as the client is not among those who may ask.
    REFUSE,
    /// Silence: an answer would go to a service that answers in turn.
    IGNORE
  }

  private final Network[] mayQuery;
  private final Network[] mayForward;
  private final Transfer transfer;

  /// Who may have whole zones.
  ///
  /// @param networks of clients that may without a key
  /// @param keys that whoever signs with may
  /// @param most transfers at a time
  public record Transfer(List<Network> networks, Set<Name> keys, int most) {
    public static final Transfer NOBODY = new Transfer(List.of(), Set.of(), 0);

    public Transfer {
      networks = List.copyOf(networks);
      keys = Set.copyOf(keys);
    }
  }

  /// @param mayQuery whose queries are answered
  /// @param mayForward whose queries may go on to upstreams, if they may be answered at all
  public Guard(List<Network> mayQuery, List<Network> mayForward) {
    this(mayQuery, mayForward, Transfer.NOBODY);
  }

  /// The same, with those who may have whole zones.
  public Guard(List<Network> mayQuery, List<Network> mayForward, Transfer transfer) {
    this.transfer = transfer;
    this.mayQuery = mayQuery.toArray(Network[]::new);
    this.mayForward = mayForward.toArray(Network[]::new);
  }

  /// @param client its address in network order
  /// @param port that it asks from
  public Verdict judge(byte[] client, int port) {
    if (isReflector(port)) {
      return Verdict.IGNORE;
    }
    return isAmong(mayQuery, client) ? Verdict.ADMIT : Verdict.REFUSE;
  }

  /// Whether this client's queries may go on to upstreams: never anybody's unless the operator says
  /// so.
  ///
  /// @param client its address in network order
  public boolean mayForward(byte[] client) {
    return isAmong(mayForward, client);
  }

  /// Whether this client may have whole zones.
  ///
  /// @param client its address in network order
  /// @param key that it signed with, null if it did not
  public boolean mayTransfer(byte[] client, @Nullable Name key) {
    return key != null && transfer.keys.contains(key)
        || transfer.networks.stream().anyMatch(network -> network.contains(client));
  }

  /// How many may have one at a time.
  public int mostTransfers() {
    return transfer.most;
  }

  /// Ports of services that answer whatever they get (echo, daytime, qotd, chargen, time), and port
  /// 0, to which nothing can be sent.
  private static boolean isReflector(int port) {
    return switch (port) {
      case 0, 7, 13, 17, 19, 37 -> true;
      default -> false;
    };
  }

  private static boolean isAmong(Network[] networks, byte[] client) {
    for (Network network : networks) {
      if (network.contains(client)) {
        return true;
      }
    }
    return false;
  }
}
