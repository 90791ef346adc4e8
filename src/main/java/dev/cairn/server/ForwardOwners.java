package dev.cairn.server;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.Scope;
import dev.cairn.config.Config;
import dev.cairn.config.UpstreamAddress;
import dev.cairn.forward.ForwardSettings;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.forward.Forwarder;
import dev.cairn.forward.ResolvConf;
import dev.cairn.forward.UpstreamPool;
import dev.cairn.resolve.Owner;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.LocalAddresses;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// Makes the owners of names that others know: one for all of them, and one for each forward rule.
final class ForwardOwners {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardOwners.class);

  private final AnswerCache cache;
  private final UpstreamPool pool;
  private final ResolvConf resolvConf;
  private final Notices notices = new Notices(LOG);
  private final Set<String> noticed = new LinkedHashSet<>();

  ForwardOwners(AnswerCache cache, UpstreamPool pool, ResolvConf resolvConf) {
    this.cache = cache;
    this.pool = pool;
    this.resolvConf = resolvConf;
  }

  /// The owners that a configuration asks for, with the system's upstreams as of now. `[forward]
  /// upstreams = []` makes none for the root: such names are refused.
  ///
  /// @param listening where this server listens: it is never its own upstream
  List<Owner> of(Config config, List<InetSocketAddress> listening) {
    Set<InetSocketAddress> asked = new LinkedHashSet<>();
    List<Owner> owners = new ArrayList<>();
    if (!config.forward().upstreams().isEmpty()) {
      owners.add(owner(Name.root, config.forward().upstreams(), config, listening, asked));
    }
    for (var rule : config.forward().rules()) {
      owners.add(owner(rule.suffix(), rule.upstreams(), config, listening, asked));
    }
    pool.retainOnly(asked);
    notices.tell(noticed);
    noticed.clear();
    return owners;
  }

  private Owner owner(
      Name suffix,
      List<UpstreamAddress> upstreams,
      Config config,
      List<InetSocketAddress> listening,
      Set<InetSocketAddress> asked) {
    List<InetSocketAddress> addresses = resolved(suffix, upstreams, ourselves(listening));
    asked.addAll(addresses);
    var forward = config.forward();
    var origin = upstreams.contains(UpstreamAddress.SYSTEM) ? Origin.SYSTEM : Origin.CONFIGURED;
    var settings =
        new ForwardSettings(
            addresses, origin, forward.timeout(), forward.deadline(), forward.attempts());
    CacheView view = cache.view(scope(suffix, addresses), policy(config));
    var forwarder = new Forwarder(settings, pool, view);
    return Owner.forward(
        suffix, config.cache().prefetch() ? view.here(forwarder::refresh) : view.here(), forwarder);
  }

  private static Scope scope(Name suffix, List<InetSocketAddress> addresses) {
    return new Scope(suffix, addresses.stream().map(AddressUnavailable::shown).toList());
  }

  private static CachePolicy policy(Config config) {
    var cache = config.cache();
    return new CachePolicy(
        cache.maxTtl(),
        cache.negativeMaxTtl(),
        cache.serveStale() ? cache.staleMax() : Duration.ZERO);
  }

  private List<InetSocketAddress> resolved(
      Name suffix, List<UpstreamAddress> upstreams, Predicate<InetSocketAddress> isOurselves) {
    Set<InetSocketAddress> addresses = new LinkedHashSet<>();
    for (UpstreamAddress upstream : upstreams) {
      switch (upstream) {
        case UpstreamAddress.OfSystem _ -> addresses.addAll(resolvConf.upstreams(isOurselves));
        case UpstreamAddress.At(InetSocketAddress address) -> {
          if (isOurselves.test(address)) {
            noticed.add(
                "forward %s: upstream %s is this server itself and is left out"
                    .formatted(suffix, upstream));
          } else {
            addresses.add(address);
          }
        }
      }
    }
    if (addresses.isEmpty() && upstreams.contains(UpstreamAddress.SYSTEM)) {
      noticed.add(
          "forward %s: the system's resolv.conf names no upstream but this server; such names get SERVFAIL"
              .formatted(suffix));
    }
    return List.copyOf(addresses);
  }

  /// Whether an address is one where this server listens; a wildcard listens at all of the
  /// machine's.
  private static Predicate<InetSocketAddress> ourselves(List<InetSocketAddress> listening) {
    return address ->
        listening.stream()
            .filter(mine -> mine.getPort() == address.getPort())
            .anyMatch(mine ->
                mine.getAddress().equals(address.getAddress())
                    || mine.getAddress().isAnyLocalAddress() && isLocal(address));
  }

  private static boolean isLocal(InetSocketAddress address) {
    return address.getAddress().isLoopbackAddress()
        || LocalAddresses.ofThisMachine().contains(address.getAddress());
  }
}
