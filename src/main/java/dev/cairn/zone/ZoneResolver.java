package dev.cairn.zone;

import dev.cairn.message.Labels;
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
import java.util.function.Predicate;
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

  /// What a question for ANY gets over UDP.
  public enum AnyAnswer {
    ONE_SET,
    ALL_SETS
  }

  private final Zone zone;
  private final OnMiss onMiss;
  private final RecordSet negativeSoa;
  private final AnyAnswer anyAnswer;
  private final Proofs signatures;

  public ZoneResolver(Zone zone, OnMiss onMiss, AnyAnswer anyAnswer) {
    this.zone = zone;
    this.onMiss = onMiss;
    this.anyAnswer = anyAnswer;
    this.negativeSoa = zone.soa().withTtl(zone.negativeTtl());
    this.signatures = zone.isSigned() ? new Signatures(zone) : Proofs.NONE;
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    var finding = new Finding();
    zone.lookup(query.question().labels(), query.question().type(), finding);
    Proofs proofs = query.dnssecOk() ? signatures : Proofs.NONE;
    Outcome outcome = outcomeOf(finding, query, proofs);
    trace.zone(zone.origin(), zone.serial(), query.question(), outcome);
    return outcome;
  }

  private Outcome outcomeOf(Finding finding, Query query, Proofs proofs) {
    Name name = query.question().name();
    return switch (finding.kind) {
      case ANSWER -> answer(found(finding, query, proofs), finding, query, proofs);
      case ANY -> answer(everything(finding.node, query, proofs), finding, query, proofs);
      case ALIAS -> {
        RecordSet cname = zone.recordSet(name, finding.set);
        yield new Alias(
            proofs.with(cname, finding.node),
            ofWildcard(finding, query, proofs),
            cname.nameInRdata(0),
            Standing.AUTHORITATIVE);
      }
      case SUBTREE_ALIAS -> subtreeAlias(finding, query, proofs);
      case DELEGATION -> referral(finding, query, proofs);
      case NO_DATA ->
          new NoData(
              List.of(),
              negative(ofNoData(finding, query, proofs), proofs),
              Standing.AUTHORITATIVE);
      case NO_NAME ->
          switch (onMiss) {
            case NXDOMAIN ->
                new NxDomain(
                    List.of(),
                    negative(proofs.ofNoName(query.question().labels(), finding.depth), proofs),
                    Standing.AUTHORITATIVE);
            case FORWARD -> Outcome.NOT_MINE;
          };
    };
  }

  private Answer answer(List<RecordSet> sets, Finding finding, Query query, Proofs proofs) {
    return new Answer(
        List.of(),
        sets,
        ofWildcard(finding, query, proofs),
        additional(sets, finding, query, proofs),
        Standing.AUTHORITATIVE);
  }

  private List<RecordSet> additional(
      List<RecordSet> sets, Finding finding, Query query, Proofs proofs) {
    return query.question().type() == Type.NS && finding.node == Zone.APEX
        ? AdditionalAddresses.ofNameServers(zone, sets.getFirst(), proofs)
        : AdditionalAddresses.of(zone, sets, proofs);
  }

  /// The set that was asked for; of signatures there is one for each set of the name.
  private List<RecordSet> found(Finding finding, Query query, Proofs proofs) {
    Name name = query.question().name();
    return query.question().type() == Type.RRSIG
        ? all(finding.node, name, set -> set.type() == Type.RRSIG)
        : proofs.with(zone.recordSet(name, finding.set), finding.node);
  }

  /// All sets of a node over TCP, one of them over UDP unless the operator wants all (RFC 8482
  /// §4.1).
  private List<RecordSet> everything(int node, Query query, Proofs proofs) {
    List<RecordSet> all = all(node, query.question().name(), _ -> true);
    if (query.transport() != Transport.UDP || anyAnswer == AnyAnswer.ALL_SETS) {
      return all;
    }
    return all.stream()
        .filter(set -> set.type() != Type.RRSIG) // goes with its set, for those who want it
        .findFirst()
        .map(set -> proofs.with(set, node))
        .orElse(List.of(all.getFirst()));
  }

  private List<RecordSet> all(int node, Name name, Predicate<RecordSet> wanted) {
    var sets = new ArrayList<RecordSet>();
    int set = zone.firstSet(node);
    for (int left = zone.sets(node); left > 0; left--) {
      RecordSet each = zone.recordSet(name, set);
      if (wanted.test(each)) {
        sets.add(each);
      }
      set = zone.nextSet(set);
    }
    return sets;
  }

  private List<RecordSet> negative(List<RecordSet> absence, Proofs proofs) {
    List<RecordSet> soa = proofs.with(negativeSoa, Zone.APEX);
    if (absence.isEmpty()) {
      return soa;
    }
    var authority = new ArrayList<>(soa);
    authority.addAll(absence);
    return authority;
  }

  private static List<RecordSet> ofNoData(Finding finding, Query query, Proofs proofs) {
    Labels name = query.question().labels();
    return finding.isOf(name)
        ? proofs.ofNoData(name)
        : proofs.ofWildcardNoData(name, finding.depth);
  }

  private static List<RecordSet> ofWildcard(Finding finding, Query query, Proofs proofs) {
    Labels name = query.question().labels();
    return finding.isOf(name) ? List.of() : proofs.ofWildcard(name, finding.depth);
  }

  /// The DNAME, and the CNAME that follows from it for this name (RFC 6672 §3.1), which is also the
  /// answer for who asks for it.
  private Outcome subtreeAlias(Finding finding, Query query, Proofs proofs) {
    Name name = query.question().name();
    Name owner = suffix(name, finding.depth);
    RecordSet dname = zone.recordSet(owner, finding.set);
    List<RecordSet> aliases = new ArrayList<>(proofs.with(dname, finding.node));
    try {
      Name target = Name.concatenate(name.relativize(owner), dname.nameInRdata(0));
      RecordSet cname = RecordSet.of(name, Type.CNAME, dname.ttl(), List.of(target.toWire()));
      if (query.question().type() == Type.CNAME) {
        return new Answer(aliases, List.of(cname), List.of(), List.of(), Standing.AUTHORITATIVE);
      }
      aliases.add(cname);
      return new Alias(aliases, List.of(), target, Standing.AUTHORITATIVE);
    } catch (NameTooLongException _) {
      return new NameTooLong(aliases, Standing.AUTHORITATIVE);
    }
  }

  /// The name servers, and with DO the DS set or the proof that there is none (RFC 4035 §3.1.4).
  private Outcome referral(Finding finding, Query query, Proofs proofs) {
    Name cut = suffix(query.question().name(), finding.depth);
    RecordSet nameServers = zone.recordSet(cut, finding.set);
    return new Referral(
        List.of(),
        delegation(finding, query, nameServers, proofs),
        AdditionalAddresses.glue(zone, nameServers, proofs),
        Standing.AUTHORITATIVE);
  }

  private List<RecordSet> delegation(
      Finding finding, Query query, RecordSet nameServers, Proofs proofs) {
    if (proofs instanceof Proofs.None) {
      return List.of(nameServers);
    }
    var authority = new ArrayList<RecordSet>();
    authority.add(nameServers);
    int signer = zone.setOf(finding.node, Type.DS);
    authority.addAll(
        signer < 0
            ? proofs.ofNoData(query.question().labels().ancestor(finding.depth))
            : proofs.with(zone.recordSet(nameServers.owner(), signer), finding.node));
    return authority;
  }

  private static Name suffix(Name name, int labels) {
    return new Name(name, name.labels() - 1 - labels);
  }
}
