package dev.cairn.responder;

import dev.cairn.guard.Cookies;
import dev.cairn.guard.Guard;
import dev.cairn.guard.Network;
import dev.cairn.hotpath.HotPath;
import dev.cairn.message.SipHash;
import dev.cairn.resolve.AliasChaser;
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
import java.util.List;

/// A responder with zones and without sockets.
public final class TestHouse {
  public static final List<Network> EVERYBODY = List.of(network("0.0.0.0", 0), network("::", 0));

  private static final byte[] SECRET = new byte[Cookies.SECRET];

  public final CountingObserver observer = new CountingObserver();
  public final Responder responder;

  public TestHouse(Collection<Owner> owners, Guard guard) {
    var identity = new ServerIdentity("Cairn test", "node-1", true);
    boolean forwards = owners.stream().anyMatch(owner -> owner.kind() == Owner.Kind.FORWARD);
    var namespace = Namespace.of(owners);
    var generation =
        new Generation(
            guard,
            new HotPath(namespace, 1),
            new AliasChaser(namespace),
            identity,
            new OptionReplies(
                identity.id(),
                new Cookies(List.of(SECRET), InstantSource.system()),
                Duration.ofSeconds(10)),
            forwards);
    var limits = new WaitingRoom.Limits(100, 100);
    var room = new WaitingRoom(() -> limits, new SipHash(new SecureRandom()));
    responder = new Responder(() -> generation, room, observer, System::nanoTime);
  }

  public static TestHouse ofZones(Collection<Zone> zones) {
    List<Owner> owners =
        zones.stream()
            .map(zone ->
                Owner.zone(
                    zone.origin(), new ZoneResolver(zone, OnMiss.NXDOMAIN, AnyAnswer.ONE_SET)))
            .toList();
    return new TestHouse(owners, new Guard(EVERYBODY, EVERYBODY));
  }

  public static Network network(String base, int prefixLength) {
    try {
      return new Network(InetAddress.getByName(base), prefixLength);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
