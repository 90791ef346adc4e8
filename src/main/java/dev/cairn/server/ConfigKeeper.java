package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.ConfigError;
import dev.cairn.config.ConfigReader;
import dev.cairn.config.ConfigResult;
import dev.cairn.server.FileWatch.Change;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.UdpEngine;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes what is written to dns.toml, all or nothing.
///
/// ```
/// wanted ── zones load ──► in force      a configuration is wanted as soon as it is without errors and its addresses are open,
///                                        and in force when the zones that are new in it have been read
/// ```
final class ConfigKeeper {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigKeeper.class);

  private final ServerOptions options;
  private final House house;
  private final Doors doors;
  private final InForce inForce;
  private final Supplier<Optional<RegistryHouse>> registry;
  private final FileWatch watch;
  private volatile Config wanted;
  private volatile UdpEngine udpEngine;
  private volatile HealthReport.ConfigState state = HealthReport.ConfigState.TAKEN;
  private volatile CompletableFuture<Void> taking =
      new CompletableFuture<>(); // first of all, the start

  ConfigKeeper(
      ServerOptions options,
      House house,
      Doors doors,
      InForce inForce,
      Supplier<Optional<RegistryHouse>> registry) {
    this.options = options;
    this.house = house;
    this.doors = doors;
    this.inForce = inForce;
    this.registry = registry;
    this.watch = FileWatch.of(options.configFile(), options.configSeen());
    this.wanted = inForce.config();
    this.udpEngine = engineOf(wanted);
  }

  /// What will be in force when its zones have been read, if it is not already.
  Config wanted() {
    return wanted;
  }

  /// What is to drive UDP sockets that are opened now.
  UdpEngine udpEngine() {
    return udpEngine;
  }

  /// Why the file as it is now is not in force.
  HealthReport.ConfigState state() {
    return state;
  }

  /// The first configuration is in force: from now on changes are taken.
  void started() {
    taking.complete(null);
  }

  /// Takes the file if it has changed. One configuration after the other: while the zones of one
  /// are read, the next is not looked at.
  ///
  /// @param isForced whether it may have changed just now
  /// @return whether something is going on that is to be looked at again soon
  boolean look(boolean isForced) {
    if (!taking.isDone()) {
      return true;
    }
    if (watch.takesChange(isForced) || isForced && !state.refusal().isEmpty()) {
      reload();
    }
    return watch.look() != Change.NONE;
  }

  private void reload() {
    switch (ConfigReader.read(options.configFile())) {
      case ConfigResult.Bad(List<ConfigError> errors, _) -> refused(errors);
      case ConfigResult.Good _ when isEmptied() ->
          refused(
              List.of(
                  ConfigError.of(
                      options.configFile(),
                      "is empty, and may be about to be written; where all keys are to be left out,"
                          + " write a comment")));
      case ConfigResult.Good(Config next) -> take(next);
    }
  }

  /// Whoever saves a file in place empties it first, and on a full disk that is where it ends.
  private boolean isEmptied() {
    Path file = options.configFile();
    FileStamp seen = watch.seen().getOrDefault(file, FileStamp.ABSENT);
    return seen.size() == 0 || FileStamp.of(file).size() == 0; // or since then
  }

  private void refused(List<ConfigError> errors) {
    errors.forEach(error -> LOG.error("{}", error));
    LOG.error(
        "{}: not taken, {}; the configuration of before stays in force",
        options.configFile(),
        errors.size() == 1 ? "1 error" : errors.size() + " errors");
    refused(new HealthReport.ConfigState(errors, ""));
  }

  private void refused(HealthReport.ConfigState why) {
    state = why;
    house.stateMeters().configReloadFailures.increment();
  }

  private void take(Config next) {
    state = HealthReport.ConfigState.TAKEN;
    if (next.equals(wanted)) {
      LOG.debug("{}: says what it said before", options.configFile());
      return;
    }
    udpEngine = engineOf(next);
    try {
      var dns = doors.open(next);
      tellOfEngine(next);
      wanted = next;
      taking =
          house
              .zones()
              .adopt(ZoneSources.of(next), ServerOptions.STILL)
              .thenRun(() -> {
                takeRegistry(next);
                inForce.publish(next);
                dns.commit();
                LOG.info("{}: taken, in force from now on", options.configFile());
              });
    } catch (AddressUnavailable e) {
      udpEngine = engineOf(wanted);
      LOG.error(
          "{}: not taken, {}; the configuration of before stays in force",
          options.configFile(),
          e.getMessage());
      refused(new HealthReport.ConfigState(List.of(), String.valueOf(e.getMessage())));
    }
  }

  private static UdpEngine engineOf(Config config) {
    return switch (config.server().udpEngine()) {
      case AUTO -> UdpEngine.AUTO;
      case NETTY -> UdpEngine.NETTY;
      case BATCH -> UdpEngine.BATCH;
    };
  }

  /// Two engines cannot have an address at a time, and giving one up for the other would lose
  /// queries.
  private void tellOfEngine(Config next) {
    if (next.server().udpEngine() != wanted.server().udpEngine()) {
      LOG.warn(
          "{}: server.udp-engine drives the sockets that are opened from now on; those that are open change with the next start",
          options.configFile());
    }
  }

  private void takeRegistry(Config next) {
    RegistryHouse services = registry.get().orElse(null);
    List<String> later =
        services != null
            ? services.take(RegistryTerms.of(next, options))
            : next.registry().enabled() ? List.of("enabled") : List.of();
    if (!later.isEmpty()) {
      LOG.warn(
          "{}: taken at the next start, so a restart is needed: {} of [registry]",
          options.configFile(),
          String.join(", ", later));
    }
  }
}
