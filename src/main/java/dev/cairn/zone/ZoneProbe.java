package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import org.xbill.DNS.Name;

/// Looks names up in a zone, as its resolver does, for those that judge it. For one thread.
public final class ZoneProbe {
  private final Zone zone;
  private final Finding finding = new Finding();

  public ZoneProbe(Zone zone) {
    this.zone = zone;
  }

  /// How a lookup ends.
  ///
  /// @param name at or below the zone's origin
  public Finding.Kind look(Name name, int type) {
    zone.lookup(Labels.of(name), type, finding);
    return finding.kind();
  }

  /// The records of the last lookup, which has ended with an answer.
  public RecordSet answer() {
    return zone.recordSet(zone.origin(), finding.set);
  }
}
