package dev.cairn.consul;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A request that waits for a change: a place in an audience and a deadline, and no thread. All on
/// the loop of its connection.
final class HeldRequest {
  private final EventLoop loop;
  private final Audiences audiences;
  private final Deadline deadline;
  private final Consumer<Printing> due;
  private @Nullable Audience audience;
  private boolean isOver;

  /// @param deadline its own for as long as it waits
  /// @param due told once, what to answer; never after [#end]
  HeldRequest(EventLoop loop, Audiences audiences, Deadline deadline, Consumer<Printing> due) {
    this.loop = loop;
    this.audiences = audiences;
    this.deadline = deadline;
    this.due = due;
  }

  EventLoop loop() {
    return loop;
  }

  /// @param millis after which it is answered all the same
  void begin(Reply.News news, long above, long millis) {
    deadline.in(TimeUnit.MILLISECONDS.toNanos(millis), loop, this::timeIsOver);
    waitFor(news, above);
  }

  /// @param above the index of the resource that is known
  void waitFor(Reply.News news, long above) {
    if (!isOver) {
      audience = audiences.join(this, news, above);
    }
  }

  /// Frees its place.
  void end() {
    stop();
    if (audience != null) {
      audiences.leave(audience, this);
    }
  }

  private void stop() {
    isOver = true;
    deadline.none();
  }

  /// What it has waited for.
  void tell(Printing news) {
    if (!isOver) {
      stop(); // its audience is closed, and nothing to be left
      due.accept(news);
    }
  }

  private void timeIsOver() {
    Audience left = audience;
    if (!isOver && left != null) {
      end();
      try (var printing = new Printing(Connection.made(left.news().page()))) {
        due.accept(printing);
      }
    }
  }
}
