package dev.cairn.feed;

import dev.cairn.feed.EtcdApi.Header;
import dev.cairn.feed.EtcdWatch.Happening;
import dev.cairn.feed.SourceSettings.Kind.Etcd;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// Follows the keys below a prefix in etcd: all are read as of one revision and watched from there
/// on. What the watch cannot tell makes all be read again.
final class EtcdSource implements Source {
  /// A watch is over if nothing comes for so long, not even that nothing happened, which etcd says
  /// every ten minutes.
  private static final Duration SILENCE = Duration.ofMinutes(20);

  private final Etcd etcd;
  private final Pace pace;
  private final TokenBucket readings = new TokenBucket(2, Duration.ofSeconds(1));
  private final EtcdValues values;
  private int turn;

  EtcdSource(SourceSettings settings, Etcd etcd, Pace pace) {
    this.values = EtcdValues.of(settings, etcd);
    this.etcd = etcd;
    this.pace = pace;
  }

  @Override
  public void follow(Intake intake) throws IOException, InterruptedException {
    List<URI> endpoints = etcd.remote().endpoints();
    URI endpoint = endpoints.get(turn % endpoints.size());
    try (var api = EtcdApi.open(etcd, endpoint, pace)) {
      while (true) {
        readings.take();
        var reading = api.read();
        var keys = new EtcdKeys(values, api);
        keys.begin(reading.entries());
        intake.flaws(keys.flaws());
        intake.take(new Update.Whole(keys.mirror(), reading.header().generation()));
        new Watching(api, keys, intake, reading.header()).run();
      }
    } catch (IOException e) {
      turn++; // another endpoint next time
      throw e;
    }
  }

  /// What follows upon one reading, until another is needed.
  private final class Watching {
    private final EtcdApi api;
    private final EtcdKeys keys;
    private final Intake intake;
    private Header seen;
    private Header seenAtProbe;
    private long nextProbe = System.nanoTime() + pace.probe().toNanos();
    private long lastLine = System.nanoTime();
    private int missed;
    private int miscounted;

    Watching(EtcdApi api, EtcdKeys keys, Intake intake, Header seen) {
      this.api = api;
      this.keys = keys;
      this.intake = intake;
      this.seen = seen;
      this.seenAtProbe = seen;
    }

    void run() throws IOException, InterruptedException {
      try (var watch = api.watch(seen.revision() + 1)) {
        boolean goesOn = true;
        while (goesOn && intake.untilReading().isPositive()) {
          probe(watch);
          Happening happening = watch.next(patience());
          while (goesOn && happening != null) {
            goesOn = take(happening);
            happening = watch.next(Duration.ZERO); // what came together is one step
          }
          if (goesOn && keys.hasChanged()) {
            intake.flaws(keys.flaws());
            intake.take(keys.step(seen.generation()));
          }
        }
      }
    }

    private Duration patience() {
      var untilProbe = Duration.ofNanos(nextProbe - System.nanoTime());
      var untilReading = intake.untilReading();
      return untilReading.compareTo(untilProbe) < 0 ? untilReading : untilProbe;
    }

    private void probe(EtcdWatch watch) throws IOException {
      if (System.nanoTime() - nextProbe < 0) {
        return;
      }
      if (System.nanoTime() - lastLine > SILENCE.toNanos()) {
        throw new IOException("the watch says nothing any more");
      }
      nextProbe = System.nanoTime() + pace.probe().toNanos();
      if (watch.beginProbe()) {
        seenAtProbe = seen; // the watch may tell more before the answer comes
        var _ =
            api.probe()
                .orTimeout(pace.patience().toNanos(), TimeUnit.NANOSECONDS)
                .whenComplete(watch::probed);
      }
    }

    /// @return whether it goes on, as nothing makes a reading necessary
    private boolean take(Happening happening) throws IOException, InterruptedException {
      return switch (happening) {
        case Happening.Told told -> told(told.result());
        case Happening.Probed probed -> probed(probed.answer());
        case Happening.NotProbed not -> missed(not.why());
        case Happening.Over over -> throw new IOException(over.why());
      };
    }

    private boolean told(JsonNode result) throws IOException, InterruptedException {
      lastLine = System.nanoTime();
      miscounted = 0;
      if (result.path("canceled").asBoolean(false)) {
        return false; // compacted, or the like
      }
      if (!follows(Header.of(result))) {
        return false;
      }
      for (JsonNode event : result.path("events").values()) {
        EtcdEntry entry = api.entry(event.path("kv"));
        if (event.path("type").asString("PUT").equals("DELETE")) {
          keys.delete(entry.key());
        } else {
          keys.put(entry);
        }
      }
      return true;
    }

    private boolean probed(JsonNode answer) {
      missed = 0;
      var header = Header.of(answer);
      boolean isSame = header.cluster().equals(seen.cluster());
      if (!isSame || header.revision() < seenAtProbe.revision()) {
        return false; // it went back
      }
      intake.inSync();
      // a watch that says nothing of what happens is dead, though nothing says so
      boolean isTold = EtcdApi.number(answer.path("count")) == keys.count();
      miscounted = isTold ? 0 : miscounted + 1;
      return miscounted < 3;
    }

    private boolean missed(@Nullable String why) throws IOException {
      if (++missed >= 2) {
        throw new IOException("two probes in a row failed: " + why);
      }
      return true;
    }

    private boolean follows(Header header) {
      boolean isBack =
          header.revision() < seen.revision() || !header.cluster().equals(seen.cluster());
      seen = isBack ? seen : header;
      return !isBack;
    }
  }
}
