package dev.cairn.server;

import dev.cairn.zone.Diagnostic;
import dev.cairn.zone.Zone;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// How it stands with one zone.
///
/// @param zone what is served, null if the zone could never be loaded
/// @param problems why the file as it is now was not taken; empty if it was
/// @param loadTime how long reading and packing took
public record ZoneStatus(
    Name name,
    Path file,
    @Nullable Zone zone,
    List<Diagnostic> problems,
    Instant loadedAt,
    Duration loadTime) {

  /// Whether the file as it is now is what is served.
  public boolean isCurrent() {
    return problems.isEmpty();
  }
}
