package dev.cairn.cache;

import java.util.List;
import org.xbill.DNS.Name;

/// Who told it: the forward rule and its upstreams. What one scope was told is never given out in
/// another, so that no upstream can speak for a name that another one is asked about; nor is what
/// was told while more was allowed.
///
/// @param upstreams as operators know them
/// @param forbidden what they must not say, in words; empty for nothing
public record Scope(Name suffix, List<String> upstreams, String forbidden) {
  public Scope {
    upstreams = List.copyOf(upstreams);
  }
}
