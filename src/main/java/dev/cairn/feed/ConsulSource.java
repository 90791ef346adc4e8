package dev.cairn.feed;

import dev.cairn.feed.ConsulApi.Answer;
import dev.cairn.feed.HttpDoor.Reply;
import dev.cairn.feed.SourceSettings.Kind.Consul;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Follows a Consul by two long polls. One tells which services there are: whenever it wakes, all
/// services are read anew. The other tells of checks: only the services are read whose checks
/// moved. All are read now and then in any case.
final class ConsulSource implements Source {
  private static final String SERVICES = "/v1/catalog/services";
  private static final String CHECKS = "/v1/health/state/any";
  private static final int AT_ONCE = 8;
  private static final int WAITING = 64;

  private final Consul consul;
  private final Pace pace;
  private final ConsulEntries entries;
  private final TokenBucket readings = new TokenBucket(2, Duration.ofSeconds(1));
  private int turn;

  /// What a poll or a probe found.
  private sealed interface Wake {
    record Services(Answer answer) implements Wake {}

    record Checks(Answer answer) implements Wake {}

    record Alive() implements Wake {}

    record Missed(String why) implements Wake {}

    record Over(String why) implements Wake {}
  }

  ConsulSource(SourceSettings settings, Consul consul, Pace pace) {
    this.consul = consul;
    this.pace = pace;
    this.entries = new ConsulEntries(settings);
  }

  @Override
  public void follow(Intake intake) throws IOException, InterruptedException {
    List<URI> endpoints = consul.remote().endpoints();
    URI endpoint = endpoints.get(turn % endpoints.size());
    try (var api = ConsulApi.open(consul, endpoint, pace);
        var following = new Following(api, intake)) {
      following.run();
    } catch (IOException e) {
      turn++; // another endpoint next time
      throw e;
    }
  }

  /// What comes of one connection, until it fails.
  private final class Following implements AutoCloseable {
    private final ConsulApi api;
    private final Intake intake;
    private final ConsulCatalog catalog = new ConsulCatalog(entries);
    private final BlockingQueue<Wake> wakes = new ArrayBlockingQueue<>(WAITING);
    private final List<Thread> pollers = new ArrayList<>();
    private final Set<String> due = new HashSet<>();
    private Set<String> names = Set.of();
    private long index;
    private boolean isAllDue = true;
    private long nextProbe = System.nanoTime();
    private long nextResync = System.nanoTime() + pace.resync().toNanos();
    private int missed;

    Following(ConsulApi api, Intake intake) {
      this.api = api;
      this.intake = intake;
    }

    void run() throws IOException, InterruptedException {
      // before anything is read, so that nothing that happens meanwhile is missed
      Answer services = api.poll(SERVICES, 0);
      Answer checks = api.poll(CHECKS, 0);
      take(new Wake.Services(services));
      take(new Wake.Checks(checks));
      start(() -> poll(SERVICES, services.index(), Wake.Services::new));
      start(() -> poll(CHECKS, checks.index(), Wake.Checks::new));
      while (true) {
        if (isAllDue || !due.isEmpty()) {
          readings.take();
          drain(); // what came together is read together
          read();
        }
        Wake wake = wakes.poll(patience().toNanos(), TimeUnit.NANOSECONDS);
        if (wake != null) {
          take(wake);
        }
        isAllDue |= isResyncDue();
        probe();
      }
    }

    private void start(Runnable polling) {
      pollers.add(Thread.ofVirtual().name("consul-poll").start(polling));
    }

    private Duration patience() {
      var untilProbe = Duration.ofNanos(Math.max(0, nextProbe - System.nanoTime()));
      var untilReading = intake.untilReading();
      return untilReading.isNegative() || untilReading.compareTo(untilProbe) > 0
          ? untilProbe
          : untilReading;
    }

    private boolean isResyncDue() {
      return System.nanoTime() - nextResync >= 0 || !intake.untilReading().isPositive();
    }

    private void drain() throws IOException {
      Wake wake = wakes.poll();
      while (wake != null) {
        take(wake);
        wake = wakes.poll();
      }
    }

    private void take(Wake wake) throws IOException {
      switch (wake) {
        case Wake.Services services -> {
          names = Set.copyOf(services.answer().body().propertyNames());
          index = services.answer().index();
          isAllDue = true;
          if (names.size() > Bounds.SERVICES) {
            throw new IOException("there are more than %,d services".formatted(Bounds.SERVICES));
          }
        }
        case Wake.Checks checks -> due.addAll(catalog.moved(checks.answer().body()));
        case Wake.Alive _ -> {
          missed = 0;
          if (!isAllDue && due.isEmpty()) {
            intake.inSync();
          }
        }
        case Wake.Missed miss -> {
          if (++missed >= 2) {
            throw new IOException("two probes in a row failed: " + miss.why());
          }
        }
        case Wake.Over over -> throw new IOException(over.why());
      }
    }

    private void read() throws IOException, InterruptedException {
      Set<String> wanted = new HashSet<>(isAllDue ? names : due);
      wanted.retainAll(names);
      if (isAllDue) {
        nextResync = System.nanoTime() + pace.resync().toNanos();
      }
      due.clear();
      isAllDue = false;
      catalog.retain(names);
      List<String> all = List.copyOf(wanted);
      for (int from = 0; from < all.size(); from += AT_ONCE) {
        readMembers(all.subList(from, Math.min(all.size(), from + AT_ONCE)));
      }
      var meaning = catalog.meaning();
      intake.flaws(meaning.flaws());
      intake.take(new Update.Whole(meaning.mirror(), new Generation("", index)));
    }

    private void readMembers(List<String> some) throws IOException, InterruptedException {
      Map<String, CompletableFuture<Reply>> asked = new LinkedHashMap<>();
      some.forEach(name -> asked.put(name, api.askForMembers(name)));
      for (var one : asked.entrySet()) {
        JsonNode members = api.members(one.getKey(), one.getValue()).body();
        catalog.put(one.getKey(), members);
      }
    }

    private void probe() {
      if (System.nanoTime() - nextProbe >= 0) {
        nextProbe = System.nanoTime() + pace.probe().toNanos();
        var _ = api.probe().whenComplete((_, failure) -> probed(failure));
      }
    }

    private void probed(@Nullable Throwable failure) {
      // if too much waits to be taken, it is alive beyond doubt
      boolean _ =
          wakes.offer(failure == null ? new Wake.Alive() : new Wake.Missed(HttpDoor.why(failure)));
    }

    private void poll(String path, long from, Function<Answer, Wake> found) {
      var pacing = new TokenBucket(2, Duration.ofSeconds(1));
      long seen = from;
      try {
        while (true) {
          pacing.take(); // some answer at once, again and again
          Answer answer = api.poll(path, seen);
          if (answer.index() != seen) {
            wakes.put(found.apply(answer));
          }
          seen = answer.index() < seen ? 0 : answer.index(); // it went back: all over again
        }
      } catch (IOException e) {
        end(HttpDoor.why(e));
      } catch (InterruptedException _) {
        return; // closed
      }
    }

    private void end(String why) {
      try {
        wakes.put(new Wake.Over(why));
      } catch (InterruptedException _) {
        return; // closed
      }
    }

    @Override
    public void close() {
      pollers.forEach(Thread::interrupt);
    }
  }
}
