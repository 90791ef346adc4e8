package dev.cairn.transport;

import dev.cairn.message.Edns;
import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.wire.ResponseBuffer;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/// A query of a batch that waits for others.
final class KeptDatagram implements Exchange {
  private final BatchSocket socket;
  private final byte[] envelope;
  private final InetSocketAddress client;
  private final byte[] query;
  private @Nullable ResponseBuffer response;

  /// @param envelope of the answer
  KeptDatagram(BatchSocket socket, byte[] envelope, InetSocketAddress client, byte[] query) {
    this.socket = socket;
    this.envelope = envelope;
    this.client = client;
    this.query = query;
  }

  @Override
  public byte[] query() {
    return query;
  }

  @Override
  public int queryLength() {
    return query.length;
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress client() {
    return client;
  }

  /// Not before there is an answer, and then that of the loop if it is answered there, as most are:
  /// thousands may wait.
  @Override
  public ResponseBuffer response() {
    ResponseBuffer known = response;
    if (known == null) {
      BatchLoop loop = socket.loop();
      known =
          loop.executor().inEventLoop()
              ? loop.roomForLate()
              : new ResponseBuffer(Edns.OUR_UDP_SIZE);
      response = known;
    }
    return known;
  }

  @Override
  public void send() {
    socket.loop().sendLate(this);
  }

  /// Goes to those answers that leave together; on the loop.
  void leave() {
    socket.underWay().decrementAndGet();
    if (!socket.isOpen()) {
      return;
    }
    int place = socket.loop().place(socket);
    Datagrams out = socket.loop().out();
    var kept = MemorySegment.ofArray(envelope);
    MemorySegment.copy(kept, 0, out.envelopes(), Datagrams.envelopeAt(place), kept.byteSize());
    out.write(place, response(), socket.family().nameLength(), envelope.length - Datagrams.CONTROL);
    socket.loop().placed();
  }

  @Override
  public void ignore() {
    socket.underWay().decrementAndGet();
  }

  @Override
  public Exchange detached() {
    return this;
  }
}
