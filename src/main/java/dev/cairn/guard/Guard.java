package dev.cairn.guard;

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
