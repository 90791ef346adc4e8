package dev.cairn.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// The table `[forward]`: who is asked for names without an owner here.
///
/// @param upstreams no one twice; empty means that such names are refused
/// @param rules no suffix twice, none that is a `[[zone]]` too, and never the root; what a rule
///   leaves out it has from here and from `[cache]` already
public record Forward(
    List<UpstreamAddress> upstreams,
    Selection selection,
    Limits limits,
    Integrity integrity,
    OnFailure onFailure,
    Health health,
    Breaker breaker,
    List<Rule> rules) {

  public static final Forward DEFAULTS =
      new Forward(
          List.of(UpstreamAddress.SYSTEM),
          Selection.DEFAULTS,
          Limits.DEFAULTS,
          Integrity.DEFAULTS,
          OnFailure.DEFAULTS,
          Health.DEFAULTS,
          Breaker.DEFAULTS,
          List.of());

  public Forward {
    upstreams = List.copyOf(upstreams);
    rules = List.copyOf(rules);
  }

  /// Which upstream is asked first.
  ///
  /// @param weights 1 to 1000, one for each upstream as written, or none; never none if the policy
  ///   is `WEIGHTED` and there are upstreams
  /// @param hashKey what `HASH` goes by
  /// @param parallel how many `PARALLEL` asks at once, 2 to 8
  public record Selection(
      Policy policy, List<Integer> weights, HashKey hashKey, int parallel, Hedge hedge) {

    public static final Selection DEFAULTS =
        new Selection(Policy.ORDERED, List.of(), HashKey.CLIENT, 2, Hedge.OFF);

    public Selection {
      weights = List.copyOf(weights);
    }

    Selection withoutWeights() {
      return new Selection(policy, List.of(), hashKey, parallel, hedge);
    }
  }

  /// How the first upstream is chosen.
  public enum Policy {
    ORDERED,
    ROUND_ROBIN,
    WEIGHTED,
    LEAST_INFLIGHT,
    FASTEST,
    HASH,
    PARALLEL
  }

  /// What decides which upstream a query goes to.
  public enum HashKey {
    /// The network of who asks.
    CLIENT,
    /// The name that is asked for.
    NAME
  }

  /// How long and how much is asked.
  ///
  /// @param timeout of one upstream before another is asked as well, 10 ms to 30 s
  /// @param deadline of a whole query, 50 ms to 60 s, never shorter than the timeout
  /// @param attempts questions sent for one query, 1 to 10
  /// @param maxInFlight queries under way to all upstreams, 1 to 1,000,000
  /// @param maxInFlightPerClient queries under way for one client, 1 to 1,000,000
  /// @param maxInFlightPerUpstream questions under way to one upstream, 1 to 65,536
  public record Limits(
      Duration timeout,
      Duration deadline,
      int attempts,
      int maxInFlight,
      int maxInFlightPerClient,
      int maxInFlightPerUpstream) {

    public static final Limits DEFAULTS =
        new Limits(Duration.ofMillis(800), Duration.ofSeconds(4), 3, 16_384, 4096, 8192);
  }

  /// What keeps questions at home that belong there, and answers true.
  ///
  /// @param specialNames whether special-use names are answered here (RFC 6761)
  /// @param rebindingProtection whether private addresses of public names are refused
  /// @param rebindingExceptions absolute names, at and below which they are not
  /// @param caseRandomization whether questions have letters of random case, which must come back
  /// @param cookies whether upstreams are sent cookies (RFC 7873)
  /// @param tlsAuthorities a PEM file of the certificates that those of upstreams must lead to,
  ///   absolute; null means those of the system
  public record Integrity(
      boolean specialNames,
      boolean rebindingProtection,
      List<Name> rebindingExceptions,
      boolean caseRandomization,
      boolean cookies,
      @Nullable Path tlsAuthorities) {

    public static final Integrity DEFAULTS =
        new Integrity(true, false, List.of(), false, true, null);

    public Integrity {
      rebindingExceptions = List.copyOf(rebindingExceptions);
    }
  }

  /// The table `[forward.on-failure]`: what follows when an upstream gives no answer.
  ///
  /// @param tlsError a handshake that fails, or a certificate that is not as it must be
  /// @param notMatching a reply over UDP that is not one to the question
  public record OnFailure(
      Reaction timeout,
      Reaction refusedConnection,
      Reaction tlsError,
      Reaction servfail,
      Reaction refused,
      Reaction formerr,
      Mismatch notMatching) {

    public static final OnFailure DEFAULTS =
        new OnFailure(
            Reaction.NEXT,
            Reaction.NEXT,
            Reaction.NEXT,
            Reaction.NEXT,
            Reaction.NEXT,
            Reaction.NEXT,
            Mismatch.WAIT);
  }

  /// What follows a failure.
  public enum Reaction {
    /// The same upstream is asked again.
    RETRY,
    /// Another one is asked.
    NEXT,
    /// The client is told.
    ANSWER
  }

  /// What follows a reply that is not one to the question.
  public enum Mismatch {
    /// The right one may still come.
    WAIT,
    /// The same upstream is asked over TCP.
    RETRY
  }

  /// The table `[forward.health]`: how an upstream is known to be up.
  ///
  /// @param interval of `ALWAYS`, 100 ms to 1 h
  /// @param timeout of one check, 10 ms to 30 s
  /// @param rise good checks until it is up again, 1 to 100
  /// @param fall bad checks until it is down, 1 to 100
  public record Health(
      Check check, Question question, Duration interval, Duration timeout, int rise, int fall) {

    public static final Health DEFAULTS =
        new Health(
            Check.WHEN_DOWN,
            new Question.Ask(Name.root, Type.NS),
            Duration.ofSeconds(10),
            Duration.ofSeconds(1),
            1,
            3);

    /// When upstreams are checked.
    public enum Check {
      ALWAYS,
      WHEN_DOWN,
      OFF
    }

    /// What a check asks.
    public sealed interface Question {
      /// @param name absolute
      /// @param type of records, none that is for questions only
      record Ask(Name name, int type) implements Question {}

      /// Whether the port answers at all.
      record Port() implements Question {}
    }
  }

  /// The table `[forward.breaker]`: when an upstream is left alone, and how long.
  ///
  /// @param failures in a row, 1 to 1000
  /// @param errorRatio percent of what was asked within the window, 0 to 100; 0 never counts
  /// @param window 1 s to 10 m
  /// @param backoff the first time, 10 ms to 1 m
  /// @param backoffMax the longest time, 10 ms to 10 m, never shorter than the first
  public record Breaker(
      int failures, int errorRatio, Duration window, Duration backoff, Duration backoffMax) {

    public static final Breaker DEFAULTS =
        new Breaker(5, 0, Duration.ofSeconds(10), Duration.ofMillis(200), Duration.ofSeconds(1));
  }

  /// One `[[forward.rule]]`: what becomes of the names at and below a suffix.
  ///
  /// @param suffix absolute
  /// @param upstreams no one twice; empty means that such names are refused; empty unless `FORWARD`
  public record Rule(
      Name suffix,
      Action action,
      List<UpstreamAddress> upstreams,
      Selection selection,
      boolean rebindingProtection,
      Cache.Lifetimes lifetimes) {

    public Rule {
      upstreams = List.copyOf(upstreams);
    }
  }

  /// What a rule does.
  public enum Action {
    /// Upstreams are asked.
    FORWARD,
    /// Nobody is asked: REFUSED.
    DENY_REFUSED,
    /// Nobody is asked: NXDOMAIN.
    DENY_NXDOMAIN,
    /// Nobody is asked: REFUSED unless a zone has the name.
    NO_FORWARD
  }
}
