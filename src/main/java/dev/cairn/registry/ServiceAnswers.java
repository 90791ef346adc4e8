package dev.cairn.registry;

import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.AskedName.Form;
import dev.cairn.registry.AskedName.OfService;
import dev.cairn.registry.NameSettings.Text;
import dev.cairn.resolve.LentAnswer;
import dev.cairn.resolve.LentAnswer.Kind;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What is said of the instances of a service that are given out.
final class ServiceAnswers {
  private static final int SMALLEST_ADDRESS = 16; // octets in a message
  private static final int SMALLEST_SERVICE = 48; // with a target of a usual length
  private static final int MOST_ALONG = 8; // addresses with texts
  private static final int MOST_AT_ONCE = 64; // in lent room: more rarely fit into a datagram
  private static final RecordSet[] NOTHING = {};

  private final int addressLimit;
  private final int udpLimit;
  private final boolean hasTexts;
  private final Supplier<? extends RandomGenerator> chance;

  ServiceAnswers(NameSettings settings, Supplier<? extends RandomGenerator> chance) {
    int limit = settings.selection().addressLimit();
    this.addressLimit = limit == 0 ? Integer.MAX_VALUE : limit;
    this.udpLimit = settings.selection().udpLimit();
    this.hasTexts = settings.texts().contains(Text.OF_SERVICES);
    this.chance = chance;
  }

  /// Adds all records of a type, A, AAAA or SRV, if they are packed already and no limit bears on
  /// them: the same that [#resolve] says. Not if a service leads to the name of a host, whose
  /// addresses may be known elsewhere.
  void select(LentAnswer answer, Offers offers) {
    int type = answer.type();
    byte[] address = type == Type.SRV ? null : offers.onlyAddress(type);
    if (address != null) {
      answer.add(answer.answer(), address, 0, 1);
      answer.is(Kind.ANSWER);
      return;
    }
    Pool pool = type == Type.SRV ? offers.onlyService() : offers.packed(type);
    int most = Math.min(udpLimit > 0 ? udpLimit : MOST_AT_ONCE, addressLimit);
    if (pool == null
        || pool.size() > Math.min(most, MOST_AT_ONCE)
        || type == Type.SRV && !hasAddressAlong(pool)) {
      return;
    }
    int[] order = pool.draw(pool.size(), chance.get());
    for (int i = 0; i < pool.size(); i++) {
      answer.add(answer.answer(), pool.bytes(), pool.start(order[i]), 1);
      for (RecordSet set : pool.along(order[i])) {
        answer.additional().add().is(set, set.owner().toWire());
      }
    }
    answer.is(Kind.ANSWER);
  }

  /// @param pool of one SRV record
  private static boolean hasAddressAlong(Pool pool) {
    for (RecordSet set : pool.along(0)) {
      if (set.type() == Type.A || set.type() == Type.AAAA) {
        return true;
      }
    }
    return false;
  }

  /// Null if there is nothing of this type.
  ///
  /// @param longestTtl seconds
  @Nullable Outcome resolve(Query query, OfService asked, Offers offers, int longestTtl) {
    boolean isPlain = asked.tag().isEmpty() && asked.form() == Form.WITH_LABEL;
    Outcome single = isPlain ? single(query.question(), offers, longestTtl) : null;
    if (single != null) {
      return single;
    }
    Room room = Room.of(query, udpLimit);
    var filling = new Filling(query.question().name(), room, longestTtl, chance.get());
    var one = new One(query, asked.tag(), offers, room, filling);
    return switch (asked.form()) {
      case WITH_LABEL -> one.any();
      case WITHOUT_LABEL ->
          query.question().type() == Type.SRV || query.question().type() == Type.ANY
              ? one.services()
              : null;
    };
  }

  /// What most services have: one record, which fits into every message. Null if it is not so, or
  /// not known yet.
  private static @Nullable Outcome single(Question question, Offers offers, int longestTtl) {
    return switch (question.type()) {
      case Type.A, Type.AAAA ->
          onlyAddress(question, offers.onlyAddress(question.type()), longestTtl);
      case Type.SRV -> onlyService(question, offers.onlyService(), longestTtl);
      default -> null; // a number, not an outcome
    };
  }

  private static @Nullable Outcome onlyAddress(
      Question question, byte @Nullable [] record, int longestTtl) {
    return record == null
        ? null
        : single(RecordSet.view(question.name(), record, 0, 1), NOTHING, longestTtl);
  }

  private static @Nullable Outcome onlyService(
      Question question, @Nullable Pool pool, int longestTtl) {
    return pool == null ? null : single(pool.record(question.name(), 0), pool.along(0), longestTtl);
  }

  private static Outcome single(RecordSet record, RecordSet[] along, int longestTtl) {
    return new Answer(
        List.of(),
        List.of(bounded(record, longestTtl)),
        List.of(),
        along.length == 0 ? List.of() : List.of(bounded(along, longestTtl)),
        Standing.AUTHORITATIVE);
  }

  private static RecordSet[] bounded(RecordSet[] sets, int longestTtl) {
    var bounded = new RecordSet[sets.length];
    for (int i = 0; i < sets.length; i++) {
      bounded[i] = bounded(sets[i], longestTtl);
    }
    return bounded;
  }

  private static RecordSet bounded(RecordSet set, int longestTtl) {
    return set.withTtl(Math.min(set.ttl(), longestTtl));
  }

  /// One answer.
  private final class One {
    private final Query query;
    private final String tag;
    private final Offers offers;
    private final Room room;
    private final Filling filling;

    One(Query query, String tag, Offers offers, Room room, Filling filling) {
      this.query = query;
      this.tag = tag;
      this.offers = offers;
      this.room = room;
      this.filling = filling;
    }

    @Nullable Outcome any() {
      return switch (query.question().type()) {
        case Type.A -> addresses(Type.A, Type.AAAA);
        case Type.AAAA -> addresses(Type.AAAA, Type.A);
        case Type.SRV -> services();
        case Type.TXT -> hasTexts ? texts() : null;
        case Type.ANY -> everything();
        case Type.CNAME -> alias();
        default -> null; // a number, not an outcome
      };
    }

    private Pool pool(int type) {
      int smallest = type == Type.SRV ? SMALLEST_SERVICE : SMALLEST_ADDRESS;
      int most = Math.max(room.octets() / smallest + 1, 1);
      return offers.pool(
          tag, type, isOfAddress(type) ? Math.min(most, addressLimit) : most, chance.get());
    }

    private static boolean isOfAddress(int type) {
      return type == Type.A || type == Type.AAAA;
    }

    private @Nullable Outcome found() {
      return filling.isEmpty() ? null : filling.outcome();
    }

    /// Addresses win over names of hosts, of whatever family they are: a name with an alias can
    /// have no addresses (RFC 1034 §3.6.2).
    private @Nullable Outcome addresses(int type, int other) {
      Pool pool = pool(type);
      if (!pool.isEmpty()) {
        filling.add(pool, addressLimit);
        return filling.outcome();
      }
      return pool(other).isEmpty() && alias() instanceof Answer answer ? led(answer) : null;
    }

    /// The same alias, to be followed.
    private Alias led(Answer answer) {
      RecordSet alias = answer.records().getFirst();
      return new Alias(answer.records(), List.of(), alias.nameInRdata(0), Standing.AUTHORITATIVE);
    }

    /// One at most (RFC 1034 §3.6.2).
    private @Nullable Outcome alias() {
      if (!pool(Type.A).isEmpty() || !pool(Type.AAAA).isEmpty()) {
        return null;
      }
      filling.add(pool(Type.CNAME), 1);
      return found();
    }

    @Nullable Outcome services() {
      filling.add(pool(Type.SRV), Integer.MAX_VALUE);
      return found();
    }

    private @Nullable Outcome texts() {
      filling.add(pool(Type.TXT), Integer.MAX_VALUE);
      filling.addAlong(pool(Type.A), MOST_ALONG);
      filling.addAlong(pool(Type.AAAA), MOST_ALONG);
      return found();
    }

    /// What clients that ask for everything mean: addresses and texts.
    private @Nullable Outcome everything() {
      filling.add(pool(Type.A), addressLimit);
      filling.add(pool(Type.AAAA), addressLimit);
      if (hasTexts) {
        filling.add(pool(Type.TXT), Integer.MAX_VALUE);
      }
      if (!filling.isEmpty()) {
        return filling.outcome();
      }
      Outcome alias = alias();
      return alias == null ? services() : alias;
    }
  }
}
