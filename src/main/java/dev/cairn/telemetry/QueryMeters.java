package dev.cairn.telemetry;

import dev.cairn.guard.Cookies.Verdict;
import dev.cairn.guard.Keys;
import dev.cairn.message.Query;
import dev.cairn.message.Transport;
import dev.cairn.responder.Exchange;
import dev.cairn.responder.QueryObserver;
import dev.cairn.responder.TransferSummary;
import dev.cairn.responder.WaitingRoom.Refusal;
import dev.cairn.transport.TransportObserver;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.Type;

/// Counts queries, connections, and what was turned away. Types are those that people ask for, all
/// others are one: a client cannot make the number of meters grow.
public final class QueryMeters implements QueryObserver, TransportObserver {
  private static final Logger LOG = LoggerFactory.getLogger(QueryMeters.class);
  private static final long BUG_LOG_NANOS = 10_000_000_000L;
  private static final int RCODES = Rcode.BADVERS + 1;
  private static final int[] TYPES = {
    Type.A,
    Type.AAAA,
    Type.ANY,
    Type.CAA,
    Type.CNAME,
    Type.DNSKEY,
    Type.DS,
    Type.HTTPS,
    Type.MX,
    Type.NAPTR,
    Type.NS,
    Type.PTR,
    Type.SOA,
    Type.SRV,
    Type.SVCB,
    Type.TLSA,
    Type.TXT
  };
  private static final int OTHER = TYPES.length;
  private static final int UNREAD = TYPES.length + 1;
  private static final int TYPE_COUNT = TYPES.length + 2;

  /// Why a signature was not taken (RFC 8945 §3).
  private enum SignatureError {
    BADSIG,
    BADKEY,
    BADTIME,
    BADTRUNC,
    MALFORMED;

    static SignatureError of(int error) {
      return switch (error) {
        case Rcode.BADSIG -> BADSIG;
        case Rcode.BADKEY -> BADKEY;
        case Rcode.BADTIME -> BADTIME;
        case Keys.BADTRUNC -> BADTRUNC;
        default -> MALFORMED; // a number, not an outcome
      };
    }
  }

  /// How a transfer may end.
  private enum Ending {
    DONE,
    BROKEN,
    REFUSED
  }

  private final Meters meters;
  private final AtomicReferenceArray<@Nullable LongAdder> answered =
      new AtomicReferenceArray<>(Transport.values().length * TYPE_COUNT * RCODES);
  private final Map<Transport, LatencyHistogram> durations = new EnumMap<>(Transport.class);
  private final Map<Transport, LongAdder> ignored = new EnumMap<>(Transport.class);
  private final Map<Closing, LongAdder> closings = new EnumMap<>(Closing.class);
  private final Map<Verdict, LongAdder> cookies = new EnumMap<>(Verdict.class);
  private final Map<Refusal, LongAdder> overloaded = new EnumMap<>(Refusal.class);
  private final Map<Ending, LongAdder> transfers = new EnumMap<>(Ending.class);
  private final Map<SignatureError, LongAdder> unsigned = new EnumMap<>(SignatureError.class);
  private final LongAdder bugs = new LongAdder();
  private final LongAdder unsent = new LongAdder();
  private final LongAdder dropped = new LongAdder();
  private final LongAdder opened = new LongAdder();
  private final AtomicLong lastBugLogged = new AtomicLong(System.nanoTime() - BUG_LOG_NANOS);

  public QueryMeters(Meters meters) {
    this.meters = meters;
    for (Transport transport : Transport.values()) {
      String protocol = protocol(transport);
      durations.put(transport, new LatencyHistogram("protocol", protocol));
      ignored.put(transport, new LongAdder());
      meters.counter(
          "cairn.ignored",
          "messages that got no response",
          adder(ignored, transport),
          "protocol",
          protocol);
    }
    count(
        closings,
        Closing.class,
        "cairn.tcp.closed",
        "connections that we closed or did not take",
        "reason");
    count(cookies, Verdict.class, "cairn.cookies", "messages with a DNS cookie", "verdict");
    count(transfers, Ending.class, "cairn.transfers", "zones asked for as a whole", "end");
    count(
        unsigned,
        SignatureError.class,
        "cairn.signatures.rejected",
        "queries whose signature was not taken",
        "error");
    for (Refusal why : Refusal.values()) {
      overloaded.put(why, new LongAdder());
      if (why != Refusal.NONE) {
        meters.counter(
            "cairn.overloaded",
            "queries turned away as too many were waiting for upstreams",
            adder(overloaded, why),
            "of",
            why.word());
      }
    }
    meters.counter("cairn.bugs", "queries answered SERVFAIL because of a bug", bugs);
    meters.counter(
        "cairn.dropped", "responses dropped as too many were waiting to be sent", dropped);
    meters.counter("cairn.unsent", "responses that could not be sent", unsent);
    meters.counter("cairn.tcp.opened", "connections taken", opened);
    meters.histogram(
        "cairn_query_duration_seconds",
        "time from a query to its response",
        () -> List.copyOf(durations.values()));
  }

  /// One counter for each value, with the value's word as a label.
  private <K extends Enum<K>> void count(
      Map<K, LongAdder> adders, Class<K> of, String name, String help, String label) {
    for (K value : of.getEnumConstants()) {
      adders.put(value, new LongAdder());
      String word = value.name().toLowerCase(Locale.ROOT).replace('_', '-');
      meters.counter(name, help, adder(adders, value), label, word);
    }
  }

  @Override
  public void answered(Exchange exchange, @Nullable Query query, int rcode, long nanos) {
    int type = query == null ? UNREAD : typeIndex(query.question().type());
    count(exchange.transport(), type, rcode, nanos);
  }

  @Override
  public void answered(Exchange exchange, int type, int rcode, long nanos) {
    count(exchange.transport(), typeIndex(type), rcode, nanos);
  }

  /// Allocates nothing, but for the first of its kind.
  private void count(Transport transport, int type, int rcode, long nanos) {
    int index = (transport.ordinal() * TYPE_COUNT + type) * RCODES + rcode;
    LongAdder adder = answered.get(index);
    (adder == null ? newAdder(index, transport, type, rcode) : adder).increment();
    LatencyHistogram duration = durations.get(transport);
    if (duration != null) {
      duration.record(nanos);
    }
  }

  @Override
  public void ignored(Exchange exchange) {
    adder(ignored, exchange.transport()).increment();
  }

  @Override
  public void cookie(Verdict verdict) {
    adder(cookies, verdict).increment();
  }

  @Override
  public void overloaded(Refusal why) {
    adder(overloaded, why).increment();
  }

  @Override
  public void unsigned(int error) {
    adder(unsigned, SignatureError.of(error)).increment();
  }

  @Override
  public void transferred(TransferSummary transfer) {
    adder(transfers, Ending.DONE).increment();
    LOG.info("{}: sent", transfer);
  }

  @Override
  public void transferBroken(TransferSummary transfer) {
    adder(transfers, Ending.BROKEN).increment();
    LOG.warn("{}: the client went away, or took nothing for too long", transfer);
  }

  @Override
  public void transferRefused() {
    adder(transfers, Ending.REFUSED).increment();
  }

  @Override
  public void failed(RuntimeException bug) {
    bugs.increment();
    long now = System.nanoTime();
    long last = lastBugLogged.get();
    if (now - last >= BUG_LOG_NANOS
        && lastBugLogged.compareAndSet(last, now)) { // a client may be able to repeat it
      LOG.error(
          "a query was answered SERVFAIL because of a bug in Cairn; the server goes on. Please report this:",
          bug);
    }
  }

  @Override
  public void opened() {
    opened.increment();
  }

  @Override
  public void closed() {}

  @Override
  public void closing(Closing why) {
    adder(closings, why).increment();
  }

  @Override
  public void dropped() {
    dropped.increment();
  }

  @Override
  public void unsent(Throwable cause) {
    unsent.increment();
  }

  /// The first answer of its kind makes its meter.
  private LongAdder newAdder(int index, Transport transport, int type, int rcode) {
    var adder = new LongAdder();
    LongAdder other = answered.compareAndExchange(index, null, adder);
    if (other != null) {
      return other;
    }
    meters.counter(
        "cairn.queries",
        "queries answered",
        adder,
        "protocol",
        protocol(transport),
        "type",
        typeLabel(type),
        "rcode",
        Rcode.string(rcode));
    return adder;
  }

  private static int typeIndex(int type) {
    for (int i = 0; i < TYPES.length; i++) {
      if (TYPES[i] == type) {
        return i;
      }
    }
    return OTHER;
  }

  private static String typeLabel(int index) {
    return index == OTHER ? "other" : index == UNREAD ? "unread" : Type.string(TYPES[index]);
  }

  private static String protocol(Transport transport) {
    return transport.name().toLowerCase(Locale.ROOT);
  }

  private static <K extends Enum<K>> LongAdder adder(Map<K, LongAdder> adders, K key) {
    LongAdder adder = adders.get(key);
    if (adder == null) {
      throw new IllegalStateException(
          "no adder for " + key + " among " + Arrays.toString(adders.keySet().toArray()));
    }
    return adder;
  }
}
