package dev.cairn.forward;

import dev.cairn.forward.Attempt.Part;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.forward.Reactions.Reaction;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.NameKey;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.message.Query;
import dev.cairn.resolve.AnswerStore.Held;
import dev.cairn.resolve.Asker;
import dev.cairn.resolve.Report;
import dev.cairn.upstream.Failure;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.Inquiry;
import dev.cairn.upstream.Timekeeper;
import dev.cairn.upstream.Timekeeper.Alarm;
import dev.cairn.upstream.Upstream;
import dev.cairn.wire.Reply;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One question on its way to the upstreams, and those who wait for what becomes of it. All of it
/// happens on one loop; it goes on whoever stops waiting.
///
/// ```
/// ask ──► first of the order ── patience over, or failed ──► next ── … at most `attempts` messages
///              │ whoever answers first, even late                        │ nobody left, or the deadline
///              └──────────────────► told ◄───────────────────────────────┘ failed
/// ```
final class Asking {
  static final Failed CROWDED =
      new Failed(
          new ExtendedError(ExtendedError.OTHER, "too many questions to upstreams are under way"));

  private static final Logger LOG = LoggerFactory.getLogger(Asking.class);
  static final Failed BROKEN =
      new Failed(new ExtendedError(ExtendedError.OTHER, "asking ended by a bug, see the log"));

  /// How long an error that came over UDP is doubted: whoever forged it was quicker than the true
  /// answer.
  private static final long DOUBT = Duration.ofMillis(40).toNanos();

  /// An alarm that comes so much too late says that this machine stood still.
  private static final long STANDSTILL = Duration.ofMillis(20).toNanos();

  private final Forwarder forwarder;
  private final NameKey key;
  private final Query query;
  private final EventLoop loop;
  private final Timekeeper time;
  private final Patience patience;
  private final Attempts attempts = new Attempts();
  private final Turns turns;
  private final Waiters waiters;
  private long since; // when it came that has it begin, whose deadline counts
  private volatile long begun;
  private long askedAt; // last
  private boolean hasToRenew;
  private boolean isRenewed;
  private Alarm deadline = Alarm.NONE;
  private Alarm doubt = Alarm.NONE;
  private @Nullable Inquiry inquiry;
  private @Nullable Outcome outcome;

  Asking(Forwarder forwarder, NameKey key, Query query) {
    this.forwarder = forwarder;
    this.key = key;
    this.query = query;
    this.loop = forwarder.home();
    this.time = forwarder.time();
    this.patience = forwarder.settings().patience();
    this.turns = new Turns(forwarder.group(), attempts, patience.attempts());
    this.waiters = new Waiters(this, forwarder.store());
    this.begun = time.read();
  }

  EventLoop loop() {
    return loop;
  }

  /// Made when it is first needed: of many that ask the same, one sends it.
  Inquiry inquiry() {
    Inquiry known = inquiry;
    if (known == null) {
      known = Inquiry.of(query);
      inquiry = known;
    }
    return known;
  }

  NameKey key() {
    return key;
  }

  /// Since when upstreams have been asked, or are about to be; from any thread.
  long askedSince() {
    return begun;
  }

  long now() {
    return time.read();
  }

  boolean isOver() {
    return outcome != null;
  }

  /// Runs on the loop, now if this is it. A bug ends the asking, or its clients would wait forever.
  void onLoop(Runnable task) {
    if (!loop.inEventLoop()) {
      loop.execute(() -> onLoop(task));
      return;
    }
    try {
      task.run();
    } catch (RuntimeException bug) {
      failed(bug);
    }
  }

  private void failed(RuntimeException bug) {
    LOG.error("asking upstreams for {} failed because of a bug in Cairn", query.question(), bug);
    end(BROKEN, "");
  }

  /// Takes in a client that waits; on the loop, now if this is it.
  ///
  /// @param begins whether it is the one that has all of it begin
  void enter(Waiter waiter, boolean begins) {
    if (!loop.inEventLoop()) {
      loop.execute(() -> enter(waiter, begins));
      return;
    }
    try {
      if (begins) {
        forwarder.begin(this, waiter.asker());
      }
    } catch (RuntimeException bug) {
      failed(bug); // which the client is told as it joins
    }
    onLoop(() -> join(waiter));
  }

  /// Sends the first message.
  ///
  /// @param asker whose deadline counts
  void begin(Asker asker) {
    begun = now();
    since = Math.min(asker.since(), begun);
    Choice choice = forwarder.group().choose(query, asker);
    turns.begin(choice.order());
    for (int i = 0; i < choice.atOnce() && outcome == null; i++) {
      askNext(turns::isUnasked);
    }
    askBesides(choice);
    if (attempts.isEmpty()) {
      end(failure(), ""); // all are down, and enough are finding out whether they still are
    }
    if (outcome == null) {
      deadline = alarm(since + patience.deadline().toNanos() - begun, this::deadlineIsOver);
    }
  }

  /// One who may be up again, or of whom too little is known.
  private void askBesides(Choice choice) {
    Upstream other = choice.besides();
    if (other != null && hasMessageToSpare() && turns.isUnasked(other)) {
      ask(other, Part.BESIDES);
    }
    for (Upstream upstream : choice.order()) {
      if (hasMessageToSpare()
          && !upstream.isGood()
          && turns.isUnasked(upstream)
          && upstream.takesTrial()) {
        ask(upstream, attempts.isEmpty() ? Part.MAIN : Part.BESIDES);
      }
    }
  }

  private boolean hasMessageToSpare() {
    return outcome == null && turns.haveMessageToSpare();
  }

  /// One more client waits.
  void join(Waiter waiter) {
    Outcome known = outcome;
    if (known != null) {
      waiters.serve(waiter, known);
      return;
    }
    if (waiters.areFull()) {
      forwarder.turnAway();
      waiters.serve(waiter, CROWDED);
      return;
    }
    waiters.add(waiter);
    askOnceMoreIfRecovered();
    if (outcome != null) {
      return; // that could not be sent, and was all that was left
    }
    long waited = now() - waiter.asker().since();
    if (waiter.hasStale()) {
      boolean isHopeless = forwarder.group().isDown();
      long tried = Math.max(waited, now() - begun); // for others before
      long wait = isHopeless ? 0 : patience.staleAfter().toNanos() - tried;
      giveUpIn(wait, waiter);
    } else if (waiter.asker().since() - since < 0) { // it came before the one that began
      giveUpIn(patience.deadline().toNanos() - waited, waiter);
    }
  }

  /// All that was asked may have been lost while the upstreams were away. Who asks the same now
  /// that they are back would wait for nothing, and has one more message sent, once: now, or when
  /// the last is overdue.
  private void askOnceMoreIfRecovered() {
    if (isRenewed || forwarder.recoveredAt() - askedAt <= 0) {
      return;
    }
    hasToRenew = attempts.anyAwaited();
    if (!hasToRenew) {
      turns.leaveOne();
      isRenewed = askNext(Upstream::isGood) || askNext(_ -> true);
    }
  }

  private void giveUpIn(long nanos, Waiter waiter) {
    if (nanos <= 0) {
      waiters.serve(waiter, failure());
    } else {
      waiter.wakesBy(alarm(nanos, () -> waiters.serve(waiter, failure())));
    }
  }

  Alarm alarm(long nanos, Runnable task) {
    return time.in(nanos, loop, new Guarded(this, task));
  }

  /// What runs on the loop, at some time.
  private record Guarded(Asking asking, Runnable task) implements Runnable {
    @Override
    public void run() {
      asking.onLoop(task);
    }
  }

  boolean takesSend() {
    return turns.take();
  }

  /// Asks whoever comes next of those that are wanted; whether there was somebody.
  private boolean askNext(Predicate<Upstream> wanted) {
    Upstream upstream = turns.next(wanted);
    return upstream != null && ask(upstream, Part.MAIN);
  }

  private boolean ask(Upstream upstream, Part part) {
    if (!takesSend()) {
      return false;
    }
    var attempt = new Attempt(this, upstream, part);
    askedAt = now();
    attempts.add(attempt);
    attempt.begin(inquiryFor(upstream), loop);
    if (outcome == null && attempt.isPending()) { // set while the message is under way
      beImpatientWith(attempt);
    }
    return true;
  }

  private Inquiry inquiryFor(Upstream upstream) {
    return attempts.wereNotUnderstoodBy(upstream) ? inquiry().withoutEdns() : inquiry();
  }

  /// When it is overdue, or has taken longer than it usually does, another is asked as well.
  private void beImpatientWith(Attempt attempt) {
    long timeout = patience.timeout().toNanos();
    boolean isTold = forwarder.settings().reactions().to(Fault.TIMEOUT) == Reaction.ANSWER;
    long overdue = isTold ? timeout : forwarder.group().patience(attempt.upstream(), timeout);
    long hedge = forwarder.group().hedge(attempt.upstream());
    attempt.endsWith(alarm(overdue, () -> seemsOverdue(attempt, overdue)));
    if (hedge < overdue && !attempt.isBesides()) {
      attempt.endsWith(alarm(hedge, () -> hedge(attempt)));
    }
  }

  private void hedge(Attempt attempt) {
    if (outcome == null && attempt.isPending()) {
      askNext(turns::isUnasked);
    }
  }

  /// The time that this machine lost is not the upstream's: its reply may lie in our socket, not
  /// read yet. To blame upstreams for our own load would only make it heavier.
  private void seemsOverdue(Attempt attempt, long nanos) {
    if (attempt.isFetching()) {
      return; // it has answered, and has time of its own for the rest
    }
    long late = attempt.age() - nanos;
    if (late < STANDSTILL) {
      overdue(attempt, nanos);
    } else {
      long grace = Math.min(late, patience.timeout().toNanos());
      attempt.endsWith(alarm(grace, () -> overdue(attempt, nanos + late + grace)));
    }
  }

  /// What is fetched over TCP begins with a connection: it has the longest time that there is.
  void beginsToFetch(Attempt attempt) {
    long timeout = patience.timeout().toNanos();
    attempt.endsWith(alarm(timeout, () -> overdue(attempt, timeout)));
  }

  private void overdue(Attempt attempt, long nanos) {
    if (!attempt.isPending()) {
      return;
    }
    attempt.overdue(nanos);
    if (outcome == null) {
      if (waiters.areMany()) {
        forwarder.suspectLoop(query.question().name());
      }
      follow(attempt, Fault.TIMEOUT);
    }
  }

  Verdict judge(Reply reply) {
    return forwarder.judge().judge(query, reply);
  }

  /// An upstream answered.
  void told(Attempt attempt, Outcome told) {
    end(told, attempt.upstream().toString());
  }

  /// An upstream was of no use.
  void failed(Attempt attempt, Failure why) {
    if (outcome == null) {
      onLoop(() -> follow(attempt, why.fault()));
    }
  }

  private void follow(Attempt attempt, Fault fault) {
    if (forwarder.group().isDown()) {
      waiters.serveStale(failure()); // whoever can be served otherwise need not wait
    }
    if (attempt.isBesides()) {
      if (!attempts.anyAwaited()) {
        endIfNobodyIsLeft();
      }
      return;
    }
    switch (forwarder.settings().reactions().to(fault)) {
      case ANSWER -> endUnlessDoubtful(attempt);
      case RETRY -> {
        if (!ask(attempt.upstream(), Part.MAIN)) {
          endIfNobodyIsLeft();
        }
      }
      case NEXT -> {
        if (!attempts.anyAwaited() && !askNext(turns::isWorthAsking)) {
          endIfNobodyIsLeft();
        }
      }
    }
  }

  private void endUnlessDoubtful(Attempt attempt) {
    if (attempt.mayHearBetter()) {
      doubt.cancel();
      doubt = alarm(DOUBT, () -> end(answer(attempt), ""));
    } else {
      end(answer(attempt), "");
    }
  }

  /// Late answers are waited for until the deadline where nothing else was heard, and not so long
  /// where somebody said that there is none, or where the room is needed for other questions.
  private void endIfNobodyIsLeft() {
    if (hasToRenew) {
      askOnceMoreIfRecovered();
      if (outcome != null || attempts.anyAwaited()) {
        return;
      }
    }
    boolean anyLate = attempts.anyWorthWaiting();
    if (attempts.anyTold()) {
      doubt.cancel();
      long wait = anyLate ? patience.timeout().toNanos() : attempts.anyDoubtful() ? DOUBT : 0;
      doubt = alarm(wait, () -> end(failure(), ""));
    } else if (!anyLate) {
      end(failure(), "");
    }
  }

  private void deadlineIsOver() {
    end(failure(), "");
  }

  /// What the client is told where the operator wants to know no better.
  private Outcome answer(Attempt attempt) {
    Failure why = attempt.failureOrTimeout();
    if (why.fault() == Fault.REFUSED || why.fault() == Fault.REBINDING) {
      ExtendedError reason = why.reason();
      int code = reason == null ? ExtendedError.PROHIBITED : reason.code();
      return new Refused(new ExtendedError(code, attempt.upstream() + " " + why.what()));
    }
    return failure();
  }

  private Failed failure() {
    return attempts.failure(forwarder.group());
  }

  /// Told first, and kept and taken off the list when that has left: whoever asks the same in
  /// between joins, and is told as well.
  private void end(Outcome how, String upstream) {
    if (outcome != null) {
      return;
    }
    Held held = forwarder.store().hold(key, query, new Report(how, upstream, begun));
    outcome = held.outcome();
    try {
      waiters.serve(held.outcome());
      deadline.cancel();
      doubt.cancel();
      attempts.leave(patience.timeout().toNanos());
    } finally {
      soon(() -> forwarder.ended(this, held, begun));
    }
  }

  /// Runs on the loop after what leaves it now; at once if the loop comes to its end.
  private void soon(Runnable task) {
    var guarded = new Guarded(this, task);
    try {
      loop.execute(guarded);
    } catch (RejectedExecutionException _) {
      guarded.run();
    }
  }

  /// Nothing has to be asked: others have just ended theirs.
  void endWith(Outcome known) {
    outcome = known;
    waiters.serve(known);
  }

  Attempts attempts() {
    return attempts;
  }
}
