package dev.cairn.health;

import dev.cairn.health.Dialling.Opening;
import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.wire.QueryWriter;
import dev.cairn.wire.Reply;
import dev.cairn.wire.ReplyReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.LengthFieldBasedFrameDecoder;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Asks a name server over UDP, once more each second, of its next address if it has several; and
/// over TCP if the reply was cut.
final class DnsTrial implements Trial {
  private static final long AGAIN_AFTER = TimeUnit.SECONDS.toNanos(1);
  private static final int LENGTH = 2;
  private static final int LARGEST = 65_535;
  private static final byte[] NO_OPTIONS = {};

  private final Probe.Dns probe;
  private final DialRule rule;
  private final Reach reach;
  private final Question question;
  private final byte[] message;
  private final int id;
  private final List<Channel> channels = new ArrayList<>();
  private List<InetSocketAddress> addresses = List.of();
  private Timing.Alarm again = Timing.Alarm.NONE;
  private @Nullable Dialling dialling;
  private Consumer<Finding> told = _ -> {};
  private long begun;
  private int asked;
  private int failed;
  private boolean isOver;

  DnsTrial(Probe.Dns probe, DialRule rule, Reach reach) {
    this.probe = probe;
    this.rule = rule;
    this.reach = reach;
    question = Question.in(probe.name(), probe.type());
    id = reach.means().random().nextInt(1 << 16);
    var query = new Query(id, question, Flags.RECURSIVE_QUERY, Edns.ABSENT, Transport.UDP);
    message = QueryWriter.complete(new QueryWriter().write(query), id, NO_OPTIONS);
  }

  @Override
  public void begin(Consumer<Finding> consumer) {
    told = consumer;
    reach.find(probe.server().host(), rule, this::located);
  }

  private void located(Located located) {
    if (isOver) {
      return;
    }
    switch (located) {
      case Located.Refused(String sentence) -> tell(Status.CRITICAL, sentence);
      case Located.Unknown(String sentence) -> tell(Status.CRITICAL, sentence);
      case Located.Found(var found) -> {
        addresses =
            found.stream().map(one -> new InetSocketAddress(one, probe.server().port())).toList();
        begun = reach.timing().nanos();
        ask();
      }
    }
  }

  private void ask() {
    InetSocketAddress to = addresses.get(asked++ % addresses.size());
    again = reach.timing().in(AGAIN_AFTER, reach.loop(), this::ask);
    channels.add(Datagrams.send(reach, to, Unpooled.wrappedBuffer(message), new FromDatagrams(to)));
  }

  private final class FromDatagrams implements Datagrams.Outcome {
    private final InetSocketAddress from;

    FromDatagrams(InetSocketAddress from) {
      this.from = from;
    }

    @Override
    public void received(ByteBuf datagram) {
      heard(datagram, () -> askByStream(from));
    }

    @Override
    public void failed(String sentence) {
      failed++;
      if (failed >= addresses.size()) {
        tell(Status.CRITICAL, sentence);
      } else if (!isOver) {
        again.cancel();
        ask();
      }
    }
  }

  /// Judges a reply; what is none to our question is not heard (RFC 5452 §9.1).
  private void heard(ByteBuf octets, Runnable ifCut) {
    byte[] bytes = ByteBufUtil.getBytes(octets);
    Reply reply = new ReplyReader().read(bytes, bytes.length);
    if (isOver
        || reply == null
        || ReplyReader.id(bytes) != id
        || !reply.question().equals(question)) {
      return;
    }
    again.cancel();
    if (reply.flags().isTruncated()) {
      ifCut.run();
      return;
    }
    var took = Duration.ofNanos(reach.timing().nanos() - begun);
    Finding judged = DnsVerdict.of(probe, reply, took);
    tell(judged.status(), judged.output());
  }

  private void askByStream(InetSocketAddress server) {
    if (dialling != null) {
      return; // two datagrams were answered
    }
    dialling = new Dialling(reach, List.of(server), Opening.IN_THE_CLEAR, new Dialled());
    dialling.dial();
  }

  private final class Dialled implements Dialling.Outcome {
    @Override
    public void connected(Channel channel) {
      channels.add(channel);
      channel
          .pipeline()
          .addLast(
              new LengthFieldBasedFrameDecoder(LENGTH + LARGEST, 0, LENGTH, 0, LENGTH),
              new StreamReader());
      channel.config().setAutoRead(true);
      channel.writeAndFlush(
          Unpooled.buffer(LENGTH + message.length).writeShort(message.length).writeBytes(message));
    }

    @Override
    public void failed(Throwable cause) {
      tell(Status.CRITICAL, "over TCP: " + Causes.sentence(cause));
    }
  }

  private final class StreamReader extends SimpleChannelInboundHandler<ByteBuf> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, ByteBuf octets) {
      heard(octets, () -> tell(Status.CRITICAL, "the reply is cut over TCP, too"));
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      tell(Status.CRITICAL, "over TCP: connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      tell(Status.CRITICAL, "over TCP: " + Causes.sentence(cause));
    }
  }

  private void tell(Status status, String what) {
    told.accept(new Finding(status, DnsVerdict.head(probe) + what));
  }

  @Override
  public Finding late(Duration timeout) {
    return new Finding(Status.CRITICAL, DnsVerdict.head(probe) + Causes.timeout(timeout));
  }

  @Override
  public void end() {
    isOver = true;
    again.cancel();
    if (dialling != null) {
      dialling.end();
    }
    channels.forEach(Dialling::close);
  }
}
