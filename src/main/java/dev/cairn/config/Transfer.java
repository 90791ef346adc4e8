package dev.cairn.config;

import java.util.List;
import org.xbill.DNS.Name;

/// The table `[transfer]`: who may have whole zones. Nobody, unless the operator says so.
///
/// @param to clients that may without a key
/// @param keys that whoever signs with may, wherever it is
/// @param maxAtOnce transfers under way
public record Transfer(List<Network> to, List<Name> keys, int maxAtOnce) {

  public static final Transfer DEFAULTS = new Transfer(List.of(), List.of(), 10);

  public Transfer {
    to = List.copyOf(to);
    keys = List.copyOf(keys);
  }
}
