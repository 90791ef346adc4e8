package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// How long a client may take to take its answer.
class ConnectionTest {
  private static final Asked QUESTION =
      new Asked(
          HttpMethod.GET,
          "/v1/status/leader",
          new DefaultHttpHeaders(),
          new byte[0],
          InetAddress.ofLiteral("127.0.0.1"));

  private final List<ChannelPromise> untaken = new ArrayList<>();
  private TestConsul consul;
  private EmbeddedChannel channel;

  /// A socket without room.
  private final class Full extends ChannelOutboundHandlerAdapter {
    @Override
    public void write(ChannelHandlerContext context, Object octets, ChannelPromise promise) {
      ReferenceCountUtil.release(octets);
      untaken.add(promise);
    }
  }

  @BeforeEach
  void open() throws IOException {
    consul = new TestConsul();
    var patience = new Patience(this::end);
    channel =
        new EmbeddedChannel(
            new Full(), patience, new Connection(consul.api.sources(), patience, this::end));
    channel.freezeTime();
    channel.writeInbound(new Arrival.Whole(QUESTION, Arrival.Ending.STAYS));
  }

  private void end() {
    channel.close();
  }

  @AfterEach
  void close() {
    channel.close();
    consul.close();
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  @Test
  void who_does_not_take_it_within_a_minute_is_left() {
    pass(59);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void who_takes_it_late_may_ask_again() {
    pass(59);
    untaken.getFirst().setSuccess();
    pass(59);
    channel.writeInbound(new Arrival.Whole(QUESTION, Arrival.Ending.STAYS));
    assertThat(channel.isOpen()).isTrue();
    assertThat(untaken).hasSize(2);
  }

  @Test
  void nothing_of_one_that_ended_is_left_in_the_loop() {
    pass(1);
    channel.pipeline().fireChannelInactive(); // to close it would tidy up the whole loop
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
  }
}
