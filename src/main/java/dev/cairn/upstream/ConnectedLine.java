package dev.cairn.upstream;

import dev.cairn.upstream.Timekeeper.Alarm;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
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
///               questions that come meanwhile wait; those that an ended connection had not answered go on the next
/// ```
final class ConnectedLine implements Line, Conversation.Observer {
  private static final long IDLE = TimeUnit.SECONDS.toNanos(10);

  /// How often a question may lose its connection: servers may close whenever they like.
  private static final int MOST_LOSSES = 16;

  private final Endpoint endpoint;
  private final Means means;
  private final UpstreamCounters counters;
  private final EventLoop loop;
  private final Function<Conversation.Observer, Conversation> conversations;
  private final Queue<Call> waiting = new ArrayDeque<>();
  private InetSocketAddress address; // that was reached last
  private @Nullable TlsClient tls;
  private @Nullable Conversation talking;
  private Alarm idle = Alarm.NONE;
  private boolean isDialling;
  private boolean isRetired;

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

  /// Ends when the last question is answered; the connection is closed by being idle.
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

  /// The network is another: what is open may lead nowhere.
  void renew() {
    loop.execute(() -> {
      Conversation present = talking;
      talking = null;
      if (present != null) {
        present.channel().close();
      }
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
    Conversation present = talking;
    if (present != null && present.takesMore()) {
      idle.cancel();
      present.send(call);
      return;
    }
    waiting.add(call);
    dial();
  }

  private void dial() {
    if (isDialling) {
      return;
    }
    TlsClient trust = null;
    if (endpoint.protocol().isEncrypted()) {
      try {
        trust = tls();
      } catch (SSLException e) {
        failAll(e);
        return;
      }
    }
    isDialling = true;
    new Dialer(endpoint, means, loop, trust, () -> conversations.apply(this))
        .dial(
            address,
            new Dialer.Outcome() {
              @Override
              public void connected(Conversation conversation, InetSocketAddress reached) {
                isDialling = false;
                talk(conversation, reached);
              }

              @Override
              public void failed(Throwable cause) {
                isDialling = false;
                failAll(cause);
              }
            });
  }

  /// Made once, as resumed sessions belong to it.
  private TlsClient tls() throws SSLException {
    TlsClient known = tls;
    if (known == null) {
      known = TlsClient.to(endpoint, means.settings().get().authorities());
      tls = known;
    }
    return known;
  }

  private void talk(Conversation conversation, InetSocketAddress reached) {
    counters.connected();
    conversation.channel().closeFuture().addListener(_ -> counters.disconnected());
    if (TlsClient.isResumed(conversation.channel())) {
      counters.resumed();
    }
    address = reached;
    talking = conversation;
    while (!waiting.isEmpty() && conversation.takesMore()) {
      conversation.send(waiting.remove());
    }
    if (conversation.open() == 0) {
      idle(conversation);
    }
  }

  private void failAll(Throwable cause) {
    Failure failure = Failure.of(cause);
    List<Call> all = new ArrayList<>(waiting);
    waiting.clear();
    all.forEach(call -> call.failed(failure));
  }

  /// It goes on the next connection, if the upstream is not one that only hangs up.
  @Override
  public void lost(Call call) {
    if (++call.losses > MOST_LOSSES || isOnlyHangingUp(call)) {
      call.failed(Failure.CLOSED);
    } else {
      call.sentBy = null;
      take(call);
    }
  }

  /// Whether a fresh connection ended without a single answer, twice.
  private boolean isOnlyHangingUp(Call call) {
    return call.sentBy instanceof Conversation conversation
        && !conversation.hasAnswered()
        && call.losses > 1;
  }

  @Override
  @SuppressWarnings("ReferenceEquality") // this very connection
  public void idle(Conversation conversation) {
    if (conversation != talking || isRetired) {
      conversation.channel().close();
      return;
    }
    idle.cancel();
    idle = means.time().in(IDLE, loop, () -> closeIfIdle(conversation));
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
    }
  }
}
