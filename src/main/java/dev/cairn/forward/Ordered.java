package dev.cairn.forward;

import java.util.List;

/// As the operator wrote them: the next is only asked when the one before failed.
record Ordered() implements SelectionPolicy {
  @Override
  public List<Upstream> order(List<Upstream> upstreams) {
    return upstreams;
  }
}
