package dev.cairn.transport;

import dev.cairn.responder.Responder;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The engines that drive UDP sockets, made when they are first wanted.
final class UdpEngines {
  private static final Logger LOG = LoggerFactory.getLogger(UdpEngines.class);

  private final EventLoops loops;
  private final Responder responder;
  private final TransportObserver observer;
  private final NettyUdp netty;
  private @Nullable BatchUdp batch;
  private @Nullable String obstacle; // to batches

  UdpEngines(EventLoops loops, Responder responder, TransportObserver observer) {
    this.loops = loops;
    this.responder = responder;
    this.observer = observer;
    this.netty = new NettyUdp(loops, responder, observer);
  }

  /// The one that is to serve an address.
  ///
  /// @throws AddressUnavailable if it cannot be had here
  synchronized UdpOpener opener(UdpEngine wanted, InetSocketAddress address)
      throws AddressUnavailable {
    if (wanted == UdpEngine.NETTY) {
      return netty;
    }
    UdpOpener found = batch();
    if (found == null && wanted == UdpEngine.BATCH) {
      throw AddressUnavailable.noBatches(address, String.valueOf(obstacle));
    }
    return found == null ? netty : found;
  }

  private @Nullable UdpOpener batch() {
    if (batch == null && obstacle == null) {
      obstacle = BatchUdp.obstacle(loops.engine());
      if (obstacle == null) {
        batch = new BatchUdp(loops, responder, observer);
      } else {
        LOG.info("UDP is read and sent without batches: {}", obstacle);
      }
    }
    return batch;
  }
}
