package dev.cairn.zone;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;
import dev.cairn.message.Transport;
import dev.cairn.resolve.LentAnswer.Kind;
import dev.cairn.resolve.Trace;
import dev.cairn.resolve.WholeResolver;
import dev.cairn.resolve.WholeZone;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Type;

/// Turns what a lookup in one zone found into what there is to say: as record sets for whoever
/// writes them down at once, as a value for all others.
public final class ZoneResolver implements WholeResolver {

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

  private static final int LONGEST_NAME = 255;
  private static final ThreadLocal<Selection> ROOM = ThreadLocal.withInitial(Selection::new);

  private final Zone zone;
  private final OnMiss onMiss;
  private final AnyAnswer anyAnswer;
  private final Signatures signatures;
  private final int soa;

  public ZoneResolver(Zone zone, OnMiss onMiss, AnyAnswer anyAnswer) {
    this.zone = zone;
    this.onMiss = onMiss;
    this.anyAnswer = anyAnswer;
    this.signatures = new Signatures(zone);
    this.soa = zone.setOf(Zone.APEX, Type.SOA);
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    Question question = query.question();
    Selection selection = ROOM.get();
    selection.ask(question.wire(), question.type());
    selection.wants(query.dnssecOk(), query.transport() != Transport.UDP);
    select(selection);
    Outcome outcome = new Telling(zone, question, selection).outcome();
    selection.forget();
    trace.zone(zone.origin(), zone.serial(), question, outcome);
    return outcome;
  }

  @Override
  public WholeZone whole() {
    return new WholeZone(zone.soa(), new ZoneRecords(zone));
  }

  /// How many labels the zone's origin has.
  public int depth() {
    return zone.originDepth();
  }

  /// Adds what the zone has to say to the question that was taken in.
  public void select(Selection selection) {
    Finding finding = selection.finding;
    zone.lookup(selection.name(), selection.type(), finding);
    switch (finding.kind) {
      case ANSWER, ANY -> answer(finding, selection);
      case ALIAS -> alias(finding, selection);
      case SUBTREE_ALIAS -> subtreeAlias(finding, selection);
      case DELEGATION -> referral(finding, selection);
      case NO_DATA -> noData(finding, selection);
      case NO_NAME -> noName(finding, selection);
    }
  }

  private void answer(Finding finding, Selection selection) {
    selection.is(Kind.ANSWER);
    selection.aliasesEnd();
    int first = selection.answer().size();
    if (finding.kind == Finding.Kind.ANY) {
      everything(finding.node, selection);
    } else if (selection.type() == Type.RRSIG) { // there is one set for each set of the name
      all(finding.node, selection, true);
    } else {
      add(selection.answer(), finding.set, finding.node, selection);
    }
    signatures.ofWildcard(finding, selection);
    if (selection.type() == Type.NS && finding.node == Zone.APEX) {
      selection.addresses.ofNameServers(zone, selection.answer().get(first), signatures);
    } else {
      selection.addresses.of(zone, first, signatures);
    }
  }

  /// All sets of a node for who takes much, one of them for others unless the operator wants all
  /// (RFC 8482 §4.1).
  private void everything(int node, Selection selection) {
    if (selection.takesAll() || anyAnswer == AnyAnswer.ALL_SETS) {
      all(node, selection, false);
      return;
    }
    int set = zone.firstSet(node);
    for (int left = zone.sets(node); left > 0; left--) {
      if (zone.type(set) != Type.RRSIG) { // goes with its set, for those who want it
        add(selection.answer(), set, node, selection);
        return;
      }
      set = zone.nextSet(set);
    }
    selection.add(selection.answer(), zone, zone.firstSet(node));
  }

  private void all(int node, Selection selection, boolean isOfSignatures) {
    int set = zone.firstSet(node);
    for (int left = zone.sets(node); left > 0; left--) {
      if (!isOfSignatures || zone.type(set) == Type.RRSIG) {
        selection.add(selection.answer(), zone, set);
      }
      set = zone.nextSet(set);
    }
  }

  private void alias(Finding finding, Selection selection) {
    add(selection.answer(), finding.set, finding.node, selection);
    selection.aliasesEnd();
    signatures.ofWildcard(finding, selection);
    selection.isAliasOf(zone.data(), rdata(finding.set));
  }

  /// The DNAME, and the CNAME that follows from it for this name (RFC 6672 §3.1), which is also the
  /// answer for who asks for it.
  private void subtreeAlias(Finding finding, Selection selection) {
    SetList answer = selection.answer();
    int below = selection.suffixAt(finding.depth);
    SetView dname = Selection.add(answer, zone, finding.set, selection.written(), below);
    int ttl = dname.ttl();
    signatures.behind(dname, finding.node, answer, selection);
    selection.aliasesEnd();
    if (!synthesizes(rdata(finding.set), below, ttl, selection)) {
      selection.is(Kind.NAME_TOO_LONG);
    } else if (selection.type() == Type.CNAME) {
      selection.is(Kind.ANSWER);
    } else {
      selection.aliasesEnd();
    }
  }

  /// Adds the CNAME that leads to a name of what stands in front of the DNAME's owner, and the
  /// DNAME's target; false if that is too long.
  private boolean synthesizes(int target, int below, int ttl, Selection selection) {
    int front = below - selection.writtenAt();
    int rest = zone.lengthOfName(target);
    if (front + rest > LONGEST_NAME) {
      return false;
    }
    byte[] room = selection.room(RecordSet.HEADER + LONGEST_NAME);
    int record = selection.madeAt();
    int rdata = record + RecordSet.HEADER;
    Zone.putShort(room, record, Type.CNAME);
    Zone.putShort(room, record + 2, DClass.IN);
    Zone.putInt(room, record + 4, ttl);
    Zone.putShort(room, record + 8, front + rest);
    System.arraycopy(selection.written(), selection.writtenAt(), room, rdata, front);
    System.arraycopy(zone.data(), target, room, rdata + front, rest);
    selection.made(RecordSet.HEADER + front + rest);
    selection.answer().add().is(selection.written(), selection.writtenAt(), room, record, 1);
    selection.isAliasOf(room, rdata);
    return true;
  }

  /// The name servers, and with DO the DS set or the proof that there is none (RFC 4035 §3.1.4).
  private void referral(Finding finding, Selection selection) {
    selection.is(Kind.REFERRAL);
    SetList authority = selection.authority();
    byte[] written = selection.written();
    int cut = selection.suffixAt(finding.depth);
    SetView nameServers = Selection.add(authority, zone, finding.set, written, cut);
    selection.addresses.glue(zone, nameServers, signatures);
    if (signatures.areWanted(selection)) {
      int signer = zone.setOf(finding.node, Type.DS);
      if (signer < 0) {
        signatures.ofNoData(finding.depth, selection);
      } else {
        SetView set = Selection.add(authority, zone, signer, written, cut);
        signatures.behind(set, finding.node, authority, selection);
      }
    }
  }

  private void noData(Finding finding, Selection selection) {
    selection.is(Kind.NO_DATA);
    selection.aliasesEnd();
    absence(selection);
    if (finding.isOf(selection.name())) {
      signatures.ofNoData(finding.depth, selection);
    } else {
      signatures.ofWildcardNoData(finding.depth, selection);
    }
  }

  private void noName(Finding finding, Selection selection) {
    switch (onMiss) {
      case NXDOMAIN -> {
        selection.is(Kind.NX_DOMAIN);
        selection.aliasesEnd();
        absence(selection);
        signatures.ofNoName(finding.depth, selection);
      }
      case FORWARD -> selection.is(Kind.NOT_MINE);
    }
  }

  private void absence(Selection selection) {
    SetList authority = selection.authority();
    SetView absence = Selection.add(authority, zone, soa, zone.originWire(), 0);
    absence.ttl(zone.negativeTtl());
    signatures.behind(absence, Zone.APEX, authority, selection);
  }

  private void add(SetList section, int set, int node, Selection selection) {
    SetView view = selection.add(section, zone, set);
    signatures.behind(view, node, section, selection);
  }

  private static int rdata(int set) {
    return set + Zone.SET_HEADER + RecordSet.HEADER;
  }
}
