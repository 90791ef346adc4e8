package dev.cairn.consul;

import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Node;
import dev.cairn.registry.Registry;
import dev.cairn.registry.ServiceDirectory;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// All that the HTTP sockets of one registry share: what is answered, and the bounds.
public final class ConsulApi {
  private static final long MOST_OCTETS = 64 << 20;

  private static final int CONNECTIONS_BESIDES = 100;

  private final Registry registry;
  private final Means means;
  private final Reads reads;
  private final NamesBesideDns besideDns = new NamesBesideDns();
  private final Ration ration = new Ration(MOST_OCTETS);
  private final Connection.Sources sources;
  private final Crowding connections;
  private volatile HttpSettings settings;
  private volatile Router router;

  /// What of the house it needs.
  ///
  /// @param workers for requests that change something, which may wait
  /// @param targets what checks may dial
  /// @param lapses what is amiss with the sources of the registry, by their names; empty if all is
  ///   well
  public record Means(
      Executor workers,
      CheckTargets targets,
      Supplier<Map<String, Lapse>> lapses,
      HttpObserver observer) {}

  public ConsulApi(Registry registry, HttpSettings settings, Means means) {
    this.registry = registry;
    this.settings = settings;
    this.means = means;
    reads = new Reads(registry.directory(), new Contacts(registry.directory(), means.lapses()));
    connections =
        new Crowding(() -> this.settings.bounds().watchersPerClient() + CONNECTIONS_BESIDES);
    router = new Router(routes(settings), reads, settings, means.workers());
    sources =
        new Connection.Sources(
            () -> router,
            new Audiences(registry.directory()),
            new Crowding(() -> this.settings.bounds().watchersPerClient()),
            means.observer());
  }

  /// From now on it goes by these: each request that comes, also over connections that are open.
  /// What was let in before is answered, and what is above a new bound stays until it ends.
  ///
  /// Which nodes clients are does not change while they are registered: node, address, datacenter
  /// and virtual agents stay those of before.
  public void take(HttpSettings next) {
    HttpSettings taken = settings.with(next);
    router = new Router(routes(taken), reads, taken, means.workers());
    settings = taken;
  }

  /// The node that programs on this machine register on.
  public static Node ownNode(HttpSettings.Identity identity) {
    return Agent.ours(identity).node();
  }

  private List<Route> routes(HttpSettings settings) {
    ServiceDirectory directory = registry.directory();
    String datacenter = settings.identity().datacenter();
    var shapes = new Shapes(datacenter, directory);
    var checks = new CheckMaking(means.targets());
    var routes = new ArrayList<Route>();
    routes.addAll(new AgentServices(registry, shapes, reads, checks, besideDns).routes());
    routes.addAll(new AgentChecks(registry, shapes, reads, checks).routes());
    routes.addAll(new AgentHealth(directory, shapes, reads).routes());
    routes.addAll(new AgentSelf(settings.identity(), reads).routes());
    routes.addAll(new Catalog(datacenter, directory, shapes, reads).routes());
    routes.addAll(new CatalogWrites(registry, datacenter, besideDns).routes());
    routes.addAll(new HealthReads(directory, shapes, reads).routes());
    routes.addAll(new KeyValues(registry, shapes, reads).routes());
    return routes;
  }

  /// How many connections are open.
  public int connections() {
    return connections.count();
  }

  /// How many requests wait for a change.
  public int watchers() {
    return sources.watchers().count();
  }

  Connection.Sources sources() {
    return sources;
  }

  Ration ration() {
    return ration;
  }

  /// A client's place for one more connection, null if it may have none. Behind a trusted proxy
  /// there are many clients.
  Crowding.@Nullable Place admit(InetAddress peer) {
    if (connections.count() >= settings.bounds().connections()) {
      return null;
    }
    return settings.access().trustedProxies().test(peer)
        ? connections.enterAnyway(peer)
        : connections.enter(peer);
  }
}
