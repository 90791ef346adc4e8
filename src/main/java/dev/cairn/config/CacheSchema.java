package dev.cairn.config;

import static dev.cairn.config.Measure.durations;
import static dev.cairn.config.Measure.sizes;

import java.util.Optional;

/// Which keys `[cache]` has.
final class CacheSchema {
  private static final NotShorter TTLS = new NotShorter("max-ttl", "min-ttl");

  private final PathForms paths;

  CacheSchema(PathForms paths) {
    this.paths = paths;
  }

  Cache cache(TableReader table) {
    var defaults = Cache.DEFAULTS;
    return new Cache(
        table.value("size", sizes("64KiB", "1TiB"), defaults.size()),
        lifetimes(table, defaults.lifetimes()),
        table.bool("serve-stale", defaults.serveStale()),
        table.value("stale-after", durations("0ms", "10s"), defaults.staleAfter()),
        table.bool("prefetch", defaults.prefetch()),
        table.bool("nxdomain-cut", defaults.nxdomainCut()),
        table.value("file", paths.fileOrNone(), Optional.empty()).orElse(null));
  }

  /// Those of a table, and of the others what it leaves out.
  static Cache.Lifetimes lifetimes(TableReader table, Cache.Lifetimes others) {
    var read =
        new Cache.Lifetimes(
            table.value("min-ttl", durations("0s", "1h"), others.minTtl()),
            table.value("max-ttl", durations("1s", "7d"), others.maxTtl()),
            table.value("negative-max-ttl", durations("1s", "7d"), others.negativeMaxTtl()),
            table.value("stale-max", durations("1s", "30d"), others.staleMax()));
    TTLS.judge(table, read.maxTtl(), read.minTtl());
    return read;
  }
}
