package dev.cairn.zone;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.SetList;
import dev.cairn.message.SetView;
import dev.cairn.message.Standing;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/// A selection as a value that outlives it.
record Telling(Zone zone, Question question, Selection selection) {

  Outcome outcome() {
    return switch (selection.kind()) {
      case ANSWER ->
          new Answer(
              aliases(),
              sets(selection.answer(), selection.aliases(), selection.answer().size()),
              authority(),
              additional(),
              Standing.AUTHORITATIVE);
      case NO_DATA -> new NoData(aliases(), authority(), Standing.AUTHORITATIVE);
      case NX_DOMAIN -> new NxDomain(aliases(), authority(), Standing.AUTHORITATIVE);
      case ALIAS ->
          new Alias(
              aliases(),
              authority(),
              RecordSet.nameAt(selection.target(), selection.targetAt()),
              Standing.AUTHORITATIVE);
      case NAME_TOO_LONG -> new NameTooLong(aliases(), Standing.AUTHORITATIVE);
      case REFERRAL -> new Referral(List.of(), authority(), additional(), Standing.AUTHORITATIVE);
      case NOT_MINE -> Outcome.NOT_MINE;
    };
  }

  private List<RecordSet> aliases() {
    return sets(selection.answer(), 0, selection.aliases());
  }

  private List<RecordSet> authority() {
    return sets(selection.authority(), 0, selection.authority().size());
  }

  private List<RecordSet> additional() {
    return sets(selection.additional(), 0, selection.additional().size());
  }

  private List<RecordSet> sets(SetList section, int from, int to) {
    if (from == to) {
      return List.of();
    }
    List<RecordSet> sets = new ArrayList<>(to - from);
    for (int i = from; i < to; i++) {
      sets.add(set(section.get(i)));
    }
    return sets;
  }

  /// The records of the zone are shown, those that were made for this answer are copied.
  @SuppressWarnings("ReferenceEquality") // of the arrays, not of what is in them
  private RecordSet set(SetView view) {
    RecordSet set = view.as(owner(view));
    return view.records() == zone.data()
        ? set
        : RecordSet.of(set.owner(), set.type(), set.ttl(), set.rdata());
  }

  @SuppressWarnings("ReferenceEquality") // only to save the work
  private Name owner(SetView set) {
    if (set.owner() == question.wire() && set.ownerAt() == 0) {
      return question.name();
    }
    return set.owner() == zone.originWire()
        ? zone.origin()
        : RecordSet.nameAt(set.owner(), set.ownerAt());
  }
}
