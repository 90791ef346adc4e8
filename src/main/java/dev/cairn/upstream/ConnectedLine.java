package dev.cairn.upstream;

import dev.cairn.upstream.Timekeeper.Alarm;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// One connection to an upstream, kept and used by all questions at once; opened when there is one,
/// and again when it ended, closed when there was none for a while. All of it happens on one loop,
/// wherever questions come from.
///
/// ```
/// nothing ── question ──► dialling ── connected ──► talking ── idle, or ended ──► nothing
///               questions that come meanwhile wait; those that an ended connection had not answered,
///               or one that fell silent, go on the next
/// ```
final class ConnectedLine implements Line, Conversation.Observer {
  private static final long IDLE = TimeUnit.SECONDS.toNanos(10);

  /// How often a question may lose its connection: servers may close whenever they like.
  private static final int MOST_LOSSES = 16;

  private static final int UNBOUNDED = 1 << 20;

  private final Endpoint endpoint;
  private final Means means;
  private final UpstreamCounters counters;
  private final EventLoop loop;
  private final Function<Conversation.Observer, Conversation> conversations;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private InetSocketAddress address; // that was reached last
  private @Nullable TlsClient tls;
  private @Nullable Conversation talking;
  private @Nullable Dialling dialling;
  private Alarm idle = Alarm.NONE;
  private boolean isWatched;
  private boolean isRetired;

  /// Questions that may be open at once: as many as the upstream answered before it closed a
  /// connection on others, and one more with each answer.
  private int depth = UNBOUNDED;

  ConnectedLine(
      Endpoint endpoint,
      Means means,
      UpstreamCounters counters,
      Function<Conversation.Observer, Conversation> conversations) {
    this.endpoint = endpoint;
    this.means = means;
    this.counters = counters;
    this.loop = means.sockets().home();
    this.conversations = conversations;
    this.address = endpoint.address();
  }

  @Override
  public void send(Call call) {
    onLoop(() -> take(call));
  }

  @Override
  public void drop(Call call) {
    onLoop(() -> {
      waiting.remove(call);
      if (call.sentBy instanceof Conversation conversation) {
        conversation.drop(call);
      }
    });
  }

  /// Ends when the last question is answered or dropped.
  @Override
  public void retire() {
    loop.execute(() -> {
      isRetired = true;
      Conversation present = talking;
      if (present != null && present.open() == 0) {
        present.channel().close();
      }
    });
  }

  /// The network is another: what is open, or about to be, may lead nowhere.
  void renew() {
    loop.execute(() -> {
      address = endpoint.address();
      Conversation present = talking;
      talking = null;
      if (present != null) {
        present.channel().close();
      }
      Dialling given = dialling;
      dialling = null;
      if (given != null) {
        given.giveUp();
      }
      proceed();
    });
  }

  private void onLoop(Runnable task) {
    if (loop.inEventLoop()) {
      task.run();
    } else {
      loop.execute(task);
    }
  }

  private void take(Call call) {
    waiting.add(call);
    proceed();
    Dialling under = dialling;
    if (under != null && !waiting.isEmpty()) { // then it is the last of them
      call.waitsFor(under.failure);
    }
  }

  /// Sends what waits, as far as that goes now.
  private void proceed() {
    Conversation present = talking;
    while (present != null && present.isUsable() && takesMore(present) && !waiting.isEmpty()) {
      idle.cancel();
      present.send(waiting.remove());
      watch();
    }
    if (!waiting.isEmpty() && (present == null || !present.isUsable())) {
      dial();
    }
  }

  private void dial() {
    if (dialling == null) {
      var fresh = new Dialling();
      dialling = fresh;
      waiting.forEach(call -> call.waitsFor(fresh.failure));
      fresh.begin();
    }
  }

  private void watch() {
    if (!isWatched) {
      isWatched = true;
      means.time().in(Silence.DEAD, loop, this::lookForSilence);
    }
  }

  /// There may be no later question that finds it silent.
  private void lookForSilence() {
    isWatched = false;
    Conversation present = talking;
    if (present == null || present.open() == 0) {
      return;
    }
    if (!present.isUsable() && !movable(present).isEmpty()) {
      dial();
    }
    watch();
  }

  /// Of a server that has not answered yet all stay, and so does a question that has lost a
  /// connection before: it may be no more than slow, and each message more than `attempts` is for a
  /// reason.
  private static List<Call> movable(Conversation silent) {
    return silent.answers() == 0
        ? List.of()
        : silent.calls().stream().filter(call -> call.losses == 0).toList();
  }

  private boolean takesMore(Conversation conversation) {
    return conversation.open() < Math.min(depth, conversation.most());
  }

  /// One way to the next conversation; nothing comes of it once it is not [#dialling] any more.
  private final class Dialling implements Dialer.Outcome {
    private final DialFailure failure = new DialFailure();
    private @Nullable Dialer dialer;

    private void begin() {
      if (!endpoint.protocol().isEncrypted()) {
        dial(null);
        return;
      }
      Path authorities = means.settings().get().authorities();
      TlsClient known = tls;
      Thread.startVirtualThread(() -> prepare(known, authorities)); // reads files
    }

    private void prepare(@Nullable TlsClient known, @Nullable Path authorities) {
      Runnable then;
      try {
        TlsClient fresh = TlsClient.renewed(known, endpoint, authorities);
        then =
            () -> {
              tls = fresh; // kept, as resumed sessions belong to it
              dial(fresh);
            };
      } catch (SSLException | RuntimeException e) {
        then = () -> failed(e);
      }
      try {
        loop.execute(then);
      } catch (RejectedExecutionException _) {
        return; // there is no loop any more, and nobody who asks
      }
    }

    private void dial(@Nullable TlsClient trust) {
      if (dialling == this) {
        List<InetSocketAddress> order = new ArrayList<>(endpoint.addresses());
        order.remove(address);
        order.addFirst(address);
        var started = new Dialer(order, means, loop, trust, this);
        dialer = started;
        started.dial();
      }
    }

    private void giveUp() {
      if (dialer != null) {
        dialer.end();
      }
    }

    @Override
    public void dialsAgain() {
      failure.begin();
    }

    @Override
    public Conversation conversation() {
      return conversations.apply(ConnectedLine.this);
    }

    @Override
    public void connected(Conversation conversation, InetSocketAddress reached) {
      dialling = null;
      address = reached;
      talk(conversation);
    }

    @Override
    public void failed(Throwable cause) {
      if (dialling == this) {
        dialling = null;
        failAll(Failure.of(cause));
      }
    }
  }

  private void talk(Conversation conversation) {
    counters.connected();
    conversation.channel().closeFuture().addListener(_ -> counters.disconnected());
    if (TlsClient.isResumed(conversation.channel())) {
      counters.resumed();
    }
    if (!conversation.isUsable()) { // ended by what came with the handshake
      conversation.channel().close();
      failAll(Failure.CLOSED);
      return;
    }
    Conversation former = talking;
    talking = conversation;
    if (former != null) {
      leave(former);
    }
    proceed();
    eased(conversation);
  }

  /// If it is still silent, what is open on it goes over to the next.
  private void leave(Conversation former) {
    if (!former.isUsable()) {
      for (Call call : movable(former)) {
        former.drop(call);
        call.losses++;
        call.sentBy = null;
        waiting.add(call);
      }
    }
    if (former.open() == 0) {
      former.channel().close();
    }
  }

  private void failAll(Failure failure) {
    List<Call> all = List.copyOf(waiting);
    waiting.clear();
    all.forEach(call -> call.failed(failure));
  }

  /// It goes on the next connection, if the upstream is not one that only hangs up.
  @Override
  public void lost(Call call) {
    if (call.sentBy instanceof Conversation by && !by.channel().isActive()) {
      depth = Math.max(1, by.answers());
    }
    if (++call.losses > MOST_LOSSES || isOnlyHangingUp(call)) {
      call.failed(Failure.CLOSED);
    } else {
      call.sentBy = null;
      take(call);
    }
  }

  /// It goes on another connection, once: who refuses everything is not asked on and on.
  @Override
  public void refused(Call call) {
    if (call.isRefused) {
      call.failed(Failure.NOT_TAKEN);
    } else {
      call.isRefused = true;
      call.sentBy = null;
      take(call);
    }
  }

  /// Whether a fresh connection ended without a single answer, twice.
  private static boolean isOnlyHangingUp(Call call) {
    return call.sentBy instanceof Conversation conversation
        && conversation.answers() == 0
        && call.losses > 1;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very connection
  public void eased(Conversation conversation) {
    if (conversation == talking) {
      depth = Math.min(depth + 1, UNBOUNDED);
      proceed();
    }
    if (conversation.open() > 0) {
      return;
    }
    if (conversation != talking || isRetired || !conversation.isUsable()) {
      conversation.channel().close();
    } else {
      idle.cancel();
      idle = means.time().in(IDLE, loop, () -> closeIfIdle(conversation));
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very connection
  public void widened(Conversation conversation) {
    if (conversation == talking) {
      proceed();
    }
  }

  private static void closeIfIdle(Conversation conversation) {
    if (conversation.open() == 0) {
      conversation.channel().close();
    }
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very connection
  public void ended(Conversation conversation) {
    if (conversation == talking) {
      talking = null;
      idle.cancel();
      proceed();
    }
    if (conversation.open() == 0) {
      conversation.channel().close();
    }
  }
}
