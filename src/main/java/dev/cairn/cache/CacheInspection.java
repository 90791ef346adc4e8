package dev.cairn.cache;

import dev.cairn.cache.CachedAnswer.Asked;
import dev.cairn.cache.CachedAnswer.Life;
import dev.cairn.cache.CachedAnswer.Serving;
import dev.cairn.cache.CachedAnswer.Source;
import dev.cairn.cache.CachedAnswer.Use;
import dev.cairn.cache.Failures.Failure;
import dev.cairn.message.Labels;
import dev.cairn.message.Outcome;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import dev.cairn.wire.CompiledAnswer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.xbill.DNS.Name;

/// Shows the operator what a cache holds. Goes through all of it, so it is no work for a thread
/// that reads packets.
public final class CacheInspection {
  /// Entries that are shown at most.
  public static final int MOST_SHOWN = 1_000;

  private static final int MOST_SCANNED = 4_000_000;

  private final AnswerCache cache;

  public CacheInspection(AnswerCache cache) {
    this.cache = cache;
  }

  /// All that is held of one name: its types, in all scopes; failures before what they stand in the
  /// way of.
  public List<CachedAnswer> at(Name name) {
    byte[] wanted = Labels.of(name).bytes();
    long now = cache.now();
    List<CachedAnswer> found = failuresAt(wanted, now);
    for (var held : cache.held()) {
      var key = (CacheKey) held.getKey();
      if (found.size() < MOST_SHOWN && key.isOf(wanted)) {
        found.add(shown(key, held.getValue(), now));
      }
    }
    found.sort(Comparator.comparingInt(answer -> answer.asked().question().type()));
    return found;
  }

  /// What says of a name that it does not exist, as one above it does not (RFC 8020 §2).
  public List<CachedAnswer> absencesAbove(Name name) {
    List<byte[]> above = new ArrayList<>();
    for (int cut = 1; cut < name.labels(); cut++) {
      above.add(Labels.of(new Name(name, cut)).bytes());
    }
    long now = cache.now();
    List<CachedAnswer> found = new ArrayList<>();
    for (var held : cache.held()) {
      var key = (CacheKey) held.getKey();
      if (found.size() < MOST_SHOWN
          && reachesBelow(key, held.getValue(), now)
          && above.stream().anyMatch(key::isOf)) {
        found.add(shown(key, held.getValue(), now));
      }
    }
    return found;
  }

  /// A client may ask for the type 0 as well.
  private boolean reachesBelow(CacheKey key, Entry entry, long now) {
    if (key.type() != CachedAnswer.ALL_TYPES || !entry.isFresh(now)) {
      return false;
    }
    CacheView view = cache.viewOf(key.scope());
    return view != null
        && view.reachesFar()
        && CompiledAnswer.kind(entry.compiled()) == CompiledAnswer.Kind.NX_DOMAIN;
  }

  private List<CachedAnswer> failuresAt(byte[] wanted, long now) {
    List<CachedAnswer> found = new ArrayList<>();
    for (var held : cache.failures().held()) {
      var key = (CacheKey) held.getKey();
      CacheView view = key.isOf(wanted) ? cache.viewOf(key.scope()) : null;
      if (found.size() < MOST_SHOWN && view != null && view.failureOf(key, now) != null) {
        found.add(shown(key, held.getValue(), now));
      }
    }
    return found;
  }

  /// What was given out most often, the first most of all.
  ///
  /// @param count at most [#MOST_SHOWN]
  public List<CachedAnswer> top(int count) {
    int most = Math.clamp(count, 0, MOST_SHOWN);
    var least = new PriorityQueue<Ranked>(Comparator.comparingInt(Ranked::hits));
    int scanned = 0;
    for (var held : cache.held()) {
      if (++scanned > MOST_SCANNED) {
        break;
      }
      int hits = held.getValue().hits(); // once, as it goes on
      if (least.size() < most || !least.isEmpty() && hits > least.element().hits) {
        least.add(new Ranked(hits, (CacheKey) held.getKey(), held.getValue()));
      }
      if (least.size() > most) {
        least.remove();
      }
    }
    long now = cache.now();
    return least.stream()
        .sorted(Comparator.comparingInt(Ranked::hits).reversed())
        .map(ranked -> shown(ranked.key, ranked.entry, now))
        .toList();
  }

  private CachedAnswer shown(CacheKey key, Failure failure, long now) {
    long left = failure.at() + failure.period() - now;
    int seconds = (int) Math.ceilDiv(Math.max(left, 1), TimeUnit.SECONDS.toNanos(1));
    int age = (int) TimeUnit.NANOSECONDS.toSeconds(now - failure.at());
    return new CachedAnswer(
        asked(key),
        new Source(cache.scopes().of(key.scope()), ""),
        new Life(age, seconds, Serving.FRESH),
        new Use(0, 0),
        failure.failed());
  }

  private CachedAnswer shown(CacheKey key, Entry entry, long now) {
    Asked asked = asked(key);
    int age = entry.age(now);
    return new CachedAnswer(
        asked,
        new Source(cache.scopes().of(key.scope()), entry.upstream()),
        new Life(age, entry.seconds() - age, serving(key, entry, now)),
        new Use(entry.hits(), Weight.of(key, entry.compiled())),
        outcome(entry, asked.question(), age));
  }

  private static Asked asked(CacheKey key) {
    Name name = RecordSet.nameAt(key.bytes(), 0);
    var question = new Question(name, key.type(), key.dnsClass());
    return new Asked(question, key.dnssecOk(), key.checkingDisabled());
  }

  private Serving serving(CacheKey key, Entry entry, long now) {
    CacheView view = cache.viewOf(key.scope());
    if (view == null) {
      return Serving.NEVER;
    }
    if (entry.isFresh(now)) {
      return Serving.FRESH;
    }
    if (view.servesStaleAtOnce(entry, now)) {
      return Serving.STALE_AT_ONCE;
    }
    return view.isUsable(entry, now) ? Serving.STALE_IF_NEED_BE : Serving.NEVER;
  }

  private static Outcome outcome(Entry entry, Question question, int age) {
    return entry.read(question, ttl -> Math.max(ttl - age, 0));
  }

  private record Ranked(int hits, CacheKey key, Entry entry) {}
}
