package dev.cairn.server;

import dev.cairn.admin.CacheApi;
import dev.cairn.admin.CacheReason;
import dev.cairn.admin.CacheTotals;
import dev.cairn.admin.CachedAnswer;
import dev.cairn.admin.CachedAnswer.Kind;
import dev.cairn.admin.Purge;
import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CacheInspection;
import dev.cairn.cache.CachedAnswer.Serving;
import dev.cairn.cache.Scope;
import dev.cairn.forward.Forwarder;
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
import dev.cairn.message.RecordSet;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.upstream.Endpoint;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.DClass;
import org.xbill.DNS.Name;
import org.xbill.DNS.Record;
import org.xbill.DNS.Type;

/// The cache as the API tells it.
final class CacheApiView implements CacheApi {
  private static final List<dev.cairn.cache.CachedAnswer> NONE_ABOVE = List.of();

  private final AnswerCache cache;
  private final EventLog events;
  private final Supplier<Map<Name, Forwarder>> forwarders;
  private final CacheInspection inspection;

  /// @param forwarders in force, by the suffix of their rule
  CacheApiView(AnswerCache cache, EventLog events, Supplier<Map<Name, Forwarder>> forwarders) {
    this.cache = cache;
    this.events = events;
    this.forwarders = forwarders;
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
    var held = inspection.at(name).stream().filter(one -> isFor(type, one)).toList();
    var above = held.stream().anyMatch(this::comesFirst) ? NONE_ABOVE : absencesAbove(name);
    List<String> sentences =
        held.isEmpty() && above.isEmpty()
            ? List.of("nothing is held: the upstreams would be asked")
            : Stream.concat(
                    above.stream()
                        .map(one ->
                            "as nothing is below a name that does not exist, "
                                + one.asked().question().name()
                                + ": "
                                + sentence(one)),
                    held.stream().map(this::sentence))
                .toList();
    return new CacheReason(
        name,
        Type.string(type),
        Stream.concat(above.stream(), held.stream())
            .map(one -> shown(one, records(one.outcome())))
            .toList(),
        sentences);
  }

  private static boolean isFor(int type, dev.cairn.cache.CachedAnswer one) {
    int held = one.asked().question().type();
    return held == type || held == dev.cairn.cache.CachedAnswer.ALL_TYPES;
  }

  /// Whether it is given out to a plain query before anything is looked for above its name.
  private boolean comesFirst(dev.cairn.cache.CachedAnswer one) {
    return isPlain(one) && isAtOnce(one) && !(one.outcome() instanceof Failed);
  }

  private static boolean isPlain(dev.cairn.cache.CachedAnswer one) {
    return !one.asked().dnssecOk() && !one.asked().checkingDisabled();
  }

  /// What the rule that owns a name was told of names above it.
  private List<dev.cairn.cache.CachedAnswer> absencesAbove(Name name) {
    Name rule =
        forwarders.get().keySet().stream()
            .filter(name::subdomain)
            .max(Comparator.comparingInt(Name::labels))
            .orElse(Name.root);
    return inspection.absencesAbove(name).stream()
        .filter(one -> one.source().scope().suffix().equals(rule) && isAtOnce(one))
        .toList();
  }

  private String sentence(dev.cairn.cache.CachedAnswer one) {
    int left = one.life().left();
    if (one.outcome() instanceof Failed failed) {
      return "FAILURE %d s ago, for %s: %s; told for %d s more, and nobody is asked until then"
          .formatted(one.life().age(), one.source().scope().suffix(), failed.why().text(), left);
    }
    String upstream = one.source().upstream();
    return "%s told by %s%s %d s ago, for %s: %s"
        .formatted(
            kind(one.outcome()),
            upstream.isEmpty() ? "nobody" : upstream,
            one.outcome() instanceof Remarked r ? " (" + r.remark() + ")" : "",
            one.life().age(),
            one.source().scope().suffix(),
            fate(one));
  }

  private String fate(dev.cairn.cache.CachedAnswer one) {
    int left = one.life().left();
    String sinceWhen = "stale for " + -left + " s, ";
    return switch (serving(one)) {
      case FRESH -> "holds for " + left + " s more, and would be given out";
      case STALE_AT_ONCE ->
          sinceWhen
              + "given out at once all the same, as "
              + (isDown(one) ? "all upstreams are down" : "asking failed lately");
      case STALE_IF_NEED_BE ->
          sinceWhen + "the upstreams would be asked first; given out if nobody answers in time";
      case NEVER ->
          left > 0
              ? "of a rule that is not in force, and not given out"
              : sinceWhen + "too old to be given out: the upstreams would be asked";
    };
  }

  /// With the state of the upstreams, of which the cache knows nothing.
  private Serving serving(dev.cairn.cache.CachedAnswer one) {
    Serving serving = one.life().serving();
    if (forwarder(one) == null) {
      return Serving.NEVER;
    }
    return serving == Serving.STALE_IF_NEED_BE && isDown(one) ? Serving.STALE_AT_ONCE : serving;
  }

  private boolean isDown(dev.cairn.cache.CachedAnswer one) {
    Forwarder forwarder = forwarder(one);
    return forwarder != null && forwarder.isDown();
  }

  /// The one who gives it out; null if the rule is gone, or has other upstreams now.
  private @Nullable Forwarder forwarder(dev.cairn.cache.CachedAnswer one) {
    Scope scope = one.source().scope();
    Forwarder forwarder = forwarders.get().get(scope.suffix());
    return forwarder != null
            && scope
                .upstreams()
                .equals(forwarder.settings().upstreams().stream().map(Endpoint::toString).toList())
        ? forwarder
        : null;
  }

  /// What it has for a plain query, and would give out if need be; null for nothing.
  @Nullable CachedAnswer find(Name name, int type) {
    var held =
        inspection.at(name).stream()
            .filter(one -> isFor(type, one) && serving(one) != Serving.NEVER && isPlain(one))
            .toList();
    return Stream.of(
            held.stream().filter(this::comesFirst),
            absencesAbove(name).stream().filter(CacheApiView::isPlain),
            held.stream())
        .flatMap(one -> one)
        .findFirst()
        .map(one -> shown(one, records(one.outcome())))
        .orElse(null);
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

  private CachedAnswer shown(dev.cairn.cache.CachedAnswer one, List<String> records) {
    var question = one.asked().question();
    long left = one.life().left();
    boolean isStale = one.life().isStale();
    return new CachedAnswer(
        question.name(),
        question.type() == dev.cairn.cache.CachedAnswer.ALL_TYPES
            ? "all types"
            : Type.string(question.type()),
        one.asked().dnssecOk(),
        one.asked().checkingDisabled(),
        one.source().scope().suffix(),
        kind(one.outcome()),
        one.source().upstream(),
        one.outcome() instanceof Failed failed ? failed.why().text() : null,
        one.outcome() instanceof Remarked r ? r.remark().toString() : null,
        isAtOnce(one),
        one.life().age(),
        isStale ? null : left,
        isStale ? -left : null,
        one.use().hits(),
        one.use().octets(),
        records);
  }

  private boolean isAtOnce(dev.cairn.cache.CachedAnswer one) {
    return switch (serving(one)) {
      case FRESH, STALE_AT_ONCE -> true;
      case STALE_IF_NEED_BE, NEVER -> false;
    };
  }

  private static Kind kind(Outcome outcome) {
    return switch (outcome) {
      case Answer _, Alias _, Referral _ -> Kind.ANSWER;
      case NoData _ -> Kind.NODATA;
      case NxDomain _, NameTooLong _ -> Kind.NXDOMAIN;
      case Remarked r -> kind(r.outcome());
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
      case Remarked r -> setsOf(r.outcome());
      case NameTooLong _, Referral _, Stale _, Cut _, Refused _, Failed _, NotMine _ ->
          Stream.empty();
    };
  }

  /// Tabs would be shown as what is not printable; within the data they are escaped.
  private static Stream<String> texts(RecordSet set) {
    return set.rdata().stream()
        .map(rdata -> Record.newRecord(set.owner(), set.type(), DClass.IN, set.ttl(), rdata))
        .map(record -> record.toString().replaceAll("\t+", " "));
  }
}
