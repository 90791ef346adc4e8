package dev.cairn.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.cairn.message.Edns;
import dev.cairn.message.Flags;
import dev.cairn.message.Query;
import dev.cairn.message.Question;
import dev.cairn.message.Transport;
import dev.cairn.wire.Reply;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioDatagramChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

class CallTest {
  private final AtomicInteger told = new AtomicInteger();
  private final Listener listener =
      new Listener() {
        @Override
        public void heard(Reply reply, long nanos) {
          told.incrementAndGet();
        }

        @Override
        public boolean takesSend() {
          return false;
        }

        @Override
        public void failed(Failure failure) {
          told.incrementAndGet();
        }
      };

  @Test
  void what_ends_when_the_server_has_stopped_is_told_to_nobody() {
    var loops = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    var sockets = new Sockets(loops, NioDatagramChannel::new, NioSocketChannel::new);
    var means =
        new Means(
            sockets,
            new FakeTime(),
            new SecureRandom(),
            UpstreamObserver.NONE,
            () -> UpstreamSettings.DEFAULTS);
    var upstream = new Upstream(Endpoint.at(new InetSocketAddress("127.0.0.1", 53)), means);
    var query =
        new Query(
            0, Question.in(Name.root, Type.NS), Flags.RECURSIVE_QUERY, Edns.ABSENT, Transport.UDP);
    var call = new Call(upstream, Inquiry.of(query), listener, loops.next(), 0);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    assertThatCode(() -> call.failed(Failure.CLOSED)).doesNotThrowAnyException();
    assertThatCode(() -> call.heard(new byte[12])).doesNotThrowAnyException();
    assertThat(told).hasValue(0);
  }
}
