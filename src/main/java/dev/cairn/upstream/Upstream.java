package dev.cairn.upstream;

import dev.cairn.upstream.Breaker.Standing;
import dev.cairn.upstream.UpstreamSettings.Mismatch;
import dev.cairn.wire.Reply;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;

/// One server that is asked: its connections, and how it does. Outlives configurations.
public final class Upstream {
  private static final Logger LOG = LoggerFactory.getLogger(Upstream.class);
  private static final int CROWDED = 4; // this part of all that may be open

  /// How long it is asked without EDNS after it has shown that it does not know it; and for how
  /// long it is believed to know it after it has shown that.
  private static final long PLAIN = TimeUnit.SECONDS.toNanos(60);

  private final Endpoint endpoint;
  private final String shown;
  private final Means means;
  private final UpstreamCounters counters;
  private final RoundTrips roundTrips = new RoundTrips();
  private final Breaker breaker;
  private final CookieExchange cookies;
  private final Map<EventLoop, DatagramLine> datagrams = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable ConnectedLine> connected = new AtomicReference<>();
  private final AtomicInteger open = new AtomicInteger();
  private final HealthWatch watch;
  private volatile long recoveredAt;
  private volatile long downSince;
  private volatile Failure downBecause = Failure.BUG;
  private volatile long ednsSeenAt;
  private volatile long plainSince;
  private volatile boolean isRetired;

  Upstream(Endpoint endpoint, Means means) {
    this.endpoint = endpoint;
    this.shown = endpoint.toString();
    this.means = means;
    this.counters = new UpstreamCounters(endpoint, means);
    this.breaker =
        new Breaker(() -> means.settings().get().breaker(), means.time(), means.random());
    this.cookies = new CookieExchange(means.random());
    this.recoveredAt = means.time().read();
    this.ednsSeenAt = recoveredAt - PLAIN;
    this.plainSince = recoveredAt - PLAIN;
    this.watch = new HealthWatch(this, means);
  }

  public Endpoint endpoint() {
    return endpoint;
  }

  /// Asks by the upstream's own protocol. What comes of it is told on `loop`, which the caller is
  /// on, until the call is dropped.
  ///
  /// @return null if as many questions as may be are open; the listener is not told
  public @Nullable Call ask(Inquiry inquiry, EventLoop loop, Listener listener) {
    return switch (endpoint.protocol()) {
      case DNS -> begin(overUdp(understood(inquiry)), datagramLine(loop), loop, listener);
      case TCP, TLS, HTTPS -> begin(understood(inquiry), connectedLine(), loop, listener);
    };
  }

  /// Asks over TCP for what did not fit into a datagram (RFC 7766 §5), as [#ask] does.
  public @Nullable Call fetch(Inquiry inquiry, EventLoop loop, Listener listener) {
    counters.truncated();
    return begin(understood(inquiry), connectedLine(), loop, listener);
  }

  public boolean isAskedOverUdp() {
    return endpoint.protocol() == Protocol.DNS;
  }

  private @Nullable Call begin(Inquiry inquiry, Line line, EventLoop loop, Listener listener) {
    boolean isCheck = listener instanceof HealthWatch.Check; // one at a time, and it has to be made
    if (open.incrementAndGet() > means.settings().get().mostInFlight() && !isCheck) {
      open.decrementAndGet();
      counters.failed(Failure.BUSY);
      return null;
    }
    var call = new Call(this, inquiry, listener, loop, means.time().read());
    try {
      call.over(line);
    } catch (RuntimeException bug) {
      call.drop(); // or its place would be taken for good
      throw bug;
    }
    return call;
  }

  /// What it is known not to understand is left out.
  private Inquiry understood(Inquiry inquiry) {
    return means.time().read() - plainSince < PLAIN ? inquiry.withoutEdns() : inquiry;
  }

  private Inquiry overUdp(Inquiry inquiry) {
    var integrity = means.settings().get().integrity();
    Inquiry asked = integrity.randomCase() ? inquiry.withRandomCase(means.random()) : inquiry;
    return integrity.cookies() ? asked.with(cookies.option()) : asked;
  }

  /// A question was not answered in time: another upstream is asked as well. A late answer still
  /// counts. Where the connection was late, its dial counts as one failure, whoever waited for it.
  ///
  /// @param nanos how long that was
  public void overdue(Call call, long nanos) {
    Failure failure = Failure.timeout(nanos);
    counters.failed(failure);
    unanswered(call, failure);
  }

  /// What it said was judged to be of no use.
  public void misjudged(Failure failure) {
    counters.failed(failure);
  }

  /// Whether it should be asked before others.
  public boolean isGood() {
    return breaker.standing() == Standing.GOOD;
  }

  /// Whether it is left alone.
  public boolean isDown() {
    return breaker.standing() == Standing.DOWN;
  }

  /// Whether the caller has to send it a real question now, to see whether it answers again.
  public boolean takesTrial() {
    return breaker.takesTrial();
  }

  /// Questions that are open now.
  public int open() {
    return open.get();
  }

  /// Whether so many questions are open that there may soon be no room for more.
  public boolean isCrowded() {
    return open.get() > means.settings().get().mostInFlight() / CROWDED;
  }

  /// The smoothed round trip in nanoseconds, 0 if none is known.
  public long smoothedRoundTrip() {
    return roundTrips.smoothed();
  }

  /// After how many nanoseconds a reply is overdue, by what it took before; 0 if nothing is known.
  public long overdueAfter() {
    return roundTrips.overdue();
  }

  /// Whether a question has to wait for a connection first.
  public boolean hasToConnect() {
    return endpoint.protocol() != Protocol.DNS && !counters.isConnected();
  }

  /// The nanoseconds that so many of a hundred round trips do not exceed; 0 if nothing is known.
  public long percentile(int percent) {
    return roundTrips.percentile(percent);
  }

  /// When it last became good again, in nanoseconds of the ticker.
  public long recoveredAt() {
    return recoveredAt;
  }

  /// When one of several last became good again; 0 if there is none. Asked for with every miss.
  public static long lastRecovery(List<Upstream> upstreams) {
    long last = upstreams.isEmpty() ? 0 : upstreams.getFirst().recoveredAt;
    for (Upstream upstream : upstreams) {
      last = Math.max(last, upstream.recoveredAt);
    }
    return last;
  }

  /// Why it is left alone; says nothing while it is not.
  public Failure downBecause() {
    return downBecause;
  }

  /// Whether it is left alone because what it is asked comes back to us.
  public boolean isLooping() {
    return isDown() && downBecause.fault() == Fault.LOOP;
  }

  /// What was asked there came back to us.
  void loops() {
    counters.failed(Failure.LOOP);
    boolean isKnown = isLooping(); // it may be down, as nobody answered
    breaker.trip(Fault.LOOP);
    if (!isKnown) {
      wentDown(Failure.LOOP);
    }
  }

  /// Closes its sockets as soon as nobody waits on them any more.
  void retire() {
    isRetired = true;
    watch.end();
    datagrams.values().forEach(Line::retire);
    ConnectedLine line = connected.get();
    if (line != null) {
      line.retire();
    }
  }

  /// The network is another: what was learned of it says nothing any more.
  void reset() {
    recoveredAt = means.time().read();
    ednsSeenAt = recoveredAt - PLAIN;
    plainSince = recoveredAt - PLAIN;
    breaker.reset();
    ConnectedLine line = connected.get();
    if (line != null) {
      line.renew();
    }
    datagrams.values().forEach(DatagramLine::renew);
    watch.begin();
  }

  /// Looks after it from now on, as the settings say.
  void watch() {
    watch.begin();
  }

  Breaker breaker() {
    return breaker;
  }

  UpstreamStatistics statistics() {
    Standing standing = breaker.standing();
    return new UpstreamStatistics(
        endpoint,
        new UpstreamStatistics.Condition(
            breaker.state(), standing, since(standing), breaker.nextTrialAt()),
        UpstreamStatistics.RoundTripTimes.of(roundTrips),
        counters.snapshot(),
        open.get(),
        means.settings().get().mostInFlight());
  }

  private long since(Standing standing) {
    return switch (standing) {
      case GOOD -> recoveredAt;
      case DOUBTFUL -> breaker.unansweredSince();
      case DOWN -> downSince;
    };
  }

  /// Whether a reply may be believed, as far as cookies and the case of letters tell. If not, it is
  /// asked again in a way that is harder to forge, or waited on.
  boolean accepts(Call call, Reply reply) {
    if (!call.isOverUdp() || !means.settings().get().integrity().cookies()) {
      return true;
    }
    return switch (cookies.judge(reply.edns())) {
      case NONE_KNOWN -> true;
      case RIGHT -> reply.rcode() != Rcode.BADCOOKIE || !askWithRightCookie(call);
      case MISSING -> {
        cookies.forget();
        counters.ignored();
        yield !askOverTcp(call);
      }
      case FORGED -> {
        counters.ignored();
        yield false;
      }
    };
  }

  /// Learns of a reply whether it knows EDNS. An error without an OPT record of its own says that
  /// it does not (RFC 6891 §7), unless it has just shown that it does: some leave it out of errors.
  void learn(Call call, Reply reply) {
    long now = means.time().read();
    if (reply.edns().isPresent()) {
      ednsSeenAt = now;
      return;
    }
    if (reply.deniesEdns() && call.hasEdns() && now - ednsSeenAt >= PLAIN) {
      plainSince = now;
    }
  }

  /// With the cookie that it just gave, and where that is not right either over TCP, which needs
  /// none (RFC 7873 §5.3); whether that was done.
  private boolean askWithRightCookie(Call call) {
    if (call.isRepeated()) {
      return askOverTcp(call);
    }
    return call.asksAgain(overUdp(Inquiry.of(call.inquiry().query())), datagramLine(call.loop()));
  }

  /// Whether that was done.
  boolean askOverTcp(Call call) {
    return call.asksAgain(Inquiry.of(call.inquiry().query()), connectedLine());
  }

  long now() {
    return means.time().read();
  }

  /// Somebody may be guessing.
  void mismatched(Call call) {
    if (means.settings().get().integrity().onMismatch() == Mismatch.RETRY) {
      askOverTcp(call);
    }
  }

  void ignored() {
    counters.ignored();
  }

  /// A reply came; how long it took. Waiting for a connection is no part of a round trip: it is
  /// over once there is one.
  long heard(Call call, int rcode) {
    long now = now();
    long roundTrip = now - call.leftAt();
    counters.replied(roundTrip);
    if (call.isOverUdp() || endpoint.protocol() != Protocol.DNS) { // not what was fetched besides
      roundTrips.took(roundTrip);
    }
    if (!call.isCheck() && breaker.heard(call.askedAt(), rcode)) {
      cameBack();
    }
    return now - call.sentAt();
  }

  /// It cannot be asked, or said something that is of no use.
  void failed(Call call, Failure failure) {
    counters.failed(failure);
    if (failure.fault().isOfTheUpstream() && !call.isCheck()) {
      unanswered(call, failure);
    }
  }

  /// While it is down, each is the end of a trial.
  private void unanswered(Call call, Failure failure) {
    if (isRetired || !isDown() && !call.failureCounts()) {
      return; // what ends as we leave it says nothing of it
    }
    if (failure.fault().isDoubtful()) {
      switch (breaker.silent(call.askedAt())) {
        case NONE -> {}
        case CHECK -> watch.doubt();
        case DOWN -> wentDown(failure);
      }
    } else if (breaker.refused(call.askedAt())) {
      wentDown(failure);
    }
  }

  /// Checks say that it is up.
  void checkedUp(long askedAt) {
    if (breaker.mend(askedAt)) {
      cameBack();
    }
  }

  /// A check was not answered, as nothing was since some time before.
  void checkFailed(Failure failure) {
    if (breaker.checkUnanswered()) {
      boolean isSilent = failure.fault() == Fault.TIMEOUT;
      wentDown(isSilent ? Failure.timeout(now() - breaker.unansweredSince()) : failure);
    }
  }

  /// Checks say that it is down.
  void checkedDown(Failure failure) {
    if (breaker.trip(failure.fault())) {
      wentDown(failure);
    }
  }

  private void wentDown(Failure failure) {
    downSince = means.time().read();
    downBecause = failure;
    LOG.warn(
        "upstream {}: down, it {}; others are asked until it answers again, known answers are served"
            + " where there are none",
        this,
        failure);
    means.observer().wentDown(endpoint, failure.toString());
    watch.wentDown();
  }

  private void cameBack() {
    recoveredAt = means.time().read();
    LOG.info("upstream {}: up again after {} ms", this, (recoveredAt - downSince) / 1_000_000);
    means.observer().cameBack(endpoint);
    watch.cameBack();
  }

  void dropped() {
    open.decrementAndGet();
  }

  private DatagramLine datagramLine(EventLoop loop) {
    DatagramLine known = datagrams.get(loop);
    return known != null ? known : datagrams.computeIfAbsent(loop, one -> newDatagramLine(one));
  }

  private DatagramLine newDatagramLine(EventLoop loop) {
    var line = new DatagramLine(endpoint, means, counters, loop);
    if (isRetired) {
      line.retire();
    }
    return line;
  }

  private ConnectedLine connectedLine() {
    ConnectedLine known = connected.get();
    if (known != null) {
      return known;
    }
    var fresh = new ConnectedLine(endpoint, means, counters, this::conversation);
    ConnectedLine other = connected.compareAndExchange(null, fresh);
    ConnectedLine line = other == null ? fresh : other;
    if (isRetired) {
      line.retire();
    }
    return line;
  }

  private Conversation conversation(Conversation.Observer observer) {
    return switch (endpoint.protocol()) {
      case DNS, TCP, TLS -> new StreamConversation(endpoint.protocol(), means, counters, observer);
      case HTTPS -> new HttpConversation(endpoint, means, counters, observer);
    };
  }

  @Override
  public String toString() {
    return shown;
  }
}
