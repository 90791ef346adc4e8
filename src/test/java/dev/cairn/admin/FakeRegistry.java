package dev.cairn.admin;

import dev.cairn.admin.InstanceStatus.CheckStatus;
import dev.cairn.admin.ServiceSummary.Counts;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/// One service and two sources; remembers what it was told to do, and does what is not forbidden.
public final class FakeRegistry implements RegistryApi {
  public final Queue<Object> told = new ConcurrentLinkedQueue<>();
  public volatile boolean isEnabled = true;
  public volatile String refusal = "";
  public volatile List<SourceStatus> sources = List.of(synced(), held());

  /// Taken out of service.
  public record Down(Target target, String reason, @Nullable Duration time) {}

  /// Brought back.
  public record Up(Target target) {}

  /// Taken out.
  public record Deregistered(Target target) {}

  /// Believed.
  public record Accepted(String source) {}

  private static SourceStatus synced() {
    return new SourceStatus(
        "prod", "consul", SourceStatus.State.SYNCED, null, "", 3, 1_200, null, 0);
  }

  private static SourceStatus held() {
    return new SourceStatus(
        "lab",
        "etcd",
        SourceStatus.State.STALE,
        93L,
        "nobody listens at 127.0.0.1:2379",
        2,
        10,
        new SourceStatus.Held("it has nothing any more", 0, 42),
        1);
  }

  @Override
  public boolean isEnabled() {
    return isEnabled;
  }

  @Override
  public List<ServiceSummary> services() {
    return isEnabled
        ? List.of(
            new ServiceSummary(
                "api", List.of("v1", "v2"), 3, new Counts(1, 0, 1, 1), List.of("", "prod")))
        : List.of();
  }

  @Override
  public List<InstanceStatus> instances(String service) {
    var check =
        new CheckStatus(
            "service:api-1",
            "Service 'api' check",
            "http",
            "passing",
            "HTTP GET http://10.0.1.5:8080/: 200 OK\nOutput: \u001b[31mfine",
            "");
    return service.equals("api")
        ? List.of(
            new InstanceStatus(
                "api-1",
                "node1",
                "10.0.1.5",
                8080,
                "passing",
                List.of("v1"),
                Map.of(),
                "",
                List.of(check)),
            new InstanceStatus(
                "api-2",
                "n2",
                "2001:db8::1",
                80,
                "critical",
                List.of(),
                Map.of(),
                "prod",
                List.of()))
        : List.of();
  }

  @Override
  public Verdict register(NewInstance instance) {
    return does(instance);
  }

  @Override
  public Verdict deregister(Target target) {
    return does(new Deregistered(target));
  }

  @Override
  public Verdict down(Target target, String reason, @Nullable Duration time) {
    return does(new Down(target, reason, time));
  }

  @Override
  public Verdict up(Target target) {
    return does(new Up(target));
  }

  @Override
  public List<SourceStatus> sources() {
    return sources;
  }

  @Override
  public Verdict accept(String source) {
    return does(new Accepted(source));
  }

  private Verdict does(Object what) {
    told.add(what);
    return refusal.isEmpty() ? new Verdict(true, "so it is") : new Verdict(false, refusal);
  }
}
