package dev.cairn.server;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.cairn.admin.AdminApi;
import dev.cairn.admin.AdminServer;
import dev.cairn.cache.AnswerCache;
import dev.cairn.config.Config;
import dev.cairn.forward.ResolvConf;
import dev.cairn.message.SipHash;
import dev.cairn.responder.Responder;
import dev.cairn.responder.WaitingRoom;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.telemetry.Meters;
import dev.cairn.telemetry.QueryMeters;
import dev.cairn.transport.DnsListener;
import dev.cairn.transport.EventLoops;
import dev.cairn.transport.LoopWatch;
import dev.cairn.upstream.Sockets;
import dev.cairn.upstream.Timekeeper;
import dev.cairn.upstream.UpstreamPool;
import dev.cairn.zone.Zone;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Puts the house together: a screen of `new`.
final class Wiring {
  private static final int MOST_QUESTIONS = 65_536;

  private Wiring() {}

  static House of(ServerOptions options, Config config, Server server) {
    int processors = Runtime.getRuntime().availableProcessors();
    var loops = new EventLoops(EventLoops.Engine.best(), processors);
    var loaders =
        Executors.newFixedThreadPool(
            processors, Thread.ofPlatform().daemon().name("loader-", 0).factory());
    var meters = new Meters();
    var queryMeters = new QueryMeters(meters);
    var stateMeters = new StateMeters(meters);
    var random = new SecureRandom();
    var events = new EventLog(InstantSource.system(), random);

    var cache =
        new AnswerCache(config.cache().size(), Ticker.systemTicker(), random, Runnable::run);
    var toUpstreams =
        new Sockets(loops.group(), loops::newDatagramChannel, loops::newStreamChannel);
    var upstreams =
        new UpstreamPool(
            toUpstreams,
            Timekeeper.SYSTEM,
            random,
            new UpstreamEvents(stateMeters, events),
            MOST_QUESTIONS);
    var forwardOwners = new ForwardOwners(cache, upstreams, new ResolvConf(options.resolvConf()));
    var zones =
        new ZoneKeeper(
            loaders,
            ServerOptions.STILL,
            InstantSource.system(),
            System::nanoTime,
            listener(server, stateMeters, events));

    var publisher = new Publisher(random);
    var waitingRoom = new WaitingRoom(() -> roomOf(server.inForce().config()), new SipHash(random));
    var responder = new Responder(publisher, waitingRoom, queryMeters, System::nanoTime);
    var dnsSockets =
        new DnsListener.Sockets(
            loops,
            responder,
            () -> server.inForce().tcpLimits(),
            queryMeters,
            () -> server.configs().udpEngine());
    var cacheApi = new CacheApiView(cache, events, () -> server.inForce().forwarders());
    var upstreamApi =
        new UpstreamView(
            upstreams,
            () -> server.inForce().forwarders(),
            () -> publisher.get().chaser(),
            (name, type) -> cacheApi.find(name, type));
    var adminSockets =
        new AdminServer.Sockets(
            loops.group(),
            loops::newServerChannel,
            server,
            new AdminApi(
                upstreamApi,
                cacheApi,
                new RegistryApiView(server::registry, InstantSource.system()),
                new EventView(events, () -> server.inForce().nodeName())),
            Thread::startVirtualThread);

    var loopWatch = new LoopWatch(loops);
    stateMeters.bind(loopWatch);
    stateMeters.bind(cache);
    stateMeters.bind(upstreams);
    stateMeters.bind(zones::status);
    Sites<DnsListener> dns = Sites.dns(dnsSockets);
    stateMeters.bind(dns);
    new RegistryMeters(server::registry, InstantSource.system()).bind(meters);
    meters.gauge("cairn.tcp.connections", "TCP connections", dnsSockets::connections);
    meters.gauge("cairn.waiting", "queries that wait for upstreams", waitingRoom::waiting);
    return new House(
        loops,
        loopWatch,
        loaders,
        meters,
        stateMeters,
        events,
        cache,
        new CacheFile(cache, config.cache().file(), InstantSource.system()),
        upstreams,
        forwardOwners,
        zones,
        publisher,
        waitingRoom,
        dns,
        Sites.admin(adminSockets));
  }

  private static WaitingRoom.Limits roomOf(Config config) {
    var limits = config.forward().limits();
    return new WaitingRoom.Limits(limits.maxInFlight(), limits.maxInFlightPerClient());
  }

  private static ZoneKeeper.Listener listener(Server server, StateMeters meters, EventLog events) {
    return new ZoneKeeper.Listener() {
      @Override
      public void zonesChanged() {
        server.inForce().zonesChanged();
      }

      @Override
      public void taken(Zone zone, @Nullable Zone before) {
        String serial = Long.toString(zone.serial());
        events.publish(
            before == null
                ? Happening.of(EventType.ZONE_LOADED, zone.origin().toString()).turning("", serial)
                : Happening.of(EventType.ZONE_CHANGED, zone.origin().toString())
                    .turning(Long.toString(before.serial()), serial));
      }

      @Override
      public void reloadFailed(Name zone, String why) {
        meters.zoneReloadFailures.increment();
        events.publish(Happening.of(EventType.ZONE_REJECTED, zone.toString()).because(why));
      }
    };
  }
}
