package dev.cairn.upstream;

import io.netty.channel.EventLoop;
import org.jspecify.annotations.Nullable;

/// The sockets from one loop to one upstream: as many random source ports as lanes, taken at random
/// and replaced often, so that whoever forges a reply has to guess port, lane and ID at once (RFC
/// 5452 §9.2). Belongs to that loop.
final class DatagramLine implements Line {
  private static final int LANES = 8;

  private final Endpoint endpoint;
  private final Means means;
  private final UpstreamCounters counters;
  private final EventLoop loop;
  private final Unforeseeable random;
  private final @Nullable Lane[] lanes = new @Nullable Lane[LANES];
  private boolean isRetired;

  DatagramLine(Endpoint endpoint, Means means, UpstreamCounters counters, EventLoop loop) {
    this.endpoint = endpoint;
    this.means = means;
    this.counters = counters;
    this.loop = loop;
    this.random = new Unforeseeable(means.random());
  }

  @Override
  public void send(Call call) {
    int first = random.next16() % LANES;
    for (int i = 0; i < LANES; i++) {
      Lane lane = openFrom((first + i) % LANES);
      if (!lane.isFull()) {
        lane.send(call, random);
        if (isRetired) {
          lane.retire();
        }
        return;
      }
    }
    call.failed(Failure.BUSY);
  }

  /// The lane of that number, or the next one that is open where there was no socket left for it:
  /// rather a port that was used before than no answer.
  private Lane openFrom(int index) {
    Lane lane = lane(index);
    if (!lane.isOpen()) {
      for (int i = 1; i < LANES; i++) {
        Lane other = lanes[(index + i) % LANES];
        if (other != null && other.isOpen() && !other.isFull()) {
          return other;
        }
      }
    }
    return lane;
  }

  private Lane lane(int index) {
    Lane known = lanes[index];
    if (known != null && !known.isWorn(means.time().read())) {
      return known;
    }
    var fresh = new Lane(endpoint, means, counters, loop);
    if (known != null && known.isOpen() && !fresh.isOpen()) {
      return known; // worn is better than none
    }
    if (known != null) {
      known.retire();
    }
    lanes[index] = isRetired ? null : fresh;
    return fresh;
  }

  @Override
  public void drop(Call call) {
    if (call.sentBy instanceof Lane lane) {
      lane.drop(call);
    }
  }

  /// Whoever still asks gets a socket for one question.
  @Override
  public void retire() {
    loop.execute(() -> {
      isRetired = true;
      replaceAll();
    });
  }

  /// The network is another: what is asked from now on leaves by new sockets.
  void renew() {
    loop.execute(this::replaceAll);
  }

  private void replaceAll() {
    for (int i = 0; i < LANES; i++) {
      Lane known = lanes[i];
      lanes[i] = null;
      if (known != null) {
        known.retire();
      }
    }
  }
}
