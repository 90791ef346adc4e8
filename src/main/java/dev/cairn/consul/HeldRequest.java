package dev.cairn.consul;

import dev.cairn.registry.Parking;
import dev.cairn.registry.ServiceDirectory;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A request that waits for a change: a place in the directory and a timer, and no thread. All on
/// the loop of its connection.
final class HeldRequest {
  private final EventLoop loop;
  private final ServiceDirectory directory;
  private final Reply.Held held;
  private final Runnable due;
  private @Nullable Future<?> timer;
  private @Nullable Parking parking;
  private boolean isOver;

  /// @param due told once, when the page is to be made; never after [#end]
  HeldRequest(EventLoop loop, ServiceDirectory directory, Reply.Held held, Runnable due) {
    this.loop = loop;
    this.directory = directory;
    this.held = held;
    this.due = due;
  }

  /// @param millis after which the page is made all the same
  void begin(long millis) {
    timer = loop.schedule(this::finish, millis, TimeUnit.MILLISECONDS);
    park(held.above());
  }

  /// Frees its place.
  void end() {
    isOver = true;
    if (timer != null) {
      timer.cancel(false);
    }
    if (parking != null) {
      parking.leave();
    }
  }

  private void park(long above) {
    parking = directory.park(held.resource(), above, () -> loop.execute(this::wake));
  }

  private void wake() {
    if (isOver) {
      return;
    }
    long index =
        directory.index(held.resource()); // before what is looked at, so that none is missed
    if (held.news().isThere().getAsBoolean()) {
      finish();
    } else {
      park(index);
    }
  }

  private void finish() {
    if (!isOver) {
      end();
      due.run();
    }
  }
}
