package dev.cairn.upstream;

import dev.cairn.forward.TestUpstream.Script;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.xbill.DNS.Message;

/// A name server over HTTP/2 (RFC 8484) on a free port of 127.0.0.1 that does what its script says,
/// with the manners of its conduct, behind its entrance. Each request is answered on a thread of
/// its own, when its answer is ready.
public final class TestHttpsUpstream implements AutoCloseable {
  /// Where queries go.
  public static final String PATH = "/dns-query";

  private static final int STREAMS = 100;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
  private final ChannelGroup connections = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger pings = new AtomicInteger();
  private final StreamCounts streams = new StreamCounts();
  private final Handshakes handshakes = new Handshakes();
  private final List<HttpsRequest> requests = new CopyOnWriteArrayList<>();
  private final List<Message> queries = new CopyOnWriteArrayList<>();
  private final Set<Thread> answering = ConcurrentHashMap.newKeySet();
  private final Channel listener;
  private final InetSocketAddress address;
  private volatile Script script;
  private volatile HttpsConduct conduct = HttpsConducts.orderly();
  private volatile Entrance entrance = entrance();
  private volatile int allowed = STREAMS;

  private TestHttpsUpstream(InetSocketAddress address, Script script) throws IOException {
    this.script = script;
    ChannelFuture bound =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    accept(connection);
                  }
                })
            .bind(address)
            .awaitUninterruptibly();
    if (!bound.isSuccess()) {
      loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
      throw new IOException(bound.cause());
    }
    this.listener = bound.channel();
    this.address = (InetSocketAddress) listener.localAddress();
  }

  /// Starts one.
  public static TestHttpsUpstream doing(Script script) throws IOException {
    return at(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), script);
  }

  /// Starts one at an address, as one that was there before and comes back.
  ///
  /// @throws IOException if somebody has it
  public static TestHttpsUpstream at(InetSocketAddress address, Script script) throws IOException {
    return new TestHttpsUpstream(address, script);
  }

  /// The entrance that it has at first: ALPN `h2`, TLS 1.3 and 1.2, the right certificate. If it
  /// offers something else, connections are closed after the handshake.
  public static Entrance entrance() {
    return Entrance.speaking("h2");
  }

  /// Does something else from now on.
  public void nowDoes(Script other) {
    script = other;
  }

  /// Behaves otherwise from now on.
  public void nowBehaves(HttpsConduct other) {
    conduct = other;
  }

  /// Has another entrance for connections that come from now on.
  public void nowHas(Entrance other) {
    entrance = other;
  }

  /// Allows so many streams at once on each connection that comes from now on.
  public void nowAllows(int streamsAtOnce) {
    allowed = streamsAtOnce;
  }

  /// Takes every client for a new one from now on.
  public void forgetSessions() {
    handshakes.forgetSessions();
  }

  public InetSocketAddress address() {
    return address;
  }

  /// How many connections were accepted so far.
  public int accepted() {
    return accepted.get();
  }

  /// How many connections are open now.
  public int open() {
    return connections.size();
  }

  /// The streams so far.
  public StreamCounts streams() {
    return streams;
  }

  /// The handshakes so far.
  public Handshakes handshakes() {
    return handshakes;
  }

  /// How many PING frames have come.
  public int pings() {
    return pings.get();
  }

  /// The requests so far, good or not.
  public List<HttpsRequest> requests() {
    return requests;
  }

  /// The queries so far.
  public List<Message> queries() {
    return queries;
  }

  int allowed() {
    return allowed;
  }

  void pinged() {
    pings.incrementAndGet();
  }

  private void accept(Channel connection) {
    accepted.incrementAndGet();
    connections.add(connection);
    connection.pipeline().addLast(new HttpsDoor(this, entrance));
  }

  /// Takes a request that is whole.
  void take(HttpsRequest request, Http2StreamChannel stream, int number) {
    requests.add(request);
    Message query = request.query();
    if (query == null) {
      answer(
          new HttpsExchange(stream, number, new Message(), script),
          HttpsConducts.status(request.status()));
    } else {
      queries.add(query);
      answer(new HttpsExchange(stream, number, query, script), conduct);
    }
  }

  private void answer(HttpsExchange exchange, HttpsConduct manners) {
    Thread thread = Thread.ofVirtual().unstarted(() -> run(exchange, manners));
    answering.add(thread);
    thread.start();
  }

  private void run(HttpsExchange exchange, HttpsConduct manners) {
    try {
      manners.answer(exchange);
    } catch (IOException | InterruptedException | RejectedExecutionException _) {
      return; // ended by either side
    } finally {
      answering.remove(Thread.currentThread());
    }
  }

  @Override
  public void close() {
    listener.close().syncUninterruptibly();
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    answering.forEach(Thread::interrupt);
  }
}
