package dev.cairn.server;

import dev.cairn.health.CheckEngine;
import dev.cairn.registry.CheckListener;
import dev.cairn.registry.CheckRunner;
import dev.cairn.registry.CheckSettings;
import dev.cairn.registry.Downtimes;
import dev.cairn.registry.Mirroring;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import dev.cairn.telemetry.EventLog;
import java.time.InstantSource;
import java.util.function.Supplier;

/// All that is known under one domain: the registry's own, or that of sources.
record Realm(
    ServiceDirectory directory,
    Registry registry,
    Mirroring mirroring,
    CheckRunner checks,
    Downtimes downtimes)
    implements AutoCloseable {

  /// What all realms share.
  record Shared(
      CheckEngine engine,
      Supplier<CheckSettings> checks,
      InstantSource clock,
      EventLog events,
      CheckListener listener) {}

  /// Begins to make checks.
  static Realm begin(Registry registry, Shared shared) {
    ServiceDirectory directory = registry.directory();
    directory.observe(new RegistryEvents(directory, shared.events())::tell);
    var runner =
        new CheckRunner(
            registry, shared.engine(), shared.checks(), shared.clock(), shared.listener());
    var realm =
        new Realm(
            directory,
            registry,
            new Mirroring(registry, shared.clock(), Thread::startVirtualThread),
            runner,
            new Downtimes(registry, shared.clock()));
    runner.begin();
    return realm;
  }

  /// Ends what is over. To be called every now and then.
  void look() {
    downtimes.look();
    registry.forgetDetached();
  }

  @Override
  public void close() {
    checks.close();
    registry.close();
  }
}
