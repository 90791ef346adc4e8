package dev.cairn.consul;

import static java.util.concurrent.TimeUnit.SECONDS;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.IOException;
import java.nio.channels.NotYetConnectedException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Answers the requests of one connection, one after the other; those that came too early wait.
final class Connection extends SimpleChannelInboundHandler<Arrival> {
  private static final Logger LOG = LoggerFactory.getLogger(Connection.class);
  private static final int MOST_WAITING = 16;
  private static final int JITTER = 16;
  private static final int SECONDS_TO_TAKE = 60;

  private final Sources sources;
  private final Patience patience;
  private final Deadline deadline; // of who waits for a change, or for room
  private final Queue<Arrival> waiting = new ArrayDeque<>();
  private int waitingOctets;
  private boolean isBusy;
  private @Nullable HeldRequest held;

  /// What all connections share.
  ///
  /// @param router as of now; asked once for each request
  record Sources(
      Supplier<Router> router, Audiences audiences, Crowding watchers, HttpObserver observer) {}

  /// @param end ends the connection
  Connection(Sources sources, Patience patience, Runnable end) {
    this.sources = sources;
    this.patience = patience;
    this.deadline =
        new Deadline(() -> {
          if (held == null) {
            end.run();
          } else {
            held.timeIsOver();
          }
        });
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, Arrival arrival) {
    patience.asked();
    if (!isBusy) {
      answer(context, arrival);
      return;
    }
    waitingOctets += octets(arrival);
    if (waiting.size() == MOST_WAITING || waitingOctets > Gathering.LARGEST_BODY) {
      sources.observer().bounded(HttpObserver.Bound.PIPELINE);
      context.close();
    } else {
      waiting.add(arrival);
    }
  }

  private static int octets(Arrival arrival) {
    return arrival instanceof Arrival.Whole whole ? whole.asked().body().length : 0;
  }

  private void answer(ChannelHandlerContext context, Arrival arrival) {
    isBusy = true;
    switch (arrival) {
      case Arrival.Unusable(Page page) -> send(context, page, Manner.WHOLE_AT_LAST);
      case Arrival.Whole(Asked asked, Arrival.Ending ending) ->
          answer(context, asked, Manner.of(asked.method(), ending));
    }
  }

  private void answer(ChannelHandlerContext context, Asked asked, Manner manner) {
    switch (sources.router().get().reply(asked)) {
      case Reply.Now(Page page) -> send(context, page, manner);
      case Reply.Later later ->
          later
              .page()
              .whenComplete((page, bug) ->
                  context
                      .executor()
                      .execute(() ->
                          guarded(
                              context,
                              () -> send(context, page == null ? failed(bug) : page, manner))));
      case Reply.Held held -> hold(context, held, manner);
    }
  }

  private void hold(ChannelHandlerContext context, Reply.Held reply, Manner manner) {
    Crowding.Place place = sources.watchers().enter(reply.client());
    if (place == null) {
      sources.observer().bounded(HttpObserver.Bound.WATCHERS);
      send(context, tooMany(), manner);
      return;
    }
    var request =
        new HeldRequest(
            context.channel().eventLoop(),
            sources.audiences(),
            place,
            deadline,
            new Waiting(context, manner));
    held = request;
    long wait = reply.atMost().toMillis();
    request.begin(
        reply.news(),
        reply.above(),
        wait + ThreadLocalRandom.current().nextLong(wait / JITTER + 1));
  }

  private static Page tooMany() {
    return Page.text(
        HttpResponseStatus.TOO_MANY_REQUESTS, "too many requests of this client wait for a change");
  }

  static Page made(Supplier<Page> page) {
    try {
      return page.get();
    } catch (RuntimeException | Error bug) {
      return failed(bug);
    }
  }

  static Page failed(Throwable bug) {
    LOG.error("a request to the registry failed because of a bug in Cairn", bug);
    return Page.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "a bug in Cairn, see the log");
  }

  private void send(ChannelHandlerContext context, Page page, Manner manner) {
    try (var printing = new Printing(page)) {
      finish(context, manner, begin(context, printing, manner));
    }
  }

  /// Sends at once what the socket has room for.
  ///
  /// @return what becomes of the rest; null if there is none
  private @Nullable ChannelFuture begin(
      ChannelHandlerContext context, Printing printing, Manner manner) {
    sources.observer().answered(printing.page().status().code());
    ByteBuf octets = printing.octets(manner);
    try {
      int sent = Outlet.send(context.channel(), octets);
      return sent == octets.readableBytes()
          ? null
          : context.writeAndFlush(octets.retainedDuplicate().skipBytes(sent));
    } catch (IOException | NotYetConnectedException e) {
      return context.newFailedFuture(e);
    }
  }

  private void finish(ChannelHandlerContext context, Manner manner, @Nullable ChannelFuture rest) {
    if (rest == null) {
      sent(context, manner);
      return;
    }
    if (!rest.isDone()) {
      deadline.in(SECONDS.toNanos(SECONDS_TO_TAKE), context.executor());
    }
    rest.addListener(_ -> {
      deadline.none();
      if (rest.isSuccess()) {
        guarded(context, () -> sent(context, manner));
      } else {
        context.close();
      }
    });
  }

  /// Where Netty would only log it, and the client wait for ever.
  private static void guarded(ChannelHandlerContext context, Runnable step) {
    try {
      step.run();
    } catch (RuntimeException | Error bug) {
      giveUp(context, bug);
    }
  }

  private static void giveUp(ChannelHandlerContext context, Throwable bug) {
    LOG.error("a connection to the registry ends because of a bug in Cairn", bug);
    context.close();
  }

  private void sent(ChannelHandlerContext context, Manner manner) {
    if (manner.ending() == Arrival.Ending.CLOSES) {
      context.close();
    } else {
      next(context);
    }
  }

  private void next(ChannelHandlerContext context) {
    isBusy = false;
    Arrival arrival = waiting.poll();
    if (arrival == null) {
      patience.answered(context);
    } else {
      waitingOctets -= octets(arrival);
      answer(context, arrival);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    waiting.clear();
    deadline.stop();
    if (held != null) {
      held.end();
      held = null;
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    context.close(); // gone, or not taking what we say
  }

  /// A request that waits for a change. Of a class, Java keeps what it learned in the rehearsal; a
  /// lambda is learned anew, and that is while thousands wait.
  private final class Waiting implements HeldRequest.Asker {
    private final ChannelHandlerContext context;
    private final Manner manner;
    private @Nullable ChannelFuture rest;

    Waiting(ChannelHandlerContext context, Manner manner) {
      this.context = context;
      this.manner = manner;
    }

    @Override
    public void tell(Printing news) {
      rest = begin(context, news, manner);
    }

    @Override
    public void goOn() {
      held = null;
      finish(context, manner, rest);
    }

    @Override
    public void giveUp(Throwable bug) {
      Connection.giveUp(context, bug);
    }
  }
}
