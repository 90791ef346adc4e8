package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.SigningKey;
import dev.cairn.config.Transfer;
import dev.cairn.guard.Cookies;
import dev.cairn.guard.Guard;
import dev.cairn.guard.Key;
import dev.cairn.guard.Keys;
import dev.cairn.guard.Network;
import dev.cairn.hotpath.HotPath;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.resolve.AliasChaser;
import dev.cairn.resolve.LocalResolver;
import dev.cairn.resolve.Namespace;
import dev.cairn.resolve.Owner;
import dev.cairn.responder.Generation;
import dev.cairn.responder.OptionReplies;
import dev.cairn.responder.ServerIdentity;
import dev.cairn.server.ZoneKeeper.Served;
import dev.cairn.zone.ZoneResolver;
import dev.cairn.zone.ZoneResolver.AnyAnswer;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// The one writer of the generation in force. Builds the next one whole, then publishes it with one
/// write; what fails on the way leaves the old one in force.
final class Publisher implements Supplier<Generation> {
  private static final Logger LOG = LoggerFactory.getLogger(Publisher.class);

  private final Map<Name, ZoneOwner> zoneOwners = new HashMap<>();
  private final Notices notices = new Notices(LOG);
  private final byte[] drawnSecret = new byte[Cookies.SECRET];
  private int namespaces = 1; // so many there have been
  private volatile Generation generation =
      new Generation(
          new Guard(List.of(), List.of()),
          new HotPath(Namespace.of(List.of()), 1, false),
          new AliasChaser(Namespace.of(List.of())),
          new ServerIdentity("", "", false),
          new OptionReplies("", null, Duration.ZERO),
          new Keys(List.of()),
          false);

  /// A zone's owner, used again for as long as the zone is the same.
  private record ZoneOwner(Served served, AnyAnswer any, Owner owner) {}

  /// @param random draws the secret of cookies, unless the operator gives one
  Publisher(SecureRandom random) {
    random.nextBytes(drawnSecret);
  }

  @Override
  public Generation get() {
    return generation;
  }

  /// Publishes what is to be in force from now on.
  synchronized void publish(
      Config config,
      ServerIdentity identity,
      Map<Name, Served> zones,
      ServiceDomains services,
      List<Owner> forwards) {
    Map<Name, Owner> ours = ours(config, zones, services);
    List<Owner> owners = new ArrayList<>(ours.values());
    forwards.stream().filter(one -> !ours.containsKey(one.suffix())).forEach(owners::add);
    tellOfIdle(ours, forwards, config.signingKeys());
    var guard =
        new Guard(
            networks(config.access().query()),
            networks(config.access().forward()),
            transfer(config.transfer()));
    var namespace = Namespace.of(owners, services.reverse());
    generation =
        new Generation(
            guard,
            new HotPath(namespace, ++namespaces, !forwards.isEmpty()),
            new AliasChaser(namespace),
            identity,
            options(config, identity),
            new Keys(
                config.signingKeys().stream()
                    .filter(key -> !key.isOfManual())
                    .map(Publisher::key)
                    .toList()),
            !forwards.isEmpty());
  }

  /// Zones and domains of services by their names; where both have the same, the domain has the
  /// zone beside it.
  private Map<Name, Owner> ours(Config config, Map<Name, Served> zones, ServiceDomains services) {
    Map<Name, Owner> ours = new HashMap<>();
    zoneOwners.keySet().retainAll(zones.keySet());
    zones.forEach((name, served) -> ours.put(name, ownerOf(name, served, config)));
    ours.putAll(services.owners(ours, zones));
    return ours;
  }

  /// What is configured, and has no effect all the same.
  private void tellOfIdle(Map<Name, Owner> ours, List<Owner> forwards, List<SigningKey> keys) {
    Set<String> idle = new LinkedHashSet<>();
    for (SigningKey key : keys) {
      if (key.isOfManual()) {
        idle.add(
            key
                + ": not in force, the manual's secret is known to everybody; draw your own, openssl rand -base64 32");
      }
    }
    for (Owner forward : forwards) {
      Owner owner = ours.get(forward.suffix());
      if (owner != null && forward.kind() == Owner.Kind.FORWARD) {
        String what = owner.kind() == Owner.Kind.ZONE ? "a zone" : "services";
        idle.add(
            "forward rule %s: not in force, %s of this name %s served"
                .formatted(forward.suffix(), what, owner.kind() == Owner.Kind.ZONE ? "is" : "are"));
      }
    }
    notices.tell(idle);
  }

  private OptionReplies options(Config config, ServerIdentity identity) {
    var server = config.server();
    List<byte[]> secrets =
        server.cookies().secrets().isEmpty()
            ? List.of(drawnSecret)
            : server.cookies().secrets().stream().map(HexFormat.of()::parseHex).toList();
    return new OptionReplies(
        identity.isTold() ? identity.id() : "",
        server.cookies().enabled() ? new Cookies(secrets, InstantSource.system()) : null,
        server.tcp().idleTimeout());
  }

  private Owner ownerOf(Name name, Served served, Config config) {
    AnyAnswer any = anyAnswer(config);
    ZoneOwner known = zoneOwners.get(name);
    if (known == null || !known.served.equals(served) || known.any != any) {
      known = new ZoneOwner(served, any, newOwner(name, served, any));
      zoneOwners.put(name, known);
    }
    return known.owner;
  }

  private static AnyAnswer anyAnswer(Config config) {
    return switch (config.server().any()) {
      case MINIMAL -> AnyAnswer.ONE_SET;
      case FULL -> AnyAnswer.ALL_SETS;
    };
  }

  private static Owner newOwner(Name name, Served served, AnyAnswer any) {
    if (served.zone() != null) {
      return Owner.zone(name, new ZoneResolver(served.zone(), served.source().onMiss(), any));
    }
    var failed = // never a guess: these names exist, we just do not know them
        new Failed(
            new ExtendedError(
                ExtendedError.NOT_READY,
                served.wasRead()
                    ? "zone " + name + " could not be loaded, see the log or /health"
                    : "zone " + name + " is still being loaded"));
    LocalResolver broken = (_, _) -> failed;
    return Owner.zone(name, broken);
  }

  private static Guard.Transfer transfer(Transfer said) {
    return new Guard.Transfer(networks(said.to()), Set.copyOf(said.keys()), said.maxAtOnce());
  }

  private static Key key(SigningKey said) {
    Key.Algorithm algorithm =
        switch (said.algorithm()) {
          case HMAC_SHA1 -> Key.Algorithm.HMAC_SHA1;
          case HMAC_SHA224 -> Key.Algorithm.HMAC_SHA224;
          case HMAC_SHA256 -> Key.Algorithm.HMAC_SHA256;
          case HMAC_SHA384 -> Key.Algorithm.HMAC_SHA384;
          case HMAC_SHA512 -> Key.Algorithm.HMAC_SHA512;
        };
    return new Key(said.name(), algorithm, Base64.getDecoder().decode(said.secret()));
  }

  private static List<Network> networks(List<dev.cairn.config.Network> networks) {
    return networks.stream()
        .map(network -> new Network(network.base(), network.prefixLength()))
        .toList();
  }
}
