package dev.cairn.bench;

import java.nio.ByteBuffer;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What all queries of a load have in common.
///
/// @param udpSize that an OPT record says, 0 for none
/// @param dnssecOk whether that record has DO
/// @param recursionDesired RD
public record Form(int udpSize, boolean dnssecOk, boolean recursionDesired) {
  private static final int HEADER = 12;
  private static final int OPT = 11;
  private static final int RD = 0x0100;
  private static final int DO = 0x8000;

  /// A query with ID 0.
  byte[] query(Name name, int type) {
    byte[] wire = name.toWire();
    boolean hasOpt = udpSize > 0 || dnssecOk;
    ByteBuffer message = ByteBuffer.allocate(HEADER + wire.length + 4 + (hasOpt ? OPT : 0));
    message.putShort((short) 0).putShort((short) (recursionDesired ? RD : 0));
    message.putShort((short) 1).putInt(0).putShort((short) (hasOpt ? 1 : 0));
    message.put(wire).putShort((short) type).putShort((short) DClass.IN);
    if (hasOpt) {
      message.put((byte) 0).putShort((short) Type.OPT).putShort((short) Math.max(udpSize, 512));
      message.putInt(dnssecOk ? DO : 0).putShort((short) 0);
    }
    return message.array();
  }
}
