package dev.cairn.responder;

import dev.cairn.guard.Cookies;
import dev.cairn.message.Query;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Counts what it is told, for tests.
public final class CountingObserver implements QueryObserver {
  public final AtomicInteger answered = new AtomicInteger();
  public final AtomicInteger hot = new AtomicInteger();
  public final AtomicInteger ignored = new AtomicInteger();
  public final AtomicInteger overloaded = new AtomicInteger();
  public final AtomicReference<@Nullable RuntimeException> bug = new AtomicReference<>();

  @Override
  public void answered(Exchange exchange, @Nullable Query query, int rcode, long nanos) {
    answered.incrementAndGet();
  }

  @Override
  public void answered(Exchange exchange, int type, int rcode, long nanos) {
    answered.incrementAndGet();
    hot.incrementAndGet();
  }

  @Override
  public void ignored(Exchange exchange) {
    ignored.incrementAndGet();
  }

  @Override
  public void cookie(Cookies.Verdict verdict) {}

  @Override
  public void overloaded(WaitingRoom.Refusal why) {
    overloaded.incrementAndGet();
  }

  @Override
  public void unsigned(int error) {}

  @Override
  public void transferred(TransferSummary transfer) {}

  @Override
  public void transferBroken(TransferSummary transfer) {}

  @Override
  public void transferRefused() {}

  @Override
  public void failed(RuntimeException cause) {
    bug.compareAndSet(null, cause);
  }
}
