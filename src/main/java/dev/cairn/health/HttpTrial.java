package dev.cairn.health;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One request over a connection of its own, and those that it is redirected to, each of which is
/// judged as the first. As soon as there is a status, that is what counts; of the body only the
/// beginning is read.
final class HttpTrial implements Trial {
  private static final int LONGEST_LINE = 4_096;
  private static final int LARGEST_HEADERS = 16_384;
  private static final int CHUNK = 8_192;
  private static final int LARGEST_OUTPUT = 64 << 10;
  private static final int MOST_REDIRECTS = 10;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

  private final Probe.Http probe;
  private final DialRule rule;
  private final Reach reach;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final int largest;
  private Consumer<Finding> told = _ -> {};
  private @Nullable Approach approach;
  private @Nullable Channel channel;
  private @Nullable HttpResponseStatus status;
  private Errand errand;
  private int redirects;

  HttpTrial(Probe.Http probe, DialRule rule, Reach reach) {
    this.probe = probe;
    this.rule = rule;
    this.reach = reach;
    this.errand = Errand.of(probe);
    this.largest = Math.min(Math.max(probe.manners().largestOutput(), 0), LARGEST_OUTPUT);
  }

  @Override
  public void begin(Consumer<Finding> consumer) {
    told = consumer;
    go();
  }

  private void go() {
    FullHttpRequest request;
    Approach.Target target;
    try {
      request = errand.request();
      target = new Approach.Target(errand.host(), port(), errand.isTls() ? peer() : null);
    } catch (IllegalArgumentException e) {
      fail("this cannot be asked: " + e.getMessage());
      return;
    }
    approach = new Approach(target, reach, new Connected(request));
    approach.begin(rule);
  }

  private int port() {
    int port = errand.port();
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("no port: " + port);
    }
    return port;
  }

  private CheckTls.Peer peer() {
    var manners = probe.manners();
    boolean isNamed = !manners.tlsServerName().isEmpty() && redirects == 0;
    String name = isNamed ? manners.tlsServerName() : Host.bare(errand.host());
    return new CheckTls.Peer(name, errand.port(), manners.verifiesTls());
  }

  private final class Connected implements Approach.Outcome {
    private final FullHttpRequest request;

    Connected(FullHttpRequest request) {
      this.request = request;
    }

    @Override
    public void connected(Channel connection) {
      channel = connection;
      connection
          .pipeline()
          .addLast(new HttpClientCodec(LONGEST_LINE, LARGEST_HEADERS, CHUNK), new Reader());
      connection.writeAndFlush(request);
      connection.config().setAutoRead(true);
    }

    @Override
    public void failed(String sentence) {
      fail(sentence);
    }
  }

  private final class Reader extends SimpleChannelInboundHandler<HttpObject> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, HttpObject part) {
      if (!context.channel().equals(channel)) {
        return; // redirected meanwhile
      }
      if (part.decoderResult().isFailure()) {
        ended(context, "what came back is not HTTP");
        return;
      }
      if (part instanceof HttpResponse response) {
        answered(response);
      }
      if (part instanceof HttpContent content && status != null) {
        keep(content);
      }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ended(context, "connection closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      ended(context, Causes.sentence(cause));
    }

    private void ended(ChannelHandlerContext context, String sentence) {
      if (!context.channel().equals(channel)) {
        return;
      }
      if (status == null) {
        fail(sentence);
      } else {
        tell(status);
      }
    }
  }

  private void answered(HttpResponse response) {
    HttpResponseStatus said = response.status();
    if (said.codeClass() == HttpStatusClass.INFORMATIONAL && said.code() != 101) {
      return; // the response follows (RFC 9110 §15.2)
    }
    String location = response.headers().get(HttpHeaderNames.LOCATION);
    boolean isSentOn =
        location != null && REDIRECTS.contains(said.code()) && probe.manners().followsRedirects();
    if (isSentOn) {
      follow(said.code(), location);
    } else {
      status = said;
    }
  }

  private void follow(int code, String location) {
    if (++redirects > MOST_REDIRECTS) {
      fail("redirected more than " + MOST_REDIRECTS + " times");
      return;
    }
    Errand next = errand.redirected(code, location);
    if (next == null) {
      fail("redirected to what is no URL of HTTP");
      return;
    }
    drop();
    errand = next;
    go();
  }

  private void keep(HttpContent content) {
    int length = Math.min(content.content().readableBytes(), largest - body.size());
    try {
      content.content().readBytes(body, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory does not fail", e);
    }
    boolean isWhole = content instanceof LastHttpContent;
    if (status != null && (isWhole || body.size() >= largest)) {
      tell(status);
    }
  }

  private void tell(HttpResponseStatus said) {
    told.accept(finding(said));
  }

  private Finding finding(HttpResponseStatus said) {
    Status verdict =
        said.codeClass() == HttpStatusClass.SUCCESS
            ? Status.PASSING
            : said.code() == TOO_MANY_REQUESTS ? Status.WARNING : Status.CRITICAL;
    return new Finding(
        verdict, head() + said + " Output: " + body.toString(StandardCharsets.UTF_8));
  }

  private void fail(String sentence) {
    String where = redirects == 0 ? "" : "redirected to " + errand.url() + ": ";
    told.accept(new Finding(Status.CRITICAL, head() + where + sentence));
  }

  private String head() {
    return "HTTP " + probe.method() + " " + probe.url() + ": ";
  }

  @Override
  public Finding late(Duration timeout) {
    return status == null
        ? new Finding(Status.CRITICAL, head() + Causes.timeout(timeout))
        : finding(status);
  }

  @Override
  public void end() {
    drop();
  }

  private void drop() {
    if (approach != null) {
      approach.end();
    }
    Channel open = channel;
    channel = null;
    if (open != null) {
      open.close();
    }
  }
}
