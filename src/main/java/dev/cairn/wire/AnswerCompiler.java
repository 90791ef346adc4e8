package dev.cairn.wire;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Cut;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NameTooLong;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NotMine;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Referral;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Outcome.Remarked;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.wire.CompiledAnswer.Kind;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Makes a [CompiledAnswer] of what upstreams told.
public final class AnswerCompiler {
  private static final int LARGEST_MESSAGE = 65_535;
  private static final int COMMON_ROOM = 4_096; // octets that most answers do not exceed
  private static final int MOST_RECORDS = 256; // of one set
  private static final long TOO_LARGE = 1L << 40; // more octets than all of a message's sets have

  private static final ThreadLocal<ResponseBuffer> ROOMS =
      ThreadLocal.withInitial(() -> new ResponseBuffer(COMMON_ROOM));

  private final ResponseBuffer room;
  private final RecordWriter writer;

  private AnswerCompiler(Question question, int octets) {
    this.room = octets <= COMMON_ROOM ? ROOMS.get() : new ResponseBuffer(octets);
    byte[] name = question.wire();
    System.arraycopy(name, 0, room.bytes(), MessageReader.HEADER, name.length);
    int end = MessageReader.HEADER + name.length;
    this.writer = new RecordWriter(room, question, end + 4, octets);
  }

  /// The answer in octets, null if it cannot be one: if it is no answer, is larger than a message
  /// can be, or has a set of more than 256 records.
  public static byte @Nullable [] compile(Question question, Outcome outcome) {
    return switch (outcome) {
      case Answer a -> compile(question, Kind.ANSWER, a);
      case NoData n ->
          compile(question, Kind.NO_DATA, absence(n.aliases(), n.authority(), n.standing()));
      case NxDomain n ->
          compile(question, Kind.NX_DOMAIN, absence(n.aliases(), n.authority(), n.standing()));
      case Alias a ->
          a.target().equals(lastTarget(a.aliases()))
              ? compile(question, Kind.ALIAS, absence(a.aliases(), a.authority(), a.standing()))
              : null;
      case Remarked r -> remarked(compile(question, r.outcome()), r.remark());
      case NameTooLong _, Referral _, Stale _, Cut _, Refused _, Failed _, NotMine _ -> null;
    };
  }

  private static byte @Nullable [] remarked(byte @Nullable [] compiled, ExtendedError remark) {
    if (compiled == null) {
      return null;
    }
    byte[] text = remark.text().getBytes(StandardCharsets.US_ASCII);
    var all = Arrays.copyOf(compiled, compiled.length + text.length + 4);
    all[0] |= (byte) CompiledAnswer.REMARKED;
    Octets.put16(all, compiled.length, remark.code());
    System.arraycopy(text, 0, all, compiled.length + 2, text.length);
    Octets.put16(all, all.length - 2, text.length + 2);
    return all;
  }

  /// Where a chain of aliases leads, null if it does not.
  static @Nullable Name lastTarget(List<RecordSet> aliases) {
    Name target = null;
    for (RecordSet alias : aliases) {
      target = alias.type() == Type.CNAME ? alias.nameInRdata(0) : target;
    }
    return target;
  }

  /// An answer without the records that were asked for.
  private static Answer absence(
      List<RecordSet> aliases, List<RecordSet> authority, Standing standing) {
    return new Answer(aliases, List.of(), authority, List.of(), standing);
  }

  private static byte @Nullable [] compile(Question question, Kind kind, Answer sections) {
    long octets = octets(question, sections);
    return octets < 0
        ? null
        : new AnswerCompiler(question, (int) Math.min(octets, LARGEST_MESSAGE))
            .compile(kind, sections);
  }

  /// How many octets there are uncompressed, -1 if a set is too large.
  private static long octets(Question question, Answer sections) {
    long octets = MessageReader.HEADER + question.wire().length + 4L;
    octets += octets(sections.aliases());
    octets += octets(sections.records());
    octets += octets(sections.authority());
    octets += octets(sections.additional());
    return octets > TOO_LARGE ? -1 : octets;
  }

  private static long octets(List<RecordSet> sets) {
    long octets = 0;
    for (RecordSet set : sets) {
      octets +=
          set.count() > MOST_RECORDS
              ? TOO_LARGE
              : (long) set.count() * set.owner().length() + set.length();
    }
    return octets;
  }

  private byte @Nullable [] compile(Kind kind, Answer sections) {
    int start = writer.at();
    int aliases = append(sections.aliases());
    int records = append(sections.records());
    int authority = append(sections.authority());
    int additional = append(sections.additional());
    if ((aliases | records | authority | additional) < 0) {
      return null;
    }
    var compiled = new byte[CompiledAnswer.HEADER + writer.end() - start];
    compiled[0] = (byte) kind.ordinal();
    compiled[1] = (byte) sections.standing().ordinal();
    Octets.put16(compiled, 2, aliases);
    Octets.put16(compiled, 4, aliases + records);
    Octets.put16(compiled, 6, authority);
    Octets.put16(compiled, 8, additional);
    System.arraycopy(room.bytes(), start, compiled, CompiledAnswer.HEADER, writer.at() - start);
    return compiled;
  }

  /// How many records that were, -1 if they do not fit.
  private int append(List<RecordSet> sets) {
    int records = 0;
    for (RecordSet set : sets) {
      if (!writer.append(set)) {
        return -1;
      }
      records += set.count();
    }
    return records;
  }
}
