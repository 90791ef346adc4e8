package dev.cairn.config;

import java.nio.file.Path;
import org.xbill.DNS.Name;

/// One `[[zone]]`: a zone that lies elsewhere, or needs options.
///
/// @param name absolute
/// @param file absolute; whether it exists is not known here
public record ZoneEntry(Name name, Path file, OnMiss onMiss) {

  /// What becomes of a name that the zone does not have.
  public enum OnMiss {
    /// It does not exist.
    NXDOMAIN,
    /// The owner above is asked: the zone is an overlay.
    FORWARD;

    public static final OnMiss DEFAULT = NXDOMAIN;
  }
}
