package dev.cairn.server;

import dev.cairn.telemetry.EventLog;
import dev.cairn.telemetry.EventType;
import dev.cairn.telemetry.Happening;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Fault;
import dev.cairn.upstream.UpstreamObserver;

/// Tells as events which upstreams are left alone, and passes all else on to the meters.
record UpstreamEvents(UpstreamObserver meters, EventLog log) implements UpstreamObserver {
  @Override
  public void replied(Endpoint upstream, long roundTripNanos) {
    meters.replied(upstream, roundTripNanos);
  }

  @Override
  public void failed(Endpoint upstream, Fault fault) {
    meters.failed(upstream, fault);
  }

  @Override
  public void wentDown(Endpoint upstream, String why) {
    log.publish(Happening.of(EventType.UPSTREAM_OPEN, upstream.toString()).because("it " + why));
  }

  @Override
  public void cameBack(Endpoint upstream) {
    log.publish(Happening.of(EventType.UPSTREAM_CLOSED, upstream.toString()));
  }
}
