package dev.cairn.forward;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Question;
import dev.cairn.resolve.Trace;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/// One question on its way to the upstreams, and those who wait for what becomes of it. Goes on
/// whoever stops waiting.
final class Asking {
  static final Failed CROWDED =
      new Failed(
          new ExtendedError(ExtendedError.OTHER, "too many questions to upstreams are under way"));

  private static final Failed TOO_LATE =
      new Failed(
          new ExtendedError(
              ExtendedError.NO_REACHABLE_AUTHORITY, "the upstreams have not answered yet"));
  private static final Failed INTERRUPTED =
      new Failed(new ExtendedError(ExtendedError.OTHER, "the server is stopping"));
  private static final int MOST_WAITING = 4_096;

  private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final Queue<Step> steps = new ConcurrentLinkedQueue<>();

  void end(Outcome how) {
    outcome.complete(how);
  }

  /// An upstream was asked. Steps are kept, because several clients may want them explained.
  void asked(Upstream upstream, Object what, long nanos) {
    steps.add(new Step(upstream, what, nanos));
  }

  /// What becomes of it, or a failure if that is not known in time.
  Outcome await(Duration patience) {
    if (waiting.incrementAndGet() > MOST_WAITING) {
      waiting.decrementAndGet();
      return CROWDED;
    }
    try {
      return outcome.get(patience.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return TOO_LATE;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return INTERRUPTED;
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with an exception", e);
    } finally {
      waiting.decrementAndGet();
    }
  }

  /// Tells what was done so far.
  void retell(Question question, Trace trace) {
    steps.forEach(step -> trace.upstream(step.upstream, question, step.what, step.nanos));
  }

  private record Step(Upstream upstream, Object what, long nanos) {}
}
