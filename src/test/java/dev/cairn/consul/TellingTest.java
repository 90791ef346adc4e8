package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.registry.ServiceDirectory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A hundred of one audience, on a loop that does what it has to when it is told to.
class TellingTest {
  private static final int MANY = 100;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Audiences audiences = new Audiences(new ServiceDirectory(1));
  private final List<String> happened = new ArrayList<>();
  private final List<HeldRequest> requests =
      IntStream.range(0, MANY)
          .mapToObj(i ->
              new HeldRequest(
                  channel.eventLoop(), audiences, () -> {}, new Deadline(), new Witness(i)))
          .toList();
  private @Nullable ByteBuf octets;

  private final class Witness implements HeldRequest.Asker {
    private final int number;

    Witness(int number) {
      this.number = number;
    }

    @Override
    public void tell(Printing news) {
      octets = news.octets(Manner.WHOLE);
      happened.add("tell " + number);
      if (number == 0) {
        requests.get(1).end();
      }
    }

    @Override
    public void goOn(Printing news) {
      assertThat(news.octets(Manner.WHOLE).refCnt()).isOne();
      happened.add("go on " + number);
      if (number == 0) {
        requests.get(2).end();
      }
    }
  }

  private void tell() {
    Page page = Page.text(HttpResponseStatus.OK, "news");
    new Telling(channel.eventLoop(), new LinkedHashSet<>(requests), page).run();
  }

  @Test
  void all_are_told_in_order_before_the_first_goes_on_but_those_who_left() {
    tell();
    channel.runPendingTasks();
    var told = IntStream.range(0, MANY).filter(i -> i != 1).mapToObj(i -> "tell " + i);
    var gone = IntStream.range(0, MANY).filter(i -> i != 1 && i != 2).mapToObj(i -> "go on " + i);
    var expected = new ArrayList<String>();
    told.forEach(expected::add);
    gone.forEach(expected::add);
    assertThat(happened).isEqualTo(expected);
  }

  @Test
  void others_of_the_loop_have_their_turn_meanwhile() {
    tell();
    channel.eventLoop().execute(() -> happened.add("another"));
    channel.runPendingTasks();
    assertThat(happened.indexOf("another")).isBetween(1, MANY - 1);
  }

  @Test
  void the_memory_is_free_afterwards() {
    tell();
    channel.runPendingTasks();
    assertThat(octets).isNotNull();
    assertThat(octets.refCnt()).isZero();
  }
}
