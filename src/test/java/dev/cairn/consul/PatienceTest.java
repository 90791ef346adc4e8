package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A client that asks by an "end", whatever comes before it.
class PatienceTest {
  private final Patience patience = new Patience(this::end);
  private final EmbeddedChannel channel =
      new EmbeddedChannel(
          patience,
          new ChannelInboundHandlerAdapter() {
            @Override
            public void channelRead(ChannelHandlerContext context, Object text) {
              if (text.equals("end")) {
                patience.asked();
              }
            }
          });

  private void end() {
    channel.close();
  }

  @BeforeEach
  void freeze() {
    channel.freezeTime();
  }

  private void pass(int seconds) {
    channel.advanceTimeBy(seconds, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
  }

  private void answer() {
    patience.answered(channel.pipeline().context(patience));
  }

  private void assertEndsIn(int seconds) {
    pass(seconds - 1);
    assertThat(channel.isOpen()).isTrue();
    pass(1);
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void who_says_nothing_is_left_after_half_a_minute() {
    assertEndsIn(30);
  }

  @Test
  void who_says_an_octet_now_and_then_is_left_half_a_minute_after_the_first() {
    pass(20);
    for (int i = 0; i < 3; i++) {
      channel.writeInbound("a");
      pass(9);
    }
    assertEndsIn(3);
  }

  @Test
  void who_waits_for_an_answer_may_wait_long_and_has_ten_minutes_then() {
    channel.writeInbound("a", "end");
    pass(3_600);
    answer();
    assertEndsIn(600);
  }

  @Test
  void who_begins_the_next_request_has_half_a_minute_for_it() {
    channel.writeInbound("end");
    answer();
    pass(500);
    channel.writeInbound("a");
    assertEndsIn(30);
  }

  @Test
  void who_has_begun_the_next_one_before_the_answer_has_no_more_for_it() {
    channel.writeInbound("end");
    channel.writeInbound("a");
    pass(20);
    answer();
    assertEndsIn(10);
  }

  @Test
  void nothing_of_one_that_ended_is_left_in_the_loop() {
    channel.writeInbound("a");
    channel.pipeline().fireChannelInactive(); // to close it would tidy up the whole loop
    assertThat(channel.runScheduledPendingTasks()).isEqualTo(-1);
  }
}
