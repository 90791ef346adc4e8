package dev.cairn.responder;

import dev.cairn.message.Transport;
import dev.cairn.wire.ResponseBuffer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A query without a socket.
public final class TestExchange implements Exchange {
  private final byte[] query;
  private final Transport transport;
  private final InetSocketAddress client;
  private final ResponseBuffer response;
  private final CompletableFuture<byte[]> sent = new CompletableFuture<>();

  public TestExchange(byte[] query, Transport transport) {
    this(query, transport, new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000));
  }

  public TestExchange(byte[] query, Transport transport, InetSocketAddress client) {
    this.query = query;
    this.transport = transport;
    this.client = client;
    this.response = new ResponseBuffer(transport == Transport.UDP ? 1232 : 65_535);
  }

  /// The response, empty if there will be none; waits for it at most ten seconds.
  public byte[] sent() {
    return sent.orTimeout(10, TimeUnit.SECONDS).join();
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
    return transport;
  }

  @Override
  public InetSocketAddress client() {
    return client;
  }

  @Override
  public ResponseBuffer response() {
    return response;
  }

  @Override
  public void send() {
    if (!sent.complete(Arrays.copyOf(response.bytes(), response.length()))) {
      throw new IllegalStateException("answered twice");
    }
  }

  @Override
  public void ignore() {
    sent.complete(new byte[0]);
  }

  @Override
  public Exchange detached() {
    return this;
  }
}
