package dev.cairn.server;

import dev.cairn.zone.ZoneFile;
import dev.cairn.zone.ZoneResolver.OnMiss;

/// A zone that the operator asked for: where it lies, and how it is served.
record ZoneSource(ZoneFile file, OnMiss onMiss) {}
