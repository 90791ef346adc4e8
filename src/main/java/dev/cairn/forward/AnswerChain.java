package dev.cairn.forward;

import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DNAMERecord;
import org.xbill.DNS.Name;
import org.xbill.DNS.NameTooLongException;
import org.xbill.DNS.Type;

/// The part of an answer section that belongs to the question, in order; everything else an
/// upstream may have put there is left behind.
///
/// ```
/// question ─CNAME─► name ─DNAME + CNAME─► last name: the sets of the asked type
/// ```
///
/// Each step may only use the name that the step before led to, so no record of an unrelated name
/// gets in. The chain ends after [#LONGEST] steps, where it comes back to a name, and at a DNAME
/// that leads to a name of more than 255 octets.
final class AnswerChain {
  private static final int LONGEST = 16;

  private final SectionIndex section;
  private final Question question;
  private final boolean signaturesWanted;
  private final List<Name> names = new ArrayList<>();
  private final List<RecordSet> aliases = new ArrayList<>();
  private final List<RecordSet> records = new ArrayList<>();
  private boolean isTooLong;

  private AnswerChain(Query query, List<RecordSet> answer) {
    this.question = query.question();
    this.section = new SectionIndex(answer, question.dnsClass());
    this.signaturesWanted = query.dnssecOk();
  }

  /// Follows the chain; null if it is malformed.
  static @Nullable AnswerChain follow(Query query, List<RecordSet> answer) {
    var chain = new AnswerChain(query, answer);
    chain.walk();
    return chain.isSound() ? chain : null;
  }

  /// The CNAME and DNAME records that were followed, and their signatures.
  List<RecordSet> aliases() {
    return List.copyOf(aliases);
  }

  /// The sets of the asked type at the last name, and their signatures.
  List<RecordSet> records() {
    return List.copyOf(records);
  }

  Name lastName() {
    return names.getLast();
  }

  /// Whether it ends at a DNAME that leads to a name of more than 255 octets (RFC 6672 §2.2).
  boolean isTooLong() {
    return isTooLong;
  }

  private void walk() {
    Name name = question.name();
    while (name != null) {
      names.add(name);
      takeRecords(name);
      name = goesOn() ? takeAlias(name) : null;
    }
  }

  /// A question for ANY or CNAME is about the alias itself (RFC 1034 §3.6.2).
  private boolean goesOn() {
    boolean followsAliases = question.type() != Type.ANY && question.type() != Type.CNAME;
    boolean isBack = names.indexOf(lastName()) < names.size() - 1;
    return followsAliases && records.isEmpty() && !isBack && names.size() <= LONGEST;
  }

  private void takeRecords(Name name) {
    if (question.type() == Type.ANY) {
      records.addAll(section.at(name));
      return;
    }
    RecordSet asked = section.find(name, question.type());
    if (asked != null) {
      take(asked, records);
    }
  }

  /// Takes the alias at a name, or the DNAME above it with the CNAME that follows from it; where it
  /// leads, null if there is none.
  private @Nullable Name takeAlias(Name name) {
    RecordSet redirection = redirectionAbove(name);
    if (redirection != null) {
      return takeRedirection(name, redirection);
    }
    RecordSet alias = section.find(name, Type.CNAME);
    if (alias == null) {
      return null;
    }
    take(alias, aliases);
    return alias.nameInRdata(0);
  }

  /// The CNAME is made here: what an upstream could have put in its place does not matter, and an
  /// old one may have put none (RFC 6672 §3.1).
  private @Nullable Name takeRedirection(Name name, RecordSet redirection) {
    take(redirection, aliases);
    Name target = substituted(name, redirection);
    if (target == null) {
      isTooLong = true;
      return null;
    }
    var cname = new Question(name, Type.CNAME, question.dnsClass());
    aliases.add(RecordSet.of(name, cname, redirection.ttl(), List.of(target.toWire())));
    return target;
  }

  private @Nullable RecordSet redirectionAbove(Name name) {
    for (int cut = 1; section.hasRedirections() && cut < name.labels(); cut++) {
      RecordSet redirection = section.find(new Name(name, cut), Type.DNAME);
      if (redirection != null) {
        return redirection;
      }
    }
    return null;
  }

  private static @Nullable Name substituted(Name name, RecordSet redirection) {
    var record =
        new DNAMERecord(redirection.owner(), 1, redirection.ttl(), redirection.nameInRdata(0));
    try {
      return name.fromDNAME(record);
    } catch (NameTooLongException e) {
      return null;
    }
  }

  private void take(RecordSet set, List<RecordSet> into) {
    into.add(set);
    RecordSet signatures = signaturesWanted ? section.signaturesOf(set) : null;
    if (signatures != null) {
      into.add(signatures);
    }
  }

  private boolean isSound() {
    return Soundness.areSound(aliases) && Soundness.areSound(records);
  }
}
