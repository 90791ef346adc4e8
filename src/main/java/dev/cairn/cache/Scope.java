package dev.cairn.cache;

import java.util.List;
import org.xbill.DNS.Name;

/// Who told it: the forward rule and its upstreams. What one scope was told is never given out in
/// another, so that no upstream can speak for a name that another one is asked about.
///
/// @param upstreams as operators know them
public record Scope(Name suffix, List<String> upstreams) {
  public Scope {
    upstreams = List.copyOf(upstreams);
  }
}
