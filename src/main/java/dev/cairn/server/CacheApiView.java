package dev.cairn.server;

import dev.cairn.admin.CacheApi;
import dev.cairn.admin.CacheReason;
import dev.cairn.admin.CacheTotals;
import dev.cairn.admin.CachedAnswer;
import dev.cairn.admin.CachedAnswer.Kind;
import dev.cairn.admin.Purge;
import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CacheInspection;
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
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.RecordSet;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The cache as the API tells it.
final class CacheApiView implements CacheApi {
  private final AnswerCache cache;
  private final EventLog events;
  private final CacheInspection inspection;

  CacheApiView(AnswerCache cache, EventLog events) {
    this.cache = cache;
    this.events = events;
    this.inspection = new CacheInspection(cache);
  }

  @Override
  public List<CachedAnswer> at(Name name, int most) {
    return inspection.at(name).stream()
        .limit(most)
        .map(one -> shown(one, records(one.outcome())))
        .toList();
  }

  @Override
  public CacheReason why(Name name, int type) {
    List<CachedAnswer> entries =
        at(name, CacheInspection.MOST_SHOWN).stream()
            .filter(one -> one.type().equals(Type.string(type)) || isOfAllTypes(one))
            .toList();
    List<String> sentences =
        entries.isEmpty()
            ? List.of("nothing is held: the upstreams would be asked")
            : entries.stream().map(CacheApiView::sentence).toList();
    return new CacheReason(name, Type.string(type), entries, sentences);
  }

  private static boolean isOfAllTypes(CachedAnswer one) {
    return one.type().equals(Type.string(0));
  }

  private static String sentence(CachedAnswer one) {
    String told =
        "%s told by %s %d s ago, for %s"
            .formatted(
                one.kind(),
                one.toldBy().isEmpty() ? "nobody" : one.toldBy(),
                one.age(),
                one.rule());
    return one.ttl() == null
        ? told + ": stale for " + one.staleFor() + " s, the upstreams would be asked first"
        : told + ": holds for " + one.ttl() + " s more, and would be given out";
  }

  /// What it has for a name and a type; null for nothing.
  @Nullable CachedAnswer find(Name name, int type) {
    return why(name, type).entries().stream().findFirst().orElse(null);
  }

  @Override
  public List<CachedAnswer> top(int count) {
    return inspection.top(count).stream().map(one -> shown(one, List.of())).toList();
  }

  @Override
  public CacheTotals totals() {
    var done = cache.statistics();
    return new CacheTotals(
        cache.entries(),
        cache.octets(),
        cache.maximum(),
        done.hits(),
        done.misses(),
        done.staleAnswers(),
        done.failures(),
        done.prefetches(),
        done.evictions());
  }

  @Override
  public long purge(Purge what) {
    long purged =
        cache.purge(
            switch (what) {
              case Purge.Everything() -> new dev.cairn.cache.Purge.All();
              case Purge.Subtree(Name suffix) -> new dev.cairn.cache.Purge.Subtree(suffix);
              case Purge.AllTypes(Name name) -> new dev.cairn.cache.Purge.OfName(name);
              case Purge.OneType(Name name, int type) ->
                  new dev.cairn.cache.Purge.OfType(name, type);
            });
    events.publish(
        Happening.of(EventType.CACHE_PURGED, subject(what)).because(purged + " entries"));
    return purged;
  }

  private static String subject(Purge what) {
    return switch (what) {
      case Purge.Everything() -> "*";
      case Purge.Subtree(Name suffix) -> "*." + suffix;
      case Purge.AllTypes(Name name) -> name.toString();
      case Purge.OneType(Name name, int type) -> name + "/" + Type.string(type);
    };
  }

  private static CachedAnswer shown(dev.cairn.cache.CachedAnswer one, List<String> records) {
    var question = one.asked().question();
    long left = one.life().left();
    boolean isStale = one.life().isStale();
    return new CachedAnswer(
        question.name(),
        Type.string(question.type()),
        one.asked().dnssecOk(),
        one.asked().checkingDisabled(),
        one.source().scope().suffix(),
        kind(one.outcome()),
        one.source().upstream(),
        one.life().age(),
        isStale ? null : left,
        isStale ? -left : null,
        one.use().hits(),
        one.use().octets(),
        records);
  }

  private static Kind kind(Outcome outcome) {
    return switch (outcome) {
      case Answer _, Alias _, Referral _ -> Kind.ANSWER;
      case NoData _ -> Kind.NODATA;
      case NxDomain _, NameTooLong _ -> Kind.NXDOMAIN;
      case Stale s -> kind(s.outcome());
      case Cut c -> kind(c.outcome());
      case Refused _, Failed _, NotMine _ -> Kind.FAILURE;
    };
  }

  private static List<String> records(Outcome outcome) {
    return setsOf(outcome).flatMap(CacheApiView::texts).toList();
  }

  private static Stream<RecordSet> setsOf(Outcome outcome) {
    return switch (outcome) {
      case Answer a ->
          Stream.of(a.aliases(), a.records(), a.authority()).flatMap(List<RecordSet>::stream);
      case NoData n -> Stream.concat(n.aliases().stream(), n.authority().stream());
      case NxDomain n -> Stream.concat(n.aliases().stream(), n.authority().stream());
      case Alias a -> Stream.concat(a.aliases().stream(), a.authority().stream());
      case NameTooLong _, Referral _, Stale _, Cut _, Refused _, Failed _, NotMine _ ->
          Stream.empty();
    };
  }

  private static Stream<String> texts(RecordSet set) {
    return set.rdata().stream()
        .map(rdata ->
            Record.newRecord(set.owner(), set.type(), DClass.IN, set.ttl(), rdata).toString());
  }
}
