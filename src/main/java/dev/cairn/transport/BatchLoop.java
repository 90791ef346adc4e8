package dev.cairn.transport;

import dev.cairn.message.Edns;
import dev.cairn.responder.Responder;
import dev.cairn.wire.ResponseBuffer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.unix.Errors.NativeIoException;
import java.lang.foreign.Arena;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/// What the sockets of one event loop share: room for a batch that comes and one that leaves. All
/// of it happens on the loop.
///
/// ```
/// readable ─► recvmmsg ─► respond to each ─► sendmmsg ─┬─► it was a full batch: again, a few times
///                              │                       └─► the loop's other sockets
/// a late answer ─► with those of the batch, or when the loop has read all of its sockets
/// ```
final class BatchLoop {
  private static final int DATAGRAMS = 64;

  /// Batches that one socket may have before the loop looks at others; one while as many queries as
  /// are in one wait, as what they wait for comes by those others.
  private static final int BATCHES = 4;

  private final IoEventLoop executor;
  private final Responder responder;
  private final TransportObserver observer;
  private final Datagrams in;
  private final Datagrams out;
  private final JoinedDatagrams joined;
  private final BatchDatagram current;
  private final ResponseBuffer late = new ResponseBuffer(Edns.OUR_UDP_SIZE);
  private final Runnable flush = this::flushLate;
  private @Nullable BatchSocket sender; // whose answers wait in out
  private int waiting;
  private boolean isServing;
  private boolean isFlushDue;

  BatchLoop(IoEventLoop executor, Responder responder, TransportObserver observer) {
    this.executor = executor;
    this.responder = responder;
    this.observer = observer;
    Arena arena = Arena.ofAuto(); // as long as this object, whoever still has an answer to send
    in = new Datagrams(DATAGRAMS, UdpHandler.LARGEST_QUERY, arena);
    out = new Datagrams(DATAGRAMS, Edns.OUR_UDP_SIZE, arena);
    joined = new JoinedDatagrams(out, arena);
    current = new BatchDatagram(in);
  }

  IoEventLoop executor() {
    return executor;
  }

  /// Answers what has come to a socket.
  void serve(BatchSocket socket) {
    isServing = true;
    try {
      for (int i = 0; i < BATCHES; i++) {
        int received = BatchCalls.receive(socket.descriptor(), in);
        if (received == -BatchCalls.EAGAIN) {
          return;
        }
        answer(socket, received);
        boolean wasFull = received < 0 || received == DATAGRAMS; // below 0: an error, now told
        if (!wasFull || socket.underWay().get() >= DATAGRAMS) {
          return;
        }
      }
    } finally {
      isServing = false;
    }
  }

  private void answer(BatchSocket socket, int received) {
    for (int i = 0; i < received; i++) {
      try {
        current.take(socket, i);
        responder.respond(current);
      } catch (RuntimeException | Error bug) { // the other clients shall not suffer for it
        observer.unsent(bug);
      }
    }
    in.empty(received);
    flush();
  }

  /// A place for an answer that a socket is to send; those before leave if there is none.
  int place(BatchSocket socket) {
    if (sender != socket || waiting == DATAGRAMS) {
      flush();
      sender = socket;
    }
    return waiting;
  }

  /// The place was filled.
  void placed() {
    waiting++;
    if (!isServing && !isFlushDue) {
      isFlushDue = true;
      executor.execute(flush);
    }
  }

  /// Room for what leaves.
  Datagrams out() {
    return out;
  }

  /// Room for the response to a query that had to wait, while it is written and sent.
  ResponseBuffer roomForLate() {
    return late;
  }

  /// Sends the answer to a query that had to wait; from any thread.
  void sendLate(KeptDatagram kept) {
    if (executor.inEventLoop()) {
      kept.leave();
      return;
    }
    try {
      executor.execute(kept::leave);
    } catch (RejectedExecutionException _) {
      kept.ignore(); // there is no loop any more, and no socket
    }
  }

  private void flushLate() {
    isFlushDue = false;
    flush();
  }

  /// Sends what waits. What the socket has no room for is dropped: a network that is slower than we
  /// are must not fill the memory.
  void flush() {
    BatchSocket from = sender;
    int count = waiting;
    sender = null;
    waiting = 0;
    if (from == null) {
      return;
    }
    if (count > 1 && from.mayJoin() && joined.join(count)) {
      sendJoined(from);
    } else {
      send(from, 0, count);
    }
  }

  /// @return whether the first of them left
  private boolean send(BatchSocket from, int first, int count) {
    int end = first + count;
    boolean hasBegun = false;
    for (int next = first; next < end; ) {
      int sent = BatchCalls.send(from.descriptor(), out.headers(next), end - next, out.error());
      hasBegun |= sent > 0 && next == first;
      next += sent > 0 ? sent : givenUp(-sent, end - next);
    }
    return hasBegun;
  }

  private void sendJoined(BatchSocket from) {
    for (int message = 0; message < joined.count(); ) {
      int left = joined.count() - message;
      int sent = BatchCalls.send(from.descriptor(), joined.headers(message), left, out.error());
      if (sent > 0) {
        message += sent;
      } else if (isFull(-sent)) {
        givenUp(-sent, joined.datagramsFrom(message));
        return;
      } else if (sent != -BatchCalls.EINTR) {
        sendApart(from, message++, -sent);
      }
    }
  }

  /// Sends the datagrams of a message that met an error; if one leaves, it was the joining.
  private void sendApart(BatchSocket from, int message, int error) {
    boolean leaves = false;
    for (int place = joined.first(message); place >= 0; place = joined.after(place)) {
      leaves |= send(from, place, 1);
    }
    if (leaves) {
      from.pauseJoining(error);
    }
  }

  private static boolean isFull(int error) {
    return error == BatchCalls.EAGAIN || error == BatchCalls.ENOBUFS;
  }

  /// How many of those left will not be sent.
  private int givenUp(int error, int left) {
    if (error == BatchCalls.EINTR) {
      return 0;
    }
    if (isFull(error)) {
      for (int i = 0; i < left; i++) {
        observer.dropped();
      }
      return left;
    }
    observer.unsent(new NativeIoException("sendmmsg", -error, false));
    return 1; // it is about the first of them only
  }
}
