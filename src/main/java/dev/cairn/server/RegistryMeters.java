package dev.cairn.server;

import dev.cairn.consul.HttpObserver.Bound;
import dev.cairn.feed.SourceReport;
import dev.cairn.feed.SourceState;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Member;
import dev.cairn.registry.Registry;
import dev.cairn.registry.Service;
import dev.cairn.telemetry.Meters;
import dev.cairn.telemetry.Meters.Sample;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Meters of the registry. Without one they have no samples. Services and checks are told one by
/// one up to [#MOST].
final class RegistryMeters {
  static final int MOST = 1_000;
  private static final double MILLIS_A_SECOND = 1e3;

  private final Supplier<Optional<RegistryHouse>> house;
  private final InstantSource clock;

  RegistryMeters(Supplier<Optional<RegistryHouse>> house, InstantSource clock) {
    this.house = house;
    this.clock = clock;
  }

  void bind(Meters meters) {
    bindDirectory(meters);
    bindSources(meters);
    bindHttp(meters);
  }

  private void bindDirectory(Meters meters) {
    meters.gauges(
        "cairn_registry_services",
        "services that are known",
        List.of(),
        () -> one(home -> realms(home).mapToLong(r -> r.directory().services().size()).sum()));
    meters.gauges(
        "cairn_registry_index",
        "steps that the registry has made",
        List.of(),
        () -> one(home -> home.own().directory().index()));
    meters.gauges(
        "cairn_registry_kept",
        "1 if changes are kept on disk, 0 if they cannot be",
        List.of(),
        () -> one(home -> home.trouble().isEmpty() ? 1 : 0));
    meters.gauges(
        "cairn_registry_instances",
        "instances of a service, by how they do",
        List.of("service", "status"),
        () -> all(home -> services(home).flatMap(RegistryMeters::instances)));
    meters.gauges(
        "cairn_registry_check_passing",
        "1 if a check passes, 0.5 if it warns, 0 if it is critical",
        List.of("node", "service", "check"),
        () -> all(RegistryMeters::checks));
    meters.counters(
        "cairn_registry_check_runs",
        "checks that were made",
        List.of(),
        () -> one(home -> home.engine().runs()));
  }

  private void bindSources(Meters meters) {
    meters.gauges(
        "cairn_registry_source_stale_seconds",
        "for how long a source has been away, 0 if it is not",
        List.of("source"),
        () -> sources(report -> staleFor(report, clock.instant())));
    meters.gauges(
        "cairn_registry_source_instances",
        "instances that are known from a source",
        List.of("source"),
        () -> sources(report -> report.known().instances()));
    meters.gauges(
        "cairn_registry_source_held",
        "1 if an update of a source is held as it would remove much",
        List.of("source"),
        () -> sources(report -> report.held() == null ? 0 : 1));
    meters.counters(
        "cairn_registry_source_flaws",
        "entries of sources that could not be used",
        List.of(),
        () -> one(home -> home.sourceEvents().flaws.sum()));
  }

  private void bindHttp(Meters meters) {
    meters.counters(
        "cairn_registry_requests",
        "requests to the registry, by the class of the status",
        List.of("status"),
        () ->
            all(home ->
                IntStream.rangeClosed(2, 5)
                    .mapToObj(first ->
                        new Sample(List.of(first + "xx"), home.httpMeters().answers(first)))));
    meters.counters(
        "cairn_registry_turned_away",
        "clients that reached a bound",
        List.of("bound"),
        () -> all(home -> Stream.concat(turnedAway(home), refused(home.own().registry()))));
    meters.gauges(
        "cairn_registry_watchers",
        "requests that wait for a change",
        List.of(),
        () -> one(home -> home.api().watchers()));
  }

  private static Stream<Sample> turnedAway(RegistryHouse home) {
    return Stream.of(Bound.values())
        .map(bound ->
            new Sample(
                List.of(bound.name().toLowerCase(Locale.ROOT)), home.httpMeters().reached(bound)));
  }

  private static Stream<Sample> refused(Registry registry) {
    return Stream.of(
        new Sample(List.of("instances"), registry.limits().refusedInstances()),
        new Sample(List.of("keys"), registry.limits().refusedValues()),
        new Sample(List.of("nodes"), registry.limits().refusedNodes()),
        new Sample(List.of("checks"), registry.limits().refusedChecks()));
  }

  private List<Sample> one(Function<RegistryHouse, Number> value) {
    return all(home -> Stream.of(new Sample(List.of(), value.apply(home).doubleValue())));
  }

  private List<Sample> sources(Function<SourceReport, Number> value) {
    return all(home ->
        home.sources().stream()
            .map(report ->
                new Sample(List.of(report.settings().name()), value.apply(report).doubleValue())));
  }

  private List<Sample> all(Function<RegistryHouse, Stream<Sample>> samples) {
    return house.get().map(home -> samples.apply(home).toList()).orElse(new ArrayList<>());
  }

  private static double staleFor(SourceReport report, Instant now) {
    return report.state() instanceof SourceState.Stale(Instant since)
        ? Duration.between(since, now).toMillis() / MILLIS_A_SECOND
        : 0;
  }

  private static Stream<Realm> realms(RegistryHouse home) {
    return Stream.concat(Stream.of(home.own()), home.others().values().stream());
  }

  private static Stream<Service> services(RegistryHouse home) {
    return home.own().directory().services().stream().limit(MOST);
  }

  private static Stream<Sample> instances(Service service) {
    return Stream.of(Status.values())
        .map(status ->
            new Sample(
                List.of(service.name(), status.word()),
                service.members().stream().map(Member::status).filter(status::equals).count()));
  }

  private static Stream<Sample> checks(RegistryHouse home) {
    var directory = home.own().directory();
    return directory.checks().stream()
        .limit(MOST)
        .map(check -> {
          Instance instance = directory.instance(check.subject());
          return new Sample(
              List.of(
                  check.key().node(), instance == null ? "" : instance.service(), check.key().id()),
              passing(check));
        });
  }

  private static double passing(Check check) {
    return switch (check.result().status()) {
      case PASSING -> 1;
      case WARNING -> 0.5;
      case CRITICAL -> 0;
    };
  }
}
