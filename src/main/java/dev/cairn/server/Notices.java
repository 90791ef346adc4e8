package dev.cairn.server;

import java.util.Collection;
import java.util.Set;
import org.slf4j.Logger;

/// What the operator should know for as long as it holds, told once and not at every look.
final class Notices {
  private final Logger log;
  private Set<String> told = Set.of();

  Notices(Logger log) {
    this.log = log;
  }

  /// Takes all that holds now; what did not hold before is logged.
  synchronized void tell(Collection<String> now) {
    now.stream().filter(notice -> !told.contains(notice)).forEach(notice -> log.warn("{}", notice));
    told = Set.copyOf(now);
  }
}
