package dev.cairn.cache;

import dev.cairn.message.Outcome;
import dev.cairn.message.Query;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Report;
import dev.cairn.resolve.Trace;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.xbill.DNS.Name;

/// A cache with one view, whose time passes when a test says so.
final class CacheFixture {
  static final CachePolicy POLICY =
      new CachePolicy(Duration.ofDays(1), Duration.ofHours(1), Duration.ofDays(1));
  static final Scope SCOPE = new Scope(Name.root, List.of("192.0.2.53:53"), "");

  final FakeTicker ticker = new FakeTicker();
  final AnswerCache cache = new AnswerCache(1 << 20, ticker, new SecureRandom(), Runnable::run);
  final List<Query> refreshed = new ArrayList<>();
  long recoveredAt = ticker.read();
  CacheView view = cache.view(SCOPE, POLICY, () -> recoveredAt);
  LocalResolver here = view.here(refreshed::add);

  void policy(CachePolicy policy) {
    view = cache.view(SCOPE, policy, () -> recoveredAt);
    here = view.here(refreshed::add);
  }

  Outcome ask(Query query) {
    return here.resolve(query, Trace.NONE);
  }

  Outcome ask(String name) {
    return ask(Told.address(name));
  }

  Outcome keep(String name, Outcome outcome) {
    return keep(Told.address(name), new Report(outcome, "", ticker.read()));
  }

  Outcome keep(Query query, Report report) {
    return Told.keep(view, query, report);
  }

  Outcome recall(Query query) {
    return view.recall(view.keyOf(query), query);
  }

  void pass(long seconds) {
    ticker.pass(Duration.ofSeconds(seconds));
  }
}
