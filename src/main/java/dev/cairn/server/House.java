package dev.cairn.server;

import dev.cairn.admin.AdminServer;
import dev.cairn.cache.AnswerCache;
import dev.cairn.responder.WaitingRoom;
import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.Meters;
import dev.cairn.transport.DnsListener;
import dev.cairn.transport.EventLoops;
import dev.cairn.transport.LoopWatch;
import dev.cairn.upstream.UpstreamPool;
import java.util.concurrent.ExecutorService;

/// What a server is made of, and the order in which it is taken apart.
record House(
    EventLoops loops,
    LoopWatch loopWatch,
    ExecutorService loaders,
    Meters meters,
    StateMeters stateMeters,
    EventLog events,
    AnswerCache cache,
    CacheFile cacheFile,
    UpstreamPool upstreams,
    ForwardOwners forwardOwners,
    ZoneKeeper zones,
    Publisher publisher,
    WaitingRoom waitingRoom,
    Sites<DnsListener> dns,
    Sites<AdminServer> admin)
    implements AutoCloseable {

  @Override
  public void close() {
    loopWatch.close();
    dns.closeAll();
    admin.closeAll();
    upstreams.close();
    loaders.shutdownNow();
    loops.close();
    meters.close();
  }
}
