package dev.cairn.responder;

import dev.cairn.guard.Cookies;
import dev.cairn.guard.Guard;
import dev.cairn.guard.Keys;
import dev.cairn.guard.Network;
import dev.cairn.hotpath.HotPath;
import dev.cairn.message.RecordSet;
import dev.cairn.message.SipHash;
import dev.cairn.registry.RegistryText;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneResolver;
import dev.cairn.zone.ZoneResolver.AnyAnswer;
import dev.cairn.zone.ZoneResolver.OnMiss;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// A responder with zones and without sockets.
public final class TestHouse {
  public static final List<Network> EVERYBODY = List.of(network("0.0.0.0", 0), network("::", 0));

  private static final Name ALTERNATIVE = Name.fromConstantString("alternative.test.");
  private static final byte[] SECRET = new byte[Cookies.SECRET];

  public final CountingObserver observer = new CountingObserver();
  public final Responder responder;

  public TestHouse(Collection<Owner> owners, Guard guard) {
    this(Namespace.of(owners), true, owners, guard);
  }

  private TestHouse(
      Namespace namespace, boolean hasHotPath, Collection<Owner> owners, Guard guard) {
    var identity = new ServerIdentity("Cairn test", "node-1", true);
    boolean forwards = owners.stream().anyMatch(owner -> owner.kind() == Owner.Kind.FORWARD);
    var generation =
        new Generation(
            guard,
            new HotPath(hasHotPath ? namespace : Namespace.of(List.of()), 1, forwards),
            new AliasChaser(namespace),
            identity,
            new OptionReplies(
                identity.id(),
                new Cookies(List.of(SECRET), InstantSource.system()),
                Duration.ofSeconds(10)),
            new Keys(List.of()),
            forwards);
    var limits = new WaitingRoom.Limits(100, 100);
    var room = new WaitingRoom(() -> limits, new SipHash(new SecureRandom()));
    responder = new Responder(() -> generation, room, observer, System::nanoTime);
  }

  public static TestHouse ofZones(Collection<Zone> zones) {
    return of(zones, null);
  }

  /// Zones, and services beside or in them. Chance always says 0.
  public static TestHouse of(Collection<Zone> zones, @Nullable RegistryText registry) {
    return of(zones, registry, true);
  }

  /// The same without a short cut: every answer goes the clear way.
  public static TestHouse ofClearPath(Collection<Zone> zones, @Nullable RegistryText registry) {
    return of(zones, registry, false);
  }

  private static TestHouse of(
      Collection<Zone> zones, @Nullable RegistryText registry, boolean hasHotPath) {
    Map<Name, Owner> owners = new HashMap<>();
    RecordSet soa = null;
    for (Zone zone : zones) {
      var resolver = new ZoneResolver(zone, OnMiss.NXDOMAIN, AnyAnswer.ONE_SET);
      owners.put(zone.origin(), Owner.zone(zone.origin(), resolver));
      boolean isBeside = registry != null && zone.origin().equals(registry.domain());
      soa = isBeside ? zone.soa() : soa;
    }
    if (registry != null) {
      Owner beside = owners.get(registry.domain());
      LocalResolver zone = beside == null ? null : beside.here();
      owners.put(registry.domain(), registry.names(registry.domain(), zone, soa, () -> () -> 0L));
      owners.put(ALTERNATIVE, registry.names(ALTERNATIVE, null, null, () -> () -> 0L));
    }
    var guard = new Guard(EVERYBODY, EVERYBODY);
    var scattered = registry == null ? null : registry.reverse();
    return new TestHouse(
        Namespace.of(owners.values(), scattered), hasHotPath, owners.values(), guard);
  }

  public static Network network(String base, int prefixLength) {
    try {
      return new Network(InetAddress.getByName(base), prefixLength);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
