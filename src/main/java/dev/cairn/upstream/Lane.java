package dev.cairn.upstream;

import dev.cairn.wire.ReplyReader;
import io.netty.channel.EventLoop;
import io.netty.util.collection.IntObjectHashMap;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// One socket connected to an upstream, with a source port of its own that the kernel chose at
/// random, used for a while by several questions at once. Belongs to one loop.
///
/// The socket is connected, so address and port are right already; ID and question are looked at
/// here, and what does not match is ignored while the waiting goes on. A lane that is worn takes no
/// more questions, and closes when the last one is dropped.
final class Lane implements LaneSocket.Listener {
  private static final int MOST_OPEN = 1_024;
  private static final int MOST_QUESTIONS = 1_000;
  private static final long LONGEST_LIFE = TimeUnit.SECONDS.toNanos(30);
  private static final int HEADER = 12;

  private final IntObjectHashMap<Call> open = new IntObjectHashMap<>();
  private final List<Call> unsent = new ArrayList<>(); // asked before the socket could take them
  private final UpstreamCounters counters;
  private final long openedAt;
  private final LaneSocket socket;
  private int questions;
  private boolean isRetired;
  private boolean isBroken;

  /// Opens a socket; what is asked meanwhile waits for it.
  Lane(Endpoint endpoint, Means means, UpstreamCounters counters, EventLoop loop) {
    this.counters = counters;
    this.openedAt = means.time().read();
    this.socket = means.sockets().connect(endpoint.address(), loop, this);
  }

  boolean isWorn(long now) {
    return isBroken || questions >= MOST_QUESTIONS || now - openedAt > LONGEST_LIFE;
  }

  /// Whether it has a socket, and that has met no error.
  boolean isOpen() {
    return !isBroken && socket.isOpen();
  }

  boolean isFull() {
    return open.size() >= MOST_OPEN;
  }

  /// Sends a question under a random ID that no other open question of this lane has.
  void send(Call call, Unforeseeable random) {
    int id = random.next16();
    while (open.containsKey(id)) { // ends soon: there are 65,536
      id = random.next16();
    }
    call.id = id;
    call.sentBy = this;
    open.put(id, call);
    questions++;
    write(call);
  }

  void drop(Call call) {
    if (open.get(call.id) == call) {
      open.remove(call.id);
    }
    closeIfDone();
  }

  /// Takes no more questions.
  void retire() {
    isRetired = true;
    closeIfDone();
  }

  private void closeIfDone() {
    if (isRetired && open.isEmpty() && socket.isOpen()) {
      socket.close();
    }
  }

  private void write(Call call) {
    if (socket.send(call.inquiry().message(call.id))) {
      counters.sent();
    } else {
      unsent.add(call);
    }
  }

  @Override
  public void ready() {
    List<Call> late = List.copyOf(unsent);
    unsent.clear();
    late.stream().filter(call -> open.get(call.id) == call).forEach(this::write);
  }

  @Override
  public void heard(byte[] datagram) {
    Call call = datagram.length < HEADER ? null : open.get(ReplyReader.id(datagram));
    if (call == null) {
      counters.ignored();
    } else if (call.inquiry().isRepliedBy(datagram, call.id)) {
      call.heard(datagram);
    } else {
      counters.ignored();
      call.mismatched();
    }
  }

  @Override
  public boolean isWaiting() {
    return !open.isEmpty();
  }

  /// A port that nobody listens on is told by the next read or write, and then it is true of all.
  @Override
  public void failed(Throwable cause) {
    isBroken = true;
    Failure failure = Failure.of(cause);
    List<Call> all = List.copyOf(open.values());
    open.clear();
    unsent.clear();
    all.forEach(call -> call.failed(failure));
    closeIfDone();
  }
}
