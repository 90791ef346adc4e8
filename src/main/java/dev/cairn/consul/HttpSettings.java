package dev.cairn.consul;

import java.net.InetAddress;
import java.util.Set;
import java.util.function.Predicate;

/// What the operator set for the registry's HTTP socket.
public record HttpSettings(Identity identity, Access access, Bounds bounds, Manners manners) {

  /// What others say, on the nodes of these.
  HttpSettings with(HttpSettings others) {
    return new HttpSettings(
        new Identity(
            identity.datacenter(),
            identity.node(),
            identity.address(),
            others.identity().version()),
        others.access(),
        others.bounds(),
        new Manners(others.manners().legacyGet(), manners.virtualAgents()));
  }

  /// Who we say that we are.
  ///
  /// @param node the name of our own node
  /// @param address of our own node: what its services are at that were registered without one
  /// @param version as in `1.22.0`; clients compare it
  public record Identity(String datacenter, String node, String address, String version) {}

  /// Who may do what. Writes come from this machine or with one of the tokens.
  ///
  /// @param readFrom who may read without a token
  /// @param trustedProxies whose `X-Forwarded-For` is believed
  public record Access(
      Predicate<InetAddress> readFrom, Predicate<InetAddress> trustedProxies, Set<String> tokens) {
    public Access {
      tokens = Set.copyOf(tokens);
    }
  }

  /// @param watchersPerClient requests of one address that wait for a change
  /// @param connections open at once, of all
  public record Bounds(int watchersPerClient, int connections) {
    public static final Bounds USUAL = new Bounds(200, 20_000);
  }

  /// @param legacyGet whether GET does what PUT does at a few paths, as old clients want
  /// @param virtualAgents whether every client's address is a node of its own
  public record Manners(boolean legacyGet, boolean virtualAgents) {
    public static final Manners USUAL = new Manners(false, true);
  }
}
