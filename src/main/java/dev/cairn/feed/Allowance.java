package dev.cairn.feed;

import java.io.IOException;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// How many octets the replies that come at a time may have together: who sends without end on all
/// connections must not fill the memory. Those by which there are more fail.
final class Allowance {
  private final long most;
  private final AtomicLong taken = new AtomicLong();

  /// @param most octets
  Allowance(long most) {
    this.most = most;
  }

  /// Has bodies counted until they are whole, or fail.
  <T> BodyHandler<T> counting(BodyHandler<T> handler) {
    return info -> new Counting<>(handler.apply(info));
  }

  private final class Counting<T> implements BodySubscriber<T> {
    private final BodySubscriber<T> body;
    private @Nullable Subscription subscription;
    private long octets;
    private boolean isOver;

    Counting(BodySubscriber<T> body) {
      this.body = body;
    }

    @Override
    public CompletionStage<T> getBody() {
      return body.getBody();
    }

    @Override
    public void onSubscribe(Subscription given) {
      subscription = given;
      body.onSubscribe(given);
    }

    @Override
    public void onNext(List<ByteBuffer> parts) {
      if (isOver) {
        return;
      }
      long more = parts.stream().mapToLong(ByteBuffer::remaining).sum();
      octets += more;
      if (taken.addAndGet(more) <= most) {
        body.onNext(parts);
        return;
      }
      if (subscription != null) {
        subscription.cancel();
      }
      onError(new IOException("it sends more than %,d octets at a time".formatted(most)));
    }

    @Override
    public void onError(Throwable failure) {
      if (end()) {
        body.onError(failure);
      }
    }

    @Override
    public void onComplete() {
      if (end()) {
        body.onComplete();
      }
    }

    private boolean end() {
      boolean isNews = !isOver;
      isOver = true;
      if (isNews) {
        taken.addAndGet(-octets);
      }
      return isNews;
    }
  }
}
