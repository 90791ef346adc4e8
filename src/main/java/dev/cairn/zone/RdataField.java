package dev.cairn.zone;

import dev.cairn.zone.MasterScanner.Mistake;
import java.io.ByteArrayOutputStream;

/// One field of a record's data: how it is written in a master file, and how it lies on the wire.
interface RdataField {
  /// What [#skip] says of octets that are no such field.
  int MALFORMED = -1;

  /// Takes the field's words, and writes its octets.
  void read(RdataWords in, ByteArrayOutputStream out) throws Mistake;

  /// Where the field that begins at a place of the rdata ends; [#MALFORMED] if it is none.
  int skip(byte[] rdata, int at);
}
