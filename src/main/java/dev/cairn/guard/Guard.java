package dev.cairn.guard;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;

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

  /// @param mayQuery whose queries are answered
  /// @param mayForward whose queries may go on to upstreams, if they may be answered at all
  public Guard(List<Network> mayQuery, List<Network> mayForward) {
    this.mayQuery = mayQuery.toArray(Network[]::new);
    this.mayForward = mayForward.toArray(Network[]::new);
  }

  public Verdict judge(InetSocketAddress client) {
    if (isReflector(client.getPort())) {
      return Verdict.IGNORE;
    }
    return isAmong(mayQuery, client.getAddress()) ? Verdict.ADMIT : Verdict.REFUSE;
  }

  /// Whether this client's queries may go on to upstreams: never anybody's unless the operator says
  /// so.
  public boolean mayForward(InetSocketAddress client) {
    return isAmong(mayForward, client.getAddress());
  }

  /// Ports of services that answer whatever they get (echo, daytime, qotd, chargen, time), and port
  /// 0, to which nothing can be sent.
  private static boolean isReflector(int port) {
    return switch (port) {
      case 0, 7, 13, 17, 19, 37 -> true;
      default -> false;
    };
  }

  private static boolean isAmong(Network[] networks, InetAddress client) {
    byte[] address = client.getAddress();
    for (Network network : networks) {
      if (network.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
