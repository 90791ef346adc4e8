package dev.cairn.consul;

import io.netty.channel.EventLoop;
import java.util.Iterator;
import java.util.Set;

/// Tells those of one audience that are on one loop: first all of them, some in one go, and only
/// then lets each go on. The last one hears of it the sooner.
final class Telling implements Runnable {
  private static final int IN_ONE_GO = 32; // then other tasks of the loop have their turn

  private final EventLoop loop;
  private final Set<HeldRequest> audience;
  private final Printing news;
  private Iterator<HeldRequest> rest;
  private boolean areTold;

  Telling(EventLoop loop, Set<HeldRequest> audience, Page page) {
    this.loop = loop;
    this.audience = audience;
    this.news = new Printing(page);
    this.rest = audience.iterator();
  }

  @Override
  public void run() {
    for (int done = 0; done < IN_ONE_GO && isUnfinished(); done++) {
      serve(rest.next());
    }
    if (isUnfinished()) {
      loop.execute(this);
    } else {
      news.close();
    }
  }

  private boolean isUnfinished() {
    if (!rest.hasNext() && !areTold) {
      areTold = true;
      rest = audience.iterator();
    }
    return rest.hasNext();
  }

  /// Whatever goes wrong with one, the others are told.
  private void serve(HeldRequest one) {
    try {
      if (areTold) {
        one.goOn();
      } else {
        one.tell(news);
      }
    } catch (RuntimeException | Error bug) {
      one.giveUp(bug);
    }
  }
}
