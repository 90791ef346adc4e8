package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.cairn.registry.Journal;
import dev.cairn.registry.KeyValue;
import dev.cairn.registry.Registry;
import dev.cairn.registry.Resource;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.registry.Stamp;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Those who wait for the same value on two loops.
class AudiencesTest {
  private static final Resource VALUE = new Resource.Value("a");
  private static final long MINUTES = 600_000;

  private final ServiceDirectory directory = new ServiceDirectory(100);
  private final Registry registry =
      new Registry(directory, Journal.NONE, () -> Instant.ofEpochMilli(1));
  private final Audiences audiences = new Audiences(directory);
  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(2, NioIoHandler.newFactory());
  private final EventLoop one = loops.next();
  private final EventLoop other = loops.next();
  private final AtomicInteger made = new AtomicInteger();
  private final Queue<Page> told = new ConcurrentLinkedQueue<>();
  private final AtomicInteger goneOn = new AtomicInteger();
  private final AtomicInteger places = new AtomicInteger();

  @AfterEach
  void close() {
    await().until(() -> goneOn.get() == told.size());
    assertThat(places).as("nobody waits any more").hasValue(0);
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly();
  }

  private void write(String value) {
    registry.putValue(new KeyValue("a", value.getBytes(), 0, Stamp.NONE), -1);
  }

  private Page read() {
    made.incrementAndGet();
    KeyValue entry = directory.value("a");
    return Page.text(HttpResponseStatus.OK, entry == null ? "" : new String(entry.value()));
  }

  private Reply.News news(String... flags) {
    var given = new HashMap<String, List<String>>();
    Set.of(flags).forEach(flag -> given.put(flag, List.of()));
    var inquiry = new Inquiry("/v1/kv/a", Map.copyOf(given), "", new Agent("node1", "10.0.0.1"));
    return new Reply.News(VALUE, inquiry, () -> true, this::read);
  }

  private final class Listener implements HeldRequest.Asker {
    @Override
    public void tell(Printing news) {
      told.add(news.page());
    }

    @Override
    public void goOn() {
      goneOn.incrementAndGet();
    }

    @Override
    public void giveUp(Throwable bug) {
      throw new AssertionError(bug);
    }
  }

  private HeldRequest begin(EventLoop loop, Reply.News news, long above, long millis) {
    var self = new AtomicReference<HeldRequest>();
    var deadline = new Deadline(() -> self.get().timeIsOver());
    var request =
        new HeldRequest(loop, audiences, places::decrementAndGet, deadline, new Listener());
    self.set(request);
    places.incrementAndGet();
    loop.submit(() -> request.begin(news, above, millis)).syncUninterruptibly();
    return request;
  }

  private void begin(int count, Reply.News news) {
    long index = directory.index(VALUE);
    IntStream.range(0, count).forEach(i -> begin(i % 2 == 0 ? one : other, news, index, MINUTES));
  }

  @Test
  void two_thousand_who_asked_the_same_are_told_by_one_page() {
    begin(2_000, news());
    assertThat(directory.parked()).isOne();
    write("new");
    await().until(() -> told.size() == 2_000);
    assertThat(made).hasValue(1);
    assertThat(directory.parked()).isZero();
  }

  @Test
  void who_asked_something_else_is_told_by_another_page() {
    begin(10, news());
    begin(10, news("raw"));
    write("new");
    await().until(() -> told.size() == 20);
    assertThat(made).hasValue(2);
  }

  @Test
  void who_comes_when_the_others_are_woken_but_not_told_is_told_the_latest() {
    long index = directory.index(VALUE);
    begin(one, news(), index, MINUTES);
    var mayGoOn = new CountDownLatch(1);
    try {
      one.execute(() -> awaitUninterruptibly(mayGoOn));
      write("first");
      write("second");
      begin(other, news(), index, MINUTES);
      await().until(() -> told.size() == 1);
      assertThat(new String(told.element().body())).isEqualTo("second");
    } finally {
      mayGoOn.countDown();
    }
    await().until(() -> told.size() == 2);
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void who_knows_the_latest_waits_for_the_next() {
    begin(2, news());
    write("first");
    begin(2, news());
    await().until(() -> told.size() == 2);
    assertThat(directory.parked()).isOne();
    write("second");
    await().until(() -> told.size() == 4);
    assertThat(told.stream().map(page -> new String(page.body())))
        .containsExactly("first", "first", "second", "second");
  }

  @Test
  void what_is_no_news_to_them_is_waited_out() {
    var news =
        new Reply.News(
            VALUE,
            news().inquiry(),
            () -> new String(directory.value("a").value()).equals("awaited"),
            this::read);
    begin(10, news);
    write("other");
    write("another");
    write("awaited");
    await().until(() -> told.size() == 10);
    assertThat(new String(told.element().body())).isEqualTo("awaited");
  }

  @Test
  void a_bug_while_the_page_is_made_is_told_to_all() {
    var news =
        new Reply.News(
            VALUE,
            news().inquiry(),
            () -> true,
            () -> {
              throw new IllegalStateException("a test of what a bug does");
            });
    begin(2, news);
    write("new");
    await().until(() -> told.size() == 2);
    assertThat(told).allMatch(page -> page.status().code() == 500);
  }

  @Test
  void whoever_leaves_is_told_nothing_and_the_last_one_frees_the_place() {
    long index = directory.index(VALUE);
    HeldRequest first = begin(one, news(), index, MINUTES);
    HeldRequest second = begin(other, news(), index, MINUTES);
    one.submit(first::end).syncUninterruptibly();
    assertThat(directory.parked()).isOne();
    other.submit(second::end).syncUninterruptibly();
    assertThat(directory.parked()).isZero();
    write("new");
    assertThat(told).isEmpty();
  }

  @Test
  void whose_time_is_over_is_told_alone() {
    long index = directory.index(VALUE);
    begin(one, news(), index, 1);
    begin(other, news(), index, MINUTES);
    await().until(() -> told.size() == 1);
    assertThat(directory.parked()).isOne();
    write("new");
    await().until(() -> told.size() == 2);
  }
}
