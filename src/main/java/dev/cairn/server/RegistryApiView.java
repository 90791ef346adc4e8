package dev.cairn.server;

import dev.cairn.admin.InstanceStatus;
import dev.cairn.admin.InstanceStatus.CheckStatus;
import dev.cairn.admin.RegistryApi;
import dev.cairn.admin.ServiceSummary;
import dev.cairn.admin.ServiceSummary.Counts;
import dev.cairn.admin.SourceStatus;
import dev.cairn.admin.SourceStatus.Held;
import dev.cairn.feed.SourceReport;
import dev.cairn.feed.SourceState;
import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Member;
import dev.cairn.registry.Receipt;
import dev.cairn.registry.Registry;
import dev.cairn.registry.Service;
import dev.cairn.registry.ServiceDirectory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The registry as the API tells it.
final class RegistryApiView implements RegistryApi {
  private static final String MAINTENANCE = "maintenance";

  private final Supplier<Optional<RegistryHouse>> house;
  private final InstantSource clock;

  /// @param house empty as long as there is no registry
  RegistryApiView(Supplier<Optional<RegistryHouse>> house, InstantSource clock) {
    this.house = house;
    this.clock = clock;
  }

  @Override
  public boolean isEnabled() {
    return house.get().isPresent();
  }

  private RegistryHouse registry() {
    return house.get().orElseThrow(() -> new IllegalStateException("there is no registry"));
  }

  private Stream<Realm> realms() {
    RegistryHouse registry = registry();
    return Stream.concat(Stream.of(registry.own()), registry.others().values().stream());
  }

  @Override
  public List<ServiceSummary> services() {
    return realms()
        .flatMap(realm -> realm.directory().services().stream())
        .map(RegistryApiView::summary)
        .toList();
  }

  private static ServiceSummary summary(Service service) {
    int[] counts = new int[4];
    service.members().forEach(member -> counts[place(member)]++);
    return new ServiceSummary(
        service.name(),
        distinct(service, member -> member.instance().tags().stream()),
        service.members().size(),
        new Counts(counts[0], counts[1], counts[2], counts[3]),
        distinct(service, member -> Stream.of(member.instance().origin().source())));
  }

  private static int place(Member member) {
    return member.isInMaintenance() ? 3 : member.status().ordinal();
  }

  private static List<String> distinct(Service service, Function<Member, Stream<String>> texts) {
    return service.members().stream().flatMap(texts).distinct().sorted().toList();
  }

  @Override
  public List<InstanceStatus> instances(String service) {
    return realms()
        .flatMap(realm ->
            realm.registry().instances(service).stream()
                .map(member -> status(realm.directory(), member)))
        .toList();
  }

  private static InstanceStatus status(ServiceDirectory directory, Member member) {
    Instance instance = member.instance();
    return new InstanceStatus(
        instance.key().id(),
        member.node().name(),
        member.address(),
        instance.port(),
        member.isInMaintenance() ? MAINTENANCE : member.status().word(),
        instance.tags(),
        instance.traits().meta(),
        instance.origin().source(),
        member.checks().stream().map(directory::newest).map(RegistryApiView::status).toList());
  }

  private static CheckStatus status(Check check) {
    return new CheckStatus(
        check.key().id(),
        check.name(),
        check.spec().type(),
        check.result().status().word(),
        check.result().output(),
        check.spec().notes());
  }

  @Override
  public Verdict register(NewInstance instance) {
    RegistryHouse registry = registry();
    return switch (NewInstances.read(instance, registry.node())) {
      case NewInstances.Unusable(String sentence) -> new Verdict(false, sentence);
      case NewInstances.Usable(var registration) ->
          verdict(
              registry.own().registry().register(registration),
              "registered " + shown(registration.instance().key()));
    };
  }

  @Override
  public Verdict deregister(Target target) {
    return with(
        target, (registry, key) -> verdict(registry.deregister(key), "deregistered " + shown(key)));
  }

  @Override
  public Verdict down(Target target, String reason, @Nullable Duration time) {
    return with(
        target,
        (registry, key) ->
            verdict(
                registry.maintain(key, reason, time == null ? Duration.ZERO : time),
                shown(key)
                    + " is out of service"
                    + (time == null ? "" : " for " + time.toSeconds() + " s")));
  }

  @Override
  public Verdict up(Target target) {
    return with(
        target,
        (registry, key) -> verdict(registry.endMaintenance(key), shown(key) + " is in service"));
  }

  private interface Deed {
    Verdict on(Registry registry, Instance.Key key);
  }

  /// Finds the one instance that is meant.
  private Verdict with(Target target, Deed deed) {
    Realm own = registry().own();
    List<Instance> meant =
        own.directory().instancesWithId(target.id()).stream()
            .filter(one ->
                target.node().isEmpty()
                    || one.key().node().equals(ServiceDirectory.fold(target.node())))
            .toList();
    if (meant.isEmpty()) {
      return new Verdict(false, "there is no instance with the id \"" + target.id() + "\"");
    }
    if (meant.size() > 1) {
      List<String> nodes = meant.stream().map(one -> one.key().node()).toList();
      return new Verdict(false, "several nodes have it, name one: " + String.join(", ", nodes));
    }
    return deed.on(own.registry(), meant.getFirst().key());
  }

  /// Done is what is kept.
  private static Verdict verdict(Receipt receipt, String done) {
    return switch (receipt) {
      case Receipt.Done(var onDisk) -> {
        try {
          onDisk.join();
          yield new Verdict(true, done);
        } catch (CompletionException e) {
          yield new Verdict(false, done + ", but that could not be kept: " + e.getCause());
        }
      }
      case Receipt.Unchanged _ -> new Verdict(true, done);
      case Receipt.Refused(_, String sentence) -> new Verdict(false, sentence);
    };
  }

  private static String shown(Instance.Key key) {
    return key.id() + " on " + key.node();
  }

  @Override
  public List<SourceStatus> sources() {
    Instant now = clock.instant();
    return registry().sources().stream().map(one -> status(one, now)).toList();
  }

  private static SourceStatus status(SourceReport report, Instant now) {
    var state =
        switch (report.state()) {
          case SourceState.Fresh _ -> SourceStatus.State.SYNCED;
          case SourceState.Stale _ -> SourceStatus.State.STALE;
          case SourceState.NeverSynced _ -> SourceStatus.State.NEVER_SYNCED;
        };
    Long staleFor =
        report.state() instanceof SourceState.Stale(Instant since)
            ? Duration.between(since, now).toSeconds()
            : null;
    var held = report.held();
    return new SourceStatus(
        report.settings().name(),
        report.settings().type(),
        state,
        staleFor,
        report.trouble(),
        report.known().services(),
        report.known().instances(),
        held == null
            ? null
            : new Held(
                held.why(),
                held.instances(),
                Math.max(0, Duration.between(now, held.until()).toSeconds())),
        report.flaws().size());
  }

  @Override
  public Verdict accept(String source) {
    return switch (registry().accept(source)) {
      case ACCEPTED -> new Verdict(true, "what " + source + " says is served from now on");
      case NOTHING_HELD -> new Verdict(false, "nothing of " + source + " is held");
      case UNKNOWN -> new Verdict(false, "there is no source \"" + source + "\"");
    };
  }
}
