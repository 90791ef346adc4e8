package dev.cairn.cache;

import dev.cairn.cache.CachedAnswer.Asked;
import dev.cairn.cache.CachedAnswer.Life;
import dev.cairn.cache.CachedAnswer.Source;
import dev.cairn.cache.CachedAnswer.Use;
import dev.cairn.message.Labels;
import dev.cairn.message.Outcome;
import dev.cairn.message.Question;
import dev.cairn.message.RecordSet;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
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

  /// All that is held of one name: its types, in all scopes.
  public List<CachedAnswer> at(Name name) {
    byte[] wanted = Labels.of(name).bytes();
    long now = cache.now();
    List<CachedAnswer> found = new ArrayList<>();
    for (var held : cache.held()) {
      var key = (CacheKey) held.getKey();
      if (found.size() < MOST_SHOWN && key.isOf(wanted)) {
        found.add(shown(key, held.getValue(), now));
      }
    }
    found.sort(Comparator.comparingInt(answer -> answer.asked().question().type()));
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

  private CachedAnswer shown(CacheKey key, Entry entry, long now) {
    Name name = RecordSet.nameAt(key.bytes(), 0);
    var question = new Question(name, key.type(), key.dnsClass());
    int age = entry.age(now);
    return new CachedAnswer(
        new Asked(question, key.dnssecOk(), key.checkingDisabled()),
        new Source(cache.scopes().of(key.scope()), entry.upstream()),
        new Life(age, entry.seconds() - age),
        new Use(entry.hits(), Weight.of(key, entry.compiled())),
        outcome(entry, question, age));
  }

  private static Outcome outcome(Entry entry, Question question, int age) {
    return entry.read(question, ttl -> Math.max(ttl - age, 0));
  }

  private record Ranked(int hits, CacheKey key, Entry entry) {}
}
