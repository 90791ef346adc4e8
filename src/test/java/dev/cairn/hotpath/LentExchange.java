package dev.cairn.hotpath;

import dev.cairn.message.Edns;
import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.wire.ResponseBuffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/// One room for one query after the other, as a transport has it.
final class LentExchange implements Exchange {
  private final ResponseBuffer response = new ResponseBuffer(Edns.OUR_UDP_SIZE);
  private final InetSocketAddress client =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
  private final byte[] octets = client.getAddress().getAddress();
  private byte[] query = {};
  private boolean isSent;

  void take(byte[] octets) {
    query = octets;
    isSent = false;
  }

  boolean isSent() {
    return isSent;
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

  @Override
  public byte[] clientOctets() {
    return octets;
  }

  @Override
  public ResponseBuffer response() {
    return response;
  }

  @Override
  public void send() {
    isSent = true;
  }

  @Override
  public void ignore() {}

  @Override
  public Exchange detached() {
    throw new IllegalStateException("nobody is asked");
  }
}
