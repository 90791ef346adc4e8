package dev.cairn.wire;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.wire.CompiledAnswer.Kind;
import dev.cairn.wire.MessageReader.RawRecord;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Makes values of a [CompiledAnswer] again. Never throws, whatever the octets are.
public final class CompiledReader {
  private final Question question;
  private final IntUnaryOperator ttl;
  private final MessageReader reader;
  private boolean isMalformed;

  /// @param end of the records
  private CompiledReader(byte[] compiled, int end, Question question, IntUnaryOperator ttl) {
    byte[] name = question.wire();
    int records = MessageReader.HEADER + name.length + 4;
    var message = new byte[records + end - CompiledAnswer.HEADER];
    System.arraycopy(name, 0, message, MessageReader.HEADER, name.length);
    System.arraycopy(compiled, CompiledAnswer.HEADER, message, records, message.length - records);
    this.question = question;
    this.ttl = ttl;
    this.reader = new MessageReader(message, message.length);
    this.isMalformed = !reader.skipQuestion();
  }

  /// What was compiled; null if the octets are not what [AnswerCompiler] made for such a question.
  ///
  /// @param ttl what is to be told instead of each TTL
  public static @Nullable Outcome outcome(
      byte[] compiled, Question question, IntUnaryOperator ttl) {
    boolean hasHeader =
        compiled.length >= CompiledAnswer.HEADER
            && (compiled[0] & ~CompiledAnswer.REMARKED & 0xFF) < Kind.values().length
            && Integer.compareUnsigned(compiled[1], Standing.values().length) < 0
            && CompiledAnswer.aliases(compiled) <= CompiledAnswer.answer(compiled);
    if (!hasHeader) {
      return null;
    }
    if (!CompiledAnswer.isRemarked(compiled)) {
      return new CompiledReader(compiled, compiled.length, question, ttl).outcome(compiled);
    }
    int size = Octets.get16(compiled, compiled.length - 2);
    int end = compiled.length - 2 - size;
    if (size < 2 || end < CompiledAnswer.HEADER) {
      return null;
    }
    Outcome told = new CompiledReader(compiled, end, question, ttl).outcome(compiled);
    return told == null ? null : new Remarked(told, remark(compiled, end, size));
  }

  private static ExtendedError remark(byte[] compiled, int at, int size) {
    return new ExtendedError(
        Octets.get16(compiled, at),
        new String(compiled, at + 2, size - 2, StandardCharsets.US_ASCII));
  }

  private @Nullable Outcome outcome(byte[] compiled) {
    int count = CompiledAnswer.aliases(compiled);
    List<RecordSet> aliases = sets(count);
    List<RecordSet> records = sets(CompiledAnswer.answer(compiled) - count);
    List<RecordSet> authority = sets(CompiledAnswer.authority(compiled));
    List<RecordSet> additional = sets(CompiledAnswer.additional(compiled));
    Standing standing = CompiledAnswer.standing(compiled);
    if (isMalformed || !reader.isAtEnd()) {
      return null;
    }
    return switch (CompiledAnswer.kind(compiled)) {
      case ANSWER -> new Answer(aliases, records, authority, additional, standing);
      case NO_DATA -> new NoData(aliases, authority, standing);
      case NX_DOMAIN -> new NxDomain(aliases, authority, standing);
      case ALIAS -> alias(aliases, authority, standing);
    };
  }

  private static @Nullable Alias alias(
      List<RecordSet> aliases, List<RecordSet> authority, Standing standing) {
    Name target = AnswerCompiler.lastTarget(aliases);
    return target == null ? null : new Alias(aliases, authority, target, standing);
  }

  /// The next records as sets: those that follow each other and are of one owner, type and TTL.
  private List<RecordSet> sets(int count) {
    List<RecordSet> sets = new ArrayList<>();
    List<byte[]> rdata = new ArrayList<>();
    Name owner = question.name();
    RawRecord first = null;
    for (int i = 0; i < count && !isMalformed; i++) {
      RawRecord record = reader.record();
      byte[] octets = record == null ? null : reader.rdata(record);
      if (record == null || octets == null) {
        isMalformed = true;
        return List.of();
      }
      Name name = ownerOfRecord(owner);
      if (first != null && !(isSameSet(first, record) && name.equals(owner))) {
        sets.add(set(owner, first, rdata));
        rdata.clear();
      }
      first = rdata.isEmpty() ? record : first;
      owner = name;
      rdata.add(octets);
    }
    if (first != null) {
      sets.add(set(owner, first, rdata));
    }
    return List.copyOf(sets);
  }

  /// The name of the record last read: as few objects as there are names.
  private Name ownerOfRecord(Name last) {
    Name name = reader.currentName();
    if (name.equals(last)) {
      return last;
    }
    return name.equals(question.name()) ? question.name() : name;
  }

  private static boolean isSameSet(RawRecord one, RawRecord other) {
    return one.type() == other.type()
        && one.dnsClass() == other.dnsClass()
        && one.ttl() == other.ttl();
  }

  private RecordSet set(Name owner, RawRecord first, List<byte[]> rdata) {
    var about = new Question(owner, first.type(), first.dnsClass());
    return RecordSet.of(owner, about, ttl.applyAsInt(first.ttl()), rdata);
  }
}
