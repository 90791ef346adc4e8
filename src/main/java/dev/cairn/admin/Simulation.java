package dev.cairn.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// What would happen to a query.
///
/// @param type such as `AAAA` or `TYPE65`
/// @param owner who answers for the name; null if nobody does
/// @param policy in which order its upstreams are asked, such as `ordered`; empty if there are none
/// @param order its upstreams, those first that would be asked first
/// @param cached what the cache has for it; null if nothing
/// @param outcome what the client would get, in a sentence
public record Simulation(
    Name name,
    String type,
    @Nullable Owner owner,
    String policy,
    List<Turn> order,
    @Nullable CachedAnswer cached,
    String outcome) {

  public Simulation {
    order = List.copyOf(order);
  }

  /// @param kind such as `zone` or `forward`
  public record Owner(Name suffix, String kind) {}

  /// @param leftOut why it would not be asked; empty if it would
  public record Turn(String upstream, UpstreamStatus.State state, String leftOut) {}
}
