package dev.cairn.telemetry;

import java.util.Locale;

/// What may happen. Types are only ever added.
public enum EventType {
  ZONE_LOADED,
  ZONE_CHANGED,
  ZONE_REJECTED,
  SERVICE_ADDED,
  SERVICE_UPDATED,
  SERVICE_REMOVED,
  /// One of its checks was critical for too long.
  SERVICE_REAPED,
  CHECK_CHANGED,
  SOURCE_STALE,
  SOURCE_SYNCED,
  SOURCE_GUARDED,
  UPSTREAM_OPEN,
  UPSTREAM_CLOSED,
  CACHE_PURGED;

  /// As programs know it: `check.changed`.
  public String word() {
    return name().toLowerCase(Locale.ROOT).replace('_', '.');
  }
}
