package dev.cairn.consul;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request that waits for a change: a place among those of its client, one in an audience and a
/// deadline, and no thread. All on the loop of its connection.
final class HeldRequest {
  private final EventLoop loop;
  private final Audiences audiences;
  private final Crowding.Place place;
  private final Deadline deadline;
  private final Asker asker;
  private @Nullable Audience audience;
  private boolean isTold;
  private boolean isOver;

  /// Whoever waits. What takes time but need not be done to tell it is left until all are told that
  /// are to be told the same.
  interface Asker {
    /// Once at most, and never after the connection ended.
    void tell(Printing news);

    /// It was told, and may ask for something else. Once at most, never before [#tell]; not at all
    /// if that failed, or if the connection ended in between.
    void goOn();

    /// Either of the two failed.
    void giveUp(Throwable bug);
  }

  /// @param place that it gives back
  /// @param deadline its own for as long as it waits; [#timeIsOver] if it is missed
  HeldRequest(
      EventLoop loop, Audiences audiences, Crowding.Place place, Deadline deadline, Asker asker) {
    this.loop = loop;
    this.audiences = audiences;
    this.place = place;
    this.deadline = deadline;
    this.asker = asker;
  }

  EventLoop loop() {
    return loop;
  }

  /// @param millis after which it is answered all the same
  void begin(Reply.News news, long above, long millis) {
    deadline.in(TimeUnit.MILLISECONDS.toNanos(millis), loop);
    waitFor(news, above);
  }

  /// @param above the index of the resource that is known
  void waitFor(Reply.News news, long above) {
    if (!isOver) {
      audience = audiences.join(this, news, above);
    }
  }

  /// The change was none that it waits for.
  void waitOn(Reply.News news, long above) {
    try {
      waitFor(news, above);
    } catch (RuntimeException | Error bug) {
      giveUp(bug);
    }
  }

  /// Frees its places.
  void end() {
    if (isOver) {
      return;
    }
    stop();
    if (audience != null) {
      audiences.leave(audience, this); // nothing if it is closed
    }
  }

  private void stop() {
    isOver = true;
    deadline.none();
    if (!isTold) {
      place.leave();
    }
  }

  /// What it has waited for; its audience is closed.
  void tell(Printing news) {
    if (!isOver) {
      isTold = true;
      place.leave(); // as it may come again, by another connection
      asker.tell(news);
    }
  }

  /// All of its audience on this loop were told.
  void goOn() {
    if (isTold && !isOver) {
      stop();
      asker.goOn();
    }
  }

  void giveUp(Throwable bug) {
    end();
    asker.giveUp(bug);
  }

  /// Its deadline was missed.
  void timeIsOver() {
    Audience left = audience;
    if (!isOver && !isTold && left != null) {
      end();
      try (var printing = new Printing(Connection.made(left.news().page()))) {
        asker.tell(printing);
        asker.goOn();
      } catch (RuntimeException | Error bug) {
        asker.giveUp(bug);
      }
    }
  }
}
