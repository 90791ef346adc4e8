package dev.cairn.transport;

import dev.cairn.message.Edns;
import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.wire.ResponseBuffer;
import java.lang.foreign.MemorySegment;
import java.net.InetSocketAddress;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The query of a batch that is being answered, in room that is used again for the next. Makes no
/// object unless asked for one.
final class BatchDatagram implements Exchange {
  private final Datagrams in;
  private final Clients clients = new Clients();
  private final byte[] query = new byte[UdpHandler.LARGEST_QUERY];
  private final ResponseBuffer response = new ResponseBuffer(Edns.OUR_UDP_SIZE);
  private BatchSocket socket;
  private Clients.Client from;
  private @Nullable InetSocketAddress client;
  private int index;
  private int length;

  @SuppressWarnings("NullAway.Init") // take() comes before everything else
  BatchDatagram(Datagrams in) {
    this.in = in;
  }

  /// Takes up the query in one place of the batch.
  void take(BatchSocket socket, int index) {
    this.socket = socket;
    this.index = index;
    client = null;
    from = clients.at(in.envelopes(), Datagrams.envelopeAt(index), socket.family());
    length = in.length(index);
    in.read(index, query, length);
  }

  @Override
  public byte[] query() {
    return query;
  }

  @Override
  public int queryLength() {
    return length;
  }

  @Override
  public Transport transport() {
    return Transport.UDP;
  }

  @Override
  public InetSocketAddress client() {
    InetSocketAddress known = client;
    if (known == null) {
      known = new InetSocketAddress(from.address(), clientPort());
      client = known;
    }
    return known;
  }

  @Override
  public byte[] clientOctets() {
    return from.octets();
  }

  @Override
  public int clientPort() {
    return Clients.portAt(in.envelopes(), Datagrams.envelopeAt(index));
  }

  @Override
  public ResponseBuffer response() {
    return response;
  }

  @Override
  public void send() {
    int control = turnRound();
    int place = socket.loop().place(socket);
    Datagrams out = socket.loop().out();
    MemorySegment.copy(
        in.envelopes(),
        Datagrams.envelopeAt(index),
        out.envelopes(),
        Datagrams.envelopeAt(place),
        Datagrams.CONTROL + control);
    out.write(place, response, socket.family().nameLength(), control);
    socket.loop().placed();
  }

  /// Octets of the control message that goes with the answer.
  private int turnRound() {
    return in.controlLength(index) == 0
        ? 0
        : PacketSource.turnRound(in.envelopes(), Datagrams.controlAt(index), socket.family());
  }

  @Override
  public void ignore() {}

  @Override
  public Exchange detached() {
    int control = turnRound();
    byte[] envelope = new byte[Datagrams.CONTROL + control];
    MemorySegment.copy(
        in.envelopes(),
        Datagrams.envelopeAt(index),
        MemorySegment.ofArray(envelope),
        0,
        envelope.length);
    socket.underWay().incrementAndGet();
    return new KeptDatagram(socket, envelope, client(), Arrays.copyOf(query, length));
  }
}
