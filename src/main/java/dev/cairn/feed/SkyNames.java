package dev.cairn.feed;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Labels;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Alias;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Outcome.NxDomain;
import dev.cairn.message.Outcome.Stale;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.Freshness;
import dev.cairn.registry.Lapses;
import dev.cairn.registry.Lapses.Lapse;
import dev.cairn.registry.Union;
import dev.cairn.registry.Union.Voice;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Trace;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Answers for one domain from keys as SkyDNS lays them out. A name stands for its key and all that
/// is below it. The domain's own name has the records of `dns/apex`, and the name servers of
/// `dns/ns`.
public final class SkyNames implements LocalResolver, Destination {
  private static final int REFRESH = 3_600;
  private static final int RETRY = 600;
  private static final int EXPIRE = 86_400;

  private final Terms terms;
  private final Freshness freshness;
  private final InstantSource clock;
  private volatile State state;

  /// @param domain absolute
  /// @param negativeTtl of what is not there
  /// @param staleTtl longest of what comes from a source that is away
  /// @param sources whose keys are in the domain
  public record Terms(Name domain, Duration negativeTtl, Duration staleTtl, List<String> sources) {
    public Terms {
      sources = List.copyOf(sources);
    }
  }

  private record State(SkyTree tree, RecordSet soa) {}

  public SkyNames(Terms terms, Freshness freshness, InstantSource clock) {
    this.terms = terms;
    this.freshness = freshness;
    this.clock = clock;
    this.state = state(List.of());
  }

  @Override
  public void take(List<Voice> voices) {
    state = state(voices);
  }

  private State state(List<Voice> voices) {
    return new State(new SkyTree(Union.of(voices, _ -> null).mirror()), soa());
  }

  @Override
  public Outcome resolve(Query query, Trace trace) {
    State now = state;
    Lapses lapses = freshness.lapses();
    int labels = query.question().labels().count();
    boolean isApex = labels == terms.domain().labels() - 1;
    String path = SkyTree.path(query.question().labels());
    if (isApex) {
      return apex(query, now, path + "/dns/");
    }
    List<SkyKey> keys = path == null ? List.of() : now.tree().at(path);
    Outcome found =
        keys.isEmpty()
            ? new NxDomain(List.of(), List.of(now.soa()), Standing.AUTHORITATIVE)
            : answer(query, now, keys, lapses);
    return withAge(found, keys, lapses);
  }

  private Outcome apex(Query query, State now, String below) {
    int type = query.question().type();
    Name name = query.question().name();
    Lapses lapses = freshness.lapses();
    if (type == Type.SOA) {
      return answer(List.of(now.soa().withOwner(name)), List.of());
    }
    List<SkyKey> keys = now.tree().at(below + (type == Type.NS ? "ns" : "apex"));
    if (type != Type.NS) {
      return withAge(answer(query, now, keys, lapses), keys, lapses);
    }
    var records = records(name, keys, lapses);
    RecordSet servers = records.nameServers(keys);
    Outcome found = servers == null ? noData(now) : answer(List.of(servers), records.along(keys));
    return withAge(found, keys, lapses);
  }

  private SkyRecords records(Name name, List<SkyKey> keys, Lapses lapses) {
    boolean isStale =
        keys.stream().anyMatch(key -> lapses.bySource().get(key.source()) instanceof Lapse.Stale);
    return new SkyRecords(name, isStale ? seconds(terms.staleTtl()) : Integer.MAX_VALUE);
  }

  private Outcome answer(Query query, State now, List<SkyKey> keys, Lapses lapses) {
    int type = query.question().type();
    var records = records(query.question().name(), keys, lapses);
    if (type == Type.A || type == Type.AAAA) {
      return address(type, keys, records, now);
    }
    List<RecordSet> sets =
        switch (type) {
          case Type.SRV -> sets(records.services(keys));
          case Type.MX -> sets(records.mailServers(keys));
          case Type.TXT -> sets(records.texts(keys));
          case Type.CNAME -> sets(hasAddress(keys) ? null : records.alias(keys));
          case Type.PTR -> sets(records.pointers(exact(query, now)));
          case Type.ANY ->
              sets(
                  records.addresses(Type.A, keys),
                  records.addresses(Type.AAAA, keys),
                  records.texts(keys));
          default -> List.of(); // a number, not an outcome
        };
    boolean hasTargets = type == Type.SRV || type == Type.MX;
    return sets.isEmpty()
        ? noData(now)
        : answer(sets, hasTargets ? along(keys, now, records) : List.of());
  }

  /// Addresses come before names: a name beside them would be a CNAME with other data.
  private static Outcome address(int type, List<SkyKey> keys, SkyRecords records, State now) {
    RecordSet addresses = records.addresses(type, keys);
    if (addresses != null) {
      return answer(List.of(addresses), List.of());
    }
    RecordSet alias = hasAddress(keys) ? null : records.alias(keys);
    return alias == null
        ? noData(now)
        : new Alias(List.of(alias), List.of(), alias.nameInRdata(0), Standing.AUTHORITATIVE);
  }

  private static boolean hasAddress(Collection<SkyKey> keys) {
    return keys.stream().anyMatch(key -> key.address() != null);
  }

  private static List<SkyKey> exact(Query query, State now) {
    String path = SkyTree.path(query.question().labels());
    return path == null ? List.of() : now.tree().exactlyAt(path);
  }

  /// The addresses of targets: of keys' own names, and of hosts that are names here.
  private List<RecordSet> along(List<SkyKey> keys, State now, SkyRecords records) {
    List<RecordSet> sets = new ArrayList<>(records.along(keys));
    for (SkyKey key : keys) {
      Name host = key.host();
      if (host != null && host.subdomain(terms.domain())) {
        List<SkyKey> there = now.tree().at(path(host));
        var ofHost = new SkyRecords(host, Integer.MAX_VALUE);
        sets.addAll(sets(ofHost.addresses(Type.A, there), ofHost.addresses(Type.AAAA, there)));
      }
    }
    return sets;
  }

  private static String path(Name name) {
    String path = SkyTree.path(Labels.of(name));
    return path == null ? "" : path;
  }

  private static List<RecordSet> sets(@Nullable RecordSet... sets) {
    return Stream.of(sets).filter(Objects::nonNull).toList();
  }

  private static Outcome answer(List<RecordSet> sets, List<RecordSet> additional) {
    return new Answer(List.of(), sets, List.of(), additional, Standing.AUTHORITATIVE);
  }

  private static Outcome noData(State now) {
    return new NoData(List.of(), List.of(now.soa()), Standing.AUTHORITATIVE);
  }

  /// Marks what comes from a source that is away. As long as a source has not told what it knows,
  /// nobody says that a name does not exist.
  private Outcome withAge(Outcome outcome, List<SkyKey> keys, Lapses lapses) {
    if (lapses.isEmpty()) {
      return outcome;
    }
    List<String> sources =
        keys.isEmpty() ? terms.sources() : keys.stream().map(SkyKey::source).distinct().toList();
    Outcome marked = outcome;
    for (String source : sources) {
      marked =
          switch (lapses.bySource().get(source)) {
            case null -> marked;
            case Lapse.Unsynced _ ->
                failed(ExtendedError.NOT_READY, source, "has not been read yet");
            case Lapse.Expired expired ->
                failed(
                    ExtendedError.NO_REACHABLE_AUTHORITY,
                    source,
                    "expired, away for %ds".formatted(expired.seconds()));
            case Lapse.Stale stale ->
                marked instanceof Failed || marked instanceof Stale || marked instanceof Alias
                    ? marked
                    : new Stale(
                        marked,
                        new ExtendedError(
                            ExtendedError.STALE_ANSWER,
                            "source %s stale %ds".formatted(source, stale.seconds())));
          };
    }
    return marked;
  }

  private static Failed failed(int code, String source, String why) {
    return new Failed(new ExtendedError(code, "source %s %s".formatted(source, why)));
  }

  private RecordSet soa() {
    Name domain = terms.domain();
    byte[] server = Name.fromConstantString("ns.dns." + domain).toWire();
    byte[] mailbox = Name.fromConstantString("hostmaster." + domain).toWire();
    int ttl = seconds(terms.negativeTtl());
    byte[] rdata =
        ByteBuffer.allocate(server.length + mailbox.length + 20)
            .put(server)
            .put(mailbox)
            .putInt((int) clock.instant().getEpochSecond())
            .putInt(REFRESH)
            .putInt(RETRY)
            .putInt(EXPIRE)
            .putInt(ttl)
            .array();
    return RecordSet.of(domain, Type.SOA, ttl, List.of(rdata));
  }

  private static int seconds(Duration time) {
    return Math.clamp(time.toSeconds(), 0, Integer.MAX_VALUE);
  }
}
