package dev.cairn.peers;

import org.xbill.DNS.DClass;
import org.xbill.DNS.ExtendedFlags;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;
import org.xbill.DNS.Name;
import org.xbill.DNS.OPTRecord;
import org.xbill.DNS.Record;
import org.xbill.DNS.Section;
import org.xbill.DNS.Type;

/// What is asked, and how. Two that differ only in the case of letters are the same question.
record Question(Name name, int type, Road road) {

  /// How a question is asked.
  enum Road {
    UDP(512),
    UDP_RD(512),
    UDP_EDNS_512(512),
    UDP_EDNS_1232(1232),
    UDP_EDNS_DO(1232),
    TCP(65_535),
    TCP_EDNS(65_535),
    TCP_DO(65_535);

    /// Octets that the answer may have.
    final int room;

    Road(int room) {
      this.room = room;
    }

    boolean isTcp() {
      return room == 65_535;
    }

    boolean wantsSignatures() {
      return this == UDP_EDNS_DO || this == TCP_DO;
    }

    private boolean hasEdns() {
      return switch (this) {
        case UDP, UDP_RD, TCP -> false;
        case UDP_EDNS_512, UDP_EDNS_1232, UDP_EDNS_DO, TCP_EDNS, TCP_DO -> true;
      };
    }

    /// What a client does that was told that not all of an answer fits.
    private Road overTcp() {
      if (wantsSignatures()) {
        return TCP_DO;
      }
      return hasEdns() ? TCP_EDNS : TCP;
    }
  }

  Question overTcp() {
    return new Question(name, type, road.overTcp());
  }

  byte[] toWire(int id) {
    var message = new Message(id);
    if (road == Road.UDP_RD) {
      message.getHeader().setFlag(Flags.RD);
    }
    message.addRecord(Record.newRecord(name, type, DClass.IN), Section.QUESTION);
    if (road.hasEdns()) {
      int payload = road.isTcp() ? 1232 : road.room;
      int flags = road.wantsSignatures() ? ExtendedFlags.DO : 0;
      message.addRecord(new OPTRecord(payload, 0, 0, flags), Section.ADDITIONAL);
    }
    return message.toWire();
  }

  @Override
  public String toString() {
    return "%s %s over %s".formatted(name, Type.string(type), road);
  }
}
