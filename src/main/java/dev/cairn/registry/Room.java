package dev.cairn.registry;

import dev.cairn.message.Query;
import dev.cairn.message.Transport;

/// How much an answer to one query may hold. A response with OPT may have options in it that nobody
/// knows of here; where records are left out anyway, some more make room for them.
///
/// @param octets for records
/// @param reserved of them, for options
/// @param mostUdp records at most if they come over UDP without EDNS; what is above is cut off
record Room(int octets, int reserved, int mostUdp) {
  private static final int HEADER = 12;
  private static final int TYPE_AND_CLASS = 4;
  private static final int OPT = 11;
  private static final int OPTIONS = 64;

  /// @param udpLimit 0 for none
  static Room of(Query query, int udpLimit) {
    boolean hasOpt = query.edns().isPresent();
    boolean isLimited = udpLimit > 0 && query.transport() == Transport.UDP && !hasOpt;
    int question = query.question().wire().length + TYPE_AND_CLASS;
    return new Room(
        query.responseLimit() - HEADER - question - (hasOpt ? OPT : 0),
        hasOpt ? OPTIONS : 0,
        isLimited ? udpLimit : Integer.MAX_VALUE);
  }

  /// Where a cut answer ends.
  int octetsIfCut() {
    return octets - reserved;
  }
}
