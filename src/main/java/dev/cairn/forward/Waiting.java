package dev.cairn.forward;

import dev.cairn.forward.Hearing.Heard;
import dev.cairn.forward.Hearing.Unheard;
import dev.cairn.forward.Verdict.Failure;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/// One inquiry under way on one lane.
final class Waiting {
  private final Inquiry inquiry;
  private final int id;
  private final CompletableFuture<Hearing> hearing = new CompletableFuture<>();

  Waiting(Inquiry inquiry, int id) {
    this.inquiry = inquiry;
    this.id = id;
  }

  int id() {
    return id;
  }

  boolean isRepliedBy(byte[] message) {
    return inquiry.isRepliedBy(message, id);
  }

  void heard(byte[] message) {
    hearing.complete(new Heard(message));
  }

  void failed(Failure failure) {
    hearing.complete(new Unheard(failure));
  }

  /// Waits; null if nothing came in time.
  @Nullable Hearing await(Deadline deadline) {
    try {
      return hearing.get(deadline.nanosLeft(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new Unheard(Failure.network(e));
    } catch (ExecutionException e) {
      throw new IllegalStateException("never completed with an exception", e);
    }
  }
}
