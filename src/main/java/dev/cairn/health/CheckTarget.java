package dev.cairn.health;

import java.net.InetAddress;
import java.util.List;

/// What checks that others asked for may dial besides themselves.
///
/// @param except parts of the range that they may not
public record CheckTarget(Range range, List<Range> except) {
  public CheckTarget {
    except = List.copyOf(except);
  }

  boolean allows(InetAddress address) {
    return range.contains(address) && except.stream().noneMatch(one -> one.contains(address));
  }
}
