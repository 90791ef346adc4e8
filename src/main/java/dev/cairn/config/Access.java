package dev.cairn.config;

import java.util.List;
import java.util.stream.Stream;

/// The table `[access]`: who is heard. An empty list means nobody.
///
/// @param query who may ask for what we know ourselves
/// @param forward who of those may have others asked
public record Access(List<Network> query, List<Network> forward) {

  public static final Access DEFAULTS =
      new Access(
          Network.ANY, Stream.concat(Network.LOOPBACK.stream(), Network.PRIVATE.stream()).toList());

  public Access {
    query = List.copyOf(query);
    forward = List.copyOf(forward);
  }
}
