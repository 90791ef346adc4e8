package dev.cairn.zone;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.message.Transport;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Trace;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/// Turns what a lookup in one zone found into what there is to say.
public final class ZoneResolver implements LocalResolver {

  /// What becomes of names that the zone does not have.
  public enum OnMiss {
    /// They do not exist.
    NXDOMAIN,
    /// The zone is an overlay: the owner above is asked.
    FORWARD
  }

  private final Zone zone;
  private final OnMiss onMiss;
  private final RecordSet negativeSoa;

  public ZoneResolver(Zone zone, OnMiss onMiss) {
    this.zone = zone;
    this.onMiss = onMiss;
    this.negativeSoa = zone.soa().withTtl(zone.negativeTtl());
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    var finding = new Finding();
    zone.lookup(query.question().labels(), query.question().type(), finding);
    Outcome outcome = outcomeOf(finding, query);
    trace.zone(zone.origin(), zone.serial(), query.question(), outcome);
    return outcome;
  }

  private Outcome outcomeOf(Finding finding, Query query) {
    Name name = query.question().name();
    return switch (finding.kind) {
      case ANSWER -> answer(List.of(zone.recordSet(name, finding.set)));
      case ANY -> answer(everything(finding.node, query));
      case ALIAS -> {
        RecordSet cname = zone.recordSet(name, finding.set);
        yield new Alias(List.of(cname), List.of(), cname.nameInRdata(0), Standing.AUTHORITATIVE);
      }
      case SUBTREE_ALIAS -> subtreeAlias(finding, name);
      case DELEGATION -> referral(finding, name);
      case NO_DATA -> new NoData(List.of(), List.of(negativeSoa), Standing.AUTHORITATIVE);
      case NO_NAME ->
          switch (onMiss) {
            case NXDOMAIN -> new NxDomain(List.of(), List.of(negativeSoa), Standing.AUTHORITATIVE);
            case FORWARD -> Outcome.NOT_MINE;
          };
    };
  }

  private Answer answer(List<RecordSet> sets) {
    return new Answer(
        List.of(), sets, List.of(), AdditionalAddresses.of(zone, sets), Standing.AUTHORITATIVE);
  }

  /// All sets of a node over TCP, one of them over UDP (RFC 8482 §4.1).
  private List<RecordSet> everything(int node, Query query) {
    var sets = new ArrayList<RecordSet>();
    int most = query.transport() == Transport.UDP ? 1 : zone.sets(node);
    int set = zone.firstSet(node);
    for (int i = 0; i < most; i++) {
      sets.add(zone.recordSet(query.question().name(), set));
      set = zone.nextSet(set);
    }
    return sets;
  }

  /// The DNAME, and the CNAME that follows from it for this name (RFC 6672 §3.1).
  private Outcome subtreeAlias(Finding finding, Name name) {
    Name owner = suffix(name, finding.depth);
    RecordSet dname = zone.recordSet(owner, finding.set);
    try {
      Name target = Name.concatenate(name.relativize(owner), dname.nameInRdata(0));
      RecordSet cname = RecordSet.of(name, Type.CNAME, dname.ttl(), List.of(target.toWire()));
      return new Alias(List.of(dname, cname), List.of(), target, Standing.AUTHORITATIVE);
    } catch (NameTooLongException _) {
      return new NameTooLong(List.of(dname), Standing.AUTHORITATIVE);
    }
  }

  private Outcome referral(Finding finding, Name name) {
    RecordSet nameServers = zone.recordSet(suffix(name, finding.depth), finding.set);
    return new Referral(
        List.of(),
        List.of(nameServers),
        AdditionalAddresses.glue(zone, nameServers),
        Standing.AUTHORITATIVE);
  }

  private static Name suffix(Name name, int labels) {
    return new Name(name, name.labels() - 1 - labels);
  }
}
