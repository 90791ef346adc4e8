package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.registry.Resource;
import dev.cairn.registry.ServiceDirectory;
import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A hundred of one audience, on a loop that does what it has to when it is told to.
class TellingTest {
  private static final int MANY = 100;

  private final EmbeddedChannel channel = new EmbeddedChannel();
  private final Audiences audiences = new Audiences(new ServiceDirectory(1));
  private final List<String> happened = new ArrayList<>();
  private final AtomicInteger places = new AtomicInteger(MANY);
  private final List<HeldRequest> requests =
      IntStream.range(0, MANY).mapToObj(this::request).toList();
  private final Set<String> failing = new HashSet<>();
  private @Nullable ByteBuf octets;

  private final class Witness implements HeldRequest.Asker {
    private final int number;

    Witness(int number) {
      this.number = number;
    }

    @Override
    public void tell(Printing news) {
      octets = news.octets(Manner.WHOLE);
      happens("tell " + number);
    }

    @Override
    public void goOn() {
      happens("go on " + number);
    }

    @Override
    public void giveUp(Throwable bug) {
      happened.add("give up " + number);
    }

    private void happens(String what) {
      happened.add(what);
      if (failing.contains(what)) {
        throw new IllegalStateException("a test of what a bug does");
      }
    }
  }

  private HeldRequest request(int number) {
    return new HeldRequest(
        channel.eventLoop(),
        audiences,
        places::decrementAndGet,
        new Deadline(() -> requests.get(number).timeIsOver()),
        new Witness(number));
  }

  private void tell() {
    Page page = Page.text(HttpResponseStatus.OK, "news");
    new Telling(channel.eventLoop(), new LinkedHashSet<>(requests), page).run();
  }

  private static List<String> each(String what, Integer... but) {
    return IntStream.range(0, MANY)
        .filter(i -> !Set.of(but).contains(i))
        .mapToObj(i -> what + " " + i)
        .toList();
  }

  @Test
  void all_are_told_in_order_before_the_first_goes_on() {
    tell();
    channel.runPendingTasks();
    assertThat(happened.subList(0, MANY)).isEqualTo(each("tell"));
    assertThat(happened.subList(MANY, happened.size())).isEqualTo(each("go on"));
    assertThat(places).hasValue(0);
  }

  @Test
  void who_left_is_neither_told_nor_asked_to_go_on() {
    requests.get(1).end();
    tell();
    requests.get(2).end(); // told, but not yet gone on
    requests.get(2).end();
    channel.runPendingTasks();
    assertThat(happened.subList(0, MANY - 1)).isEqualTo(each("tell", 1));
    assertThat(happened.subList(MANY - 1, happened.size())).isEqualTo(each("go on", 1, 2));
    assertThat(places).as("each given back once").hasValue(0);
  }

  @Test
  void whose_time_is_over_when_it_was_told_is_not_told_again() {
    channel.freezeTime();
    requests.getFirst().begin(news(), Long.MAX_VALUE, 10);
    tell();
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks(); // before the rest of the telling
    channel.runPendingTasks();
    assertThat(happened).hasSize(2 * MANY);
    assertThat(channel.runScheduledPendingTasks()).as("its alarm is over").isEqualTo(-1);
  }

  private static Reply.News news() {
    var inquiry = new Inquiry("/v1/kv/a", Map.of(), "", new Agent("node1", "10.0.0.1"));
    return new Reply.News(new Resource.Value("a"), inquiry, () -> true, Page::done);
  }

  @Test
  void a_bug_with_one_is_not_one_with_the_others() {
    failing.addAll(Set.of("tell 1", "go on 2"));
    tell();
    channel.runPendingTasks();
    assertThat(happened).containsAll(each("tell")).containsAll(each("go on", 1));
    assertThat(happened).contains("give up 1", "give up 2").doesNotContain("go on 1");
    assertThat(places).hasValue(0);
    assertThat(octets).isNotNull();
    assertThat(octets.refCnt()).isZero();
  }

  @Test
  void a_bug_with_one_whose_time_is_over_ends_it() {
    channel.freezeTime();
    failing.add("tell 0");
    requests.getFirst().begin(news(), Long.MAX_VALUE, 10);
    channel.advanceTimeBy(1, TimeUnit.SECONDS);
    channel.runScheduledPendingTasks();
    assertThat(happened).containsExactly("tell 0", "give up 0");
    assertThat(places).hasValue(MANY - 1);
  }

  @Test
  void others_of_the_loop_have_their_turn_meanwhile() {
    tell();
    channel.eventLoop().execute(() -> happened.add("another"));
    channel.runPendingTasks();
    assertThat(happened.indexOf("another")).isBetween(1, MANY - 1);
  }

  @Test
  void the_memory_is_free_afterwards_and_not_before() {
    tell();
    assertThat(octets).isNotNull();
    assertThat(octets.refCnt()).isOne();
    channel.runPendingTasks();
    assertThat(octets.refCnt()).isZero();
  }
}
