package dev.cairn.registry;

import dev.cairn.health.CheckEngine;
import dev.cairn.health.Finding;
import dev.cairn.health.Status;
import dev.cairn.registry.Check.Result;
import dev.cairn.registry.CheckSpec.Means;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out how what is in the directory does: has probes made, notices when those that have to be
/// told again are not, follows aliases, and removes what has been critical for too long.
///
/// ```
/// directory ── effects ──┐                      ┌─► Probes ─► CheckEngine ── findings ────┐
/// engine  ── findings ───┼─► inbox, ONE thread ─┼─► Heartbeats  Aliases  Reaper          │
/// clock   ── a tick ─────┘                      └─► registry.settle ─► directory ◄────────┘
/// ```
///
/// Effects only say what to look at again: it is the directory that counts, so their order does
/// not.
public final class CheckRunner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(CheckRunner.class);
  private static final long LONGEST_SLEEP = 1_000;

  private final Registry registry;
  private final ServiceDirectory directory;
  private final Supplier<CheckSettings> settings;
  private final InstantSource clock;
  private final Probes probes;
  private final Aliases aliases;
  private final CutOff cutOff;
  private final Findings findings;
  private final Heartbeats heartbeats;
  private final Reaper reaper;
  private final BlockingQueue<Runnable> inbox = new LinkedBlockingQueue<>();
  private final Thread thread = Thread.ofPlatform().daemon().name("checks").unstarted(this::work);
  private volatile boolean isClosed;

  /// @param settings as they are from now on, whenever they are looked at
  public CheckRunner(
      Registry registry,
      CheckEngine engine,
      Supplier<CheckSettings> settings,
      InstantSource clock,
      CheckListener listener) {
    this(registry, engine::start, settings, clock, listener);
  }

  CheckRunner(
      Registry registry,
      Probes.Starter starter,
      Supplier<CheckSettings> settings,
      InstantSource clock,
      CheckListener listener) {
    this.registry = registry;
    this.directory = registry.directory();
    this.settings = settings;
    this.clock = clock;
    aliases = new Aliases(directory);
    cutOff = new CutOff(registry, settings, clock, listener);
    heartbeats = new Heartbeats(registry, cutOff, clock);
    findings = new Findings(registry, cutOff, clock);
    probes =
        new Probes(directory, starter, settings, (run, found) -> later(() -> take(run, found)));
    reaper = new Reaper(registry, probes, listener);
  }

  /// Begins with what the directory has, restored as the settings say.
  public void begin() {
    directory.observe(effects -> later(() -> effects.forEach(this::see)));
    later(this::restore);
    thread.start();
  }

  private void later(Runnable task) {
    if (!isClosed) {
      inbox.add(task);
    }
  }

  private void take(Probes.Run run, Finding found) {
    if (probes.isCurrent(run)) {
      findings.take(run, found);
    }
  }

  private void work() {
    while (!isClosed) {
      try {
        long now = clock.millis();
        long sleep = reaper.next(now, heartbeats.next(LONGEST_SLEEP), settings.get().reaping());
        Runnable task = inbox.poll(sleep, TimeUnit.MILLISECONDS);
        if (task != null) {
          task.run();
        }
        tick();
      } catch (InterruptedException e) {
        return; // closed
      } catch (RuntimeException e) {
        LOG.error("something about checks failed; the others go on", e);
      }
    }
  }

  private void tick() {
    long now = clock.millis();
    heartbeats.look();
    reaper.look(now, settings.get().reaping());
    cutOff.look();
  }

  private void restore() {
    boolean isForgotten = settings.get().restore() == CheckSettings.Restore.CRITICAL;
    for (Check check : List.copyOf(directory.checks())) {
      if (isForgotten && check.spec().means() instanceof Means.Probed) {
        registry.settle(check.key(), Status.CRITICAL, "not checked since the start");
      }
      see(check.key());
    }
  }

  private void see(Effect effect) {
    switch (effect.change()) {
      case Change.CheckPut(Check check) -> {
        if (!(effect.before() instanceof Check before)
            || !before.spec().deregisterAfter().equals(check.spec().deregisterAfter())) {
          reaper.judge(check, settings.get().reaping());
        }
        see(check.key());
      }
      case Change.CheckGone(Check.Key key) -> {
        if (effect.before() instanceof Check gone) {
          forget(key, gone);
          follow(key.node());
        }
      }
      case Change.InstancePut(Instance instance) -> follow(instance.key().node());
      case Change.InstanceGone(Instance.Key key) -> follow(key.node());
      case Change.NodePut _, Change.NodeGone _, Change.ValuePut _, Change.ValueGone _ -> {}
    }
  }

  /// Looks at a check again.
  private void see(Check.Key key) {
    Check check = directory.check(key);
    if (check == null) {
      return; // its end is told, too
    }
    switch (check.spec().means()) {
      case Means.Probed probed -> {
        only(check, Kind.PROBED);
        probes.make(key, probed);
      }
      case Means.TimeToLive _ -> {
        only(check, Kind.TTL);
        heartbeats.await(check);
      }
      case Means.Alias alias -> {
        only(check, Kind.ALIAS);
        aliases.add(key, alias);
        settleAlias(key);
      }
      case Means.Maintenance _, Means.Told _ -> only(check, Kind.NONE);
    }
    follow(key.node());
  }

  private enum Kind {
    PROBED,
    TTL,
    ALIAS,
    NONE
  }

  /// A check may have become one of another kind.
  private void only(Check check, Kind kind) {
    if (kind != Kind.PROBED) {
      probes.stop(check.key());
    }
    if (kind != Kind.TTL) {
      heartbeats.forget(check.key());
    }
    if (kind != Kind.ALIAS) {
      aliases.remove(check.key());
    }
    if (kind == Kind.PROBED || kind == Kind.TTL) {
      cutOff.join(check);
    } else {
      cutOff.leave(check);
    }
  }

  private void forget(Check.Key key, Check gone) {
    if (directory.check(key) == null) {
      probes.stop(key);
      heartbeats.forget(key);
      aliases.remove(key);
      cutOff.leave(gone);
    }
  }

  /// Something on a node is another: so may be what follows from it.
  private void follow(String node) {
    aliases.dependingOn(node).forEach(this::settleAlias);
  }

  private void settleAlias(Check.Key key) {
    Check check = directory.check(key);
    if (check == null || !(check.spec().means() instanceof Means.Alias alias)) {
      return;
    }
    Result now = aliases.resultOf(key, alias);
    boolean isSame =
        now.status() == check.result().status() && now.output().equals(check.result().output());
    if (!isSame) {
      registry.settle(key, one -> one.spec().means().equals(alias), now.status(), now.output());
    }
  }

  /// Whether this machine is taken to be cut off, and instances are given out as they were.
  public boolean isCutOff() {
    return cutOff.isOn();
  }

  /// Waits until all that is known at this moment has been seen to.
  void catchUp() throws InterruptedException {
    var isQuiet = new AtomicBoolean();
    do {
      var done = new CountDownLatch(1);
      later(this::tick);
      later(() -> {
        isQuiet.set(inbox.isEmpty()); // asked on the thread that takes from it
        done.countDown();
      });
      done.await();
    } while (!isQuiet.get());
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    probes.stopAll();
  }
}
