package dev.cairn.server;

import dev.cairn.cache.AnswerCache;
import dev.cairn.cache.CachePolicy;
import dev.cairn.cache.CachePolicy.Absence;
import dev.cairn.cache.CacheView;
import dev.cairn.cache.Scope;
import dev.cairn.config.Cache.Lifetimes;
import dev.cairn.config.Config;
import dev.cairn.config.Forward;
import dev.cairn.config.UpstreamAddress;
import dev.cairn.forward.ForwardSettings;
import dev.cairn.forward.ForwardSettings.Origin;
import dev.cairn.forward.Forwarder;
import dev.cairn.forward.Rebinding;
import dev.cairn.forward.ResolvConf;
import dev.cairn.message.ExtendedError;
import dev.cairn.message.Outcome.Refused;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.SpecialNames;
import dev.cairn.transport.LocalAddresses;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.Upstream;
import dev.cairn.upstream.UpstreamPool;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xbill.DNS.Name;

/// Makes the owners of names that others know: one for all of them, one for each forward rule, and
/// those of the names that nobody outside is asked for.
final class ForwardOwners {
  private static final Logger LOG = LoggerFactory.getLogger(ForwardOwners.class);

  private static final Refused DENIED =
      new Refused(
          new ExtendedError(ExtendedError.PROHIBITED, "a forward rule here denies this name"));
  private static final Refused NOT_FORWARDED =
      new Refused(
          new ExtendedError(
              ExtendedError.NOT_AUTHORITATIVE, "not our name, and not forwarded by rule"));

  private final AnswerCache cache;
  private final UpstreamPool pool;
  private final ResolvConf resolvConf;
  private final Notices notices = new Notices(LOG);
  private final Set<String> noticed = new LinkedHashSet<>();

  /// What a configuration asks for.
  ///
  /// @param owners of the names
  /// @param forwarders by the suffix of their rule
  record Made(List<Owner> owners, Map<Name, Forwarder> forwarders) {}

  ForwardOwners(AnswerCache cache, UpstreamPool pool, ResolvConf resolvConf) {
    this.cache = cache;
    this.pool = pool;
    this.resolvConf = resolvConf;
  }

  /// The owners that a configuration asks for, with the system's upstreams as of now. `[forward]
  /// upstreams = []` makes none for the root: such names are refused.
  ///
  /// @param listening where this server listens: it is never its own upstream
  Made of(Config config, List<InetSocketAddress> listening) {
    pool.settings(ForwardTerms.upstreams(config));
    Map<Name, Forwarder> forwarders = new LinkedHashMap<>();
    List<Owner> owners = new ArrayList<>();
    Set<Endpoint> asked = new LinkedHashSet<>();
    for (Forward.Rule rule : rules(config)) {
      switch (rule.action()) {
        case FORWARD -> {
          List<Endpoint> endpoints = resolved(rule, ourselves(listening));
          asked.addAll(endpoints);
          owners.add(owner(rule, endpoints, config, forwarders));
        }
        case DENY_REFUSED -> owners.add(Owner.denied(rule.suffix(), (_, _) -> DENIED));
        case DENY_NXDOMAIN ->
            owners.add(Owner.denied(rule.suffix(), SpecialNames.nothingAt(rule.suffix())));
        case NO_FORWARD -> owners.add(Owner.denied(rule.suffix(), (_, _) -> NOT_FORWARDED));
      }
    }
    if (config.forward().integrity().specialNames() && !config.forward().upstreams().isEmpty()) {
      owners.addAll(specialNamesBesides(owners));
    }
    pool.retainOnly(asked);
    notices.tell(noticed);
    noticed.clear();
    return new Made(owners, forwarders);
  }

  /// The rules as written, and one for the root.
  private static List<Forward.Rule> rules(Config config) {
    Forward forward = config.forward();
    List<Forward.Rule> rules = new ArrayList<>();
    if (!forward.upstreams().isEmpty()) {
      rules.add(
          new Forward.Rule(
              Name.root,
              Forward.Action.FORWARD,
              forward.upstreams(),
              forward.selection(),
              forward.integrity().rebindingProtection(),
              config.cache().lifetimes()));
    }
    rules.addAll(forward.rules());
    return rules;
  }

  private static List<Owner> specialNamesBesides(List<Owner> owners) {
    Set<Name> taken = new HashSet<>();
    owners.forEach(owner -> taken.add(owner.suffix()));
    return SpecialNames.owners().stream().filter(one -> !taken.contains(one.suffix())).toList();
  }

  private Owner owner(
      Forward.Rule rule, List<Endpoint> endpoints, Config config, Map<Name, Forwarder> forwarders) {
    boolean isSystem = rule.upstreams().contains(UpstreamAddress.SYSTEM);
    var rebinding =
        new Rebinding(
            rule.rebindingProtection(), config.forward().integrity().rebindingExceptions());
    var settings =
        new ForwardSettings(
            endpoints,
            isSystem ? Origin.SYSTEM : Origin.CONFIGURED,
            ForwardTerms.selection(selection(rule, endpoints)),
            ForwardTerms.patience(config),
            ForwardTerms.reactions(config.forward().onFailure()),
            rebinding);
    var scope =
        new Scope(
            rule.suffix(),
            endpoints.stream().map(Endpoint::toString).toList(),
            rebinding.forbidden());
    List<Upstream> upstreams = endpoints.stream().map(pool::upstream).toList();
    CacheView view =
        cache.view(scope, policy(config, rule.lifetimes()), () -> Upstream.lastRecovery(upstreams));
    var forwarder = new Forwarder(settings, pool, view);
    forwarders.put(rule.suffix(), forwarder);
    return Owner.forward(
        rule.suffix(),
        config.cache().prefetch()
            ? view.here(forwarder::refresh)
            : view.hereWithoutPrefetch(forwarder::refresh),
        forwarder);
  }

  /// A weight stands for one upstream as written; where that was left out, or is many, all count
  /// the same.
  private static Forward.Selection selection(Forward.Rule rule, List<Endpoint> endpoints) {
    var written = rule.selection();
    boolean fits = written.weights().size() == endpoints.size();
    List<Integer> weights = fits ? written.weights() : endpoints.stream().map(_ -> 1).toList();
    return new Forward.Selection(
        written.policy(), weights, written.hashKey(), written.parallel(), written.hedge());
  }

  private static CachePolicy policy(Config config, Lifetimes lifetimes) {
    return new CachePolicy(
        lifetimes.minTtl(),
        lifetimes.maxTtl(),
        lifetimes.negativeMaxTtl(),
        config.cache().serveStale() ? lifetimes.staleMax() : Duration.ZERO,
        config.cache().nxdomainCut() ? Absence.OF_ALL_BELOW : Absence.OF_THE_NAME);
  }

  private List<Endpoint> resolved(Forward.Rule rule, Predicate<InetSocketAddress> isOurselves) {
    Set<Endpoint> endpoints = new LinkedHashSet<>();
    for (UpstreamAddress upstream : rule.upstreams()) {
      switch (upstream) {
        case UpstreamAddress.OfSystem _ ->
            resolvConf.upstreams(isOurselves).stream().map(Endpoint::at).forEach(endpoints::add);
        case UpstreamAddress.At at -> {
          if (at.addresses().stream().anyMatch(isOurselves)) {
            noticed.add(
                "forward %s: upstream %s is this server itself and is left out"
                    .formatted(rule.suffix(), at));
          } else {
            endpoints.add(ForwardTerms.endpoint(at));
          }
        }
      }
    }
    if (endpoints.isEmpty() && rule.upstreams().contains(UpstreamAddress.SYSTEM)) {
      noticed.add(
          "forward %s: the system's resolv.conf names no upstream but this server; such names get SERVFAIL"
              .formatted(rule.suffix()));
    }
    return List.copyOf(endpoints);
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
