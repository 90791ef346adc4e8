package dev.cairn.forward;

import java.util.List;

/// Whom to ask first, and whom next.
@FunctionalInterface
interface SelectionPolicy {

  /// The order for one question, of at least one upstream. Asked again for every question; when all
  /// were asked, it begins again from the first.
  List<Upstream> order(List<Upstream> upstreams);
}
