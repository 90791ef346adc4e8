package dev.cairn.server;

import dev.cairn.config.Config;
import dev.cairn.config.Forward;
import dev.cairn.config.UpstreamAddress;
import dev.cairn.forward.ForwardSettings.Patience;
import dev.cairn.forward.Reactions;
import dev.cairn.forward.Reactions.Reaction;
import dev.cairn.forward.Selection;
import dev.cairn.forward.Selection.Hedge;
import dev.cairn.message.Question;
import dev.cairn.upstream.Endpoint;
import dev.cairn.upstream.HealthCheck;
import dev.cairn.upstream.Protocol;
import dev.cairn.upstream.UpstreamSettings;
import dev.cairn.upstream.UpstreamSettings.BreakerSettings;
import dev.cairn.upstream.UpstreamSettings.Integrity;
import dev.cairn.upstream.UpstreamSettings.Mismatch;
import org.jspecify.annotations.Nullable;

/// What the operator wrote about forwarding, in the terms of those who do it.
final class ForwardTerms {
  private ForwardTerms() {}

  static Endpoint endpoint(UpstreamAddress.At address) {
    var protocol =
        switch (address.protocol()) {
          case DNS -> Protocol.DNS;
          case TCP -> Protocol.TCP;
          case TLS -> Protocol.TLS;
          case HTTPS -> Protocol.HTTPS;
        };
    return new Endpoint(protocol, address.addresses(), address.name(), address.path());
  }

  static UpstreamSettings upstreams(Config config) {
    Forward forward = config.forward();
    var integrity = forward.integrity();
    var breaker = forward.breaker();
    return new UpstreamSettings(
        forward.limits().maxInFlightPerUpstream(),
        new Integrity(
            integrity.caseRandomization(),
            integrity.cookies(),
            switch (forward.onFailure().notMatching()) {
              case WAIT -> Mismatch.WAIT;
              case RETRY -> Mismatch.RETRY;
            }),
        integrity.tlsAuthorities(),
        check(forward.health()),
        new BreakerSettings(
            breaker.failures(),
            breaker.errorRatio(),
            breaker.window(),
            breaker.backoff(),
            breaker.backoffMax()));
  }

  private static HealthCheck check(Forward.Health health) {
    var when =
        switch (health.check()) {
          case ALWAYS -> HealthCheck.When.ALWAYS;
          case WHEN_DOWN -> HealthCheck.When.WHEN_DOWN;
          case OFF -> HealthCheck.When.NEVER;
        };
    return new HealthCheck(
        when,
        question(health.question()),
        health.interval(),
        health.timeout(),
        health.rise(),
        health.fall());
  }

  private static @Nullable Question question(Forward.Health.Question question) {
    return switch (question) {
      case Forward.Health.Question.Ask ask -> Question.in(ask.name(), ask.type());
      case Forward.Health.Question.Port _ -> null;
    };
  }

  static Patience patience(Config config) {
    var limits = config.forward().limits();
    return new Patience(
        limits.timeout(), limits.deadline(), limits.attempts(), config.cache().staleAfter());
  }

  static Selection selection(Forward.Selection written) {
    var policy =
        switch (written.policy()) {
          case ORDERED -> Selection.Policy.ORDERED;
          case ROUND_ROBIN -> Selection.Policy.ROUND_ROBIN;
          case WEIGHTED -> Selection.Policy.WEIGHTED;
          case LEAST_INFLIGHT -> Selection.Policy.LEAST_INFLIGHT;
          case FASTEST -> Selection.Policy.FASTEST;
          case HASH -> Selection.Policy.HASH;
          case PARALLEL -> Selection.Policy.PARALLEL;
        };
    var key =
        switch (written.hashKey()) {
          case CLIENT -> Selection.HashKey.CLIENT;
          case NAME -> Selection.HashKey.NAME;
        };
    var hedge =
        switch (written.hedge()) {
          case dev.cairn.config.Hedge.Off _ -> Hedge.OFF;
          case dev.cairn.config.Hedge.Percentile p -> new Hedge.Percentile(p.percent());
          case dev.cairn.config.Hedge.After after -> new Hedge.After(after.delay());
        };
    int atOnce = policy == Selection.Policy.PARALLEL ? written.parallel() : 1;
    return new Selection(policy, written.weights(), key, atOnce, hedge);
  }

  static Reactions reactions(Forward.OnFailure written) {
    return new Reactions(
        reaction(written.timeout()),
        reaction(written.refusedConnection()),
        reaction(written.tlsError()),
        reaction(written.servfail()),
        reaction(written.refused()),
        reaction(written.formerr()));
  }

  private static Reaction reaction(Forward.Reaction written) {
    return switch (written) {
      case RETRY -> Reaction.RETRY;
      case NEXT -> Reaction.NEXT;
      case ANSWER -> Reaction.ANSWER;
    };
  }
}
