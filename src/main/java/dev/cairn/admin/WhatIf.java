package dev.cairn.admin;

import java.net.InetAddress;
import java.util.Set;
import org.xbill.DNS.Name;

/// A query that nobody sent.
///
/// @param down upstreams that are to be thought of as not answering, by their configured names
/// @param client who would ask
public record WhatIf(Name name, int type, Set<String> down, InetAddress client) {
  public WhatIf {
    down = Set.copyOf(down);
  }
}
