package dev.cairn.zone.check;

import dev.cairn.zone.GatheredZone;
import dev.cairn.zone.check.Crossings.Ends;
import dev.cairn.zone.check.Crossings.Kind;
import java.util.Arrays;
import org.xbill.DNS.Type;

/// Finds records that lead into other zones which are judged with this one, and keeps them for
/// [CrossCheck].
final class CrossingRule implements NodeRule {
  private static final int WANTED =
      Kinds.NS | Kinds.MX | Kinds.SRV | Kinds.CNAME | Kinds.PTR | Kinds.ADDRESS;

  private final GatheredZone zone;
  private final Landmarks landmarks;
  private final Home home;
  private final Crossings crossings;

  CrossingRule(GatheredZone zone, Landmarks landmarks, Home home, Crossings crossings) {
    this.zone = zone;
    this.landmarks = landmarks;
    this.home = home;
    this.crossings = crossings;
  }

  @Override
  public void judge(NodeRecords records) {
    if (!records.has(WANTED)) {
      return;
    }
    boolean isCut = landmarks.isCut(records.node());
    for (int i = 0; i < records.count(); i++) {
      int record = records.record(i);
      int type = records.type(i);
      switch (type) {
        case Type.NS -> {
          target(Kind.HOST, records, record, 0);
          if (isCut) {
            delegation(records, record);
          }
        }
        case Type.MX -> target(Kind.HOST, records, record, 2);
        case Type.SRV -> target(Kind.HOST, records, record, 6);
        case Type.CNAME -> target(Kind.ALIAS, records, record, 0);
        case Type.PTR -> target(Kind.POINTER, records, record, 0);
        case Type.A, Type.AAAA -> {
          if (!isCut) {
            address(records, record);
          }
        }
        default -> {} // a number, not an outcome
      }
    }
  }

  private void target(Kind kind, NodeRecords records, int record, int skip) {
    int name = zone.rdata(record) + skip;
    if (zone.octets()[name] == 0
        || kind == Kind.POINTER && Reverse.address(zone.wireName(records.node())) == null) {
      return;
    }
    int other = home.territory().ownerOf(zone.octets(), name);
    if (other != Territory.NOBODY && other != home.number()) {
      byte[] target = Names.copy(zone.octets(), name);
      crossings.add(kind, zone, record, other, new Ends(zone.wireName(records.node()), target));
    }
  }

  /// The addresses of a name server below a zone cut.
  void glue(NodeRecords records) {
    int other =
        landmarks.isNameServer(records.node()) && records.has(Kinds.ADDRESS)
            ? home.territory().ownerOf(zone.wireName(records.node()), 0)
            : home.number();
    for (int i = 0; i < records.count() && other != home.number(); i++) {
      if ((Kinds.of(records.type(i)) & Kinds.ADDRESS) != 0) {
        int at = zone.rdata(records.record(i));
        byte[] address = Arrays.copyOfRange(zone.octets(), at, at + zone.length(records.record(i)));
        Ends ends = new Ends(zone.wireName(records.node()), address);
        crossings.add(Kind.GLUE, zone, records.record(i), other, ends);
      }
    }
  }

  private void delegation(NodeRecords records, int record) {
    byte[] cut = zone.wireName(records.node());
    int other = home.territory().ownerOf(cut, 0);
    if (other != home.number() && home.territory().origins().get(other).labels() == labels(cut)) {
      byte[] target = Names.copy(zone.octets(), zone.rdata(record));
      crossings.add(Kind.DELEGATION, zone, record, other, new Ends(cut, target));
    }
  }

  private static int labels(byte[] name) {
    return Names.name(name, 0).labels();
  }

  private void address(NodeRecords records, int record) {
    if ((home.territory().kindsWithReverse() & Kinds.of(zone.type(record))) == 0
        || zone.isWildcard(records.node())) {
      return;
    }
    byte[] reverse = Reverse.name(zone.octets(), zone.rdata(record), zone.length(record));
    int other = home.territory().ownerOf(reverse, 0);
    if (other != Territory.NOBODY) {
      byte[] owner = zone.wireName(records.node());
      crossings.add(Kind.ADDRESS, zone, record, other, new Ends(owner, reverse));
    }
  }
}
