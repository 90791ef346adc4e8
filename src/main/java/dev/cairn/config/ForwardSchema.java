package dev.cairn.config;

import static dev.cairn.config.Measure.durations;

import dev.cairn.config.Forward.Breaker;
import dev.cairn.config.Forward.Health;
import dev.cairn.config.Forward.Integrity;
import dev.cairn.config.Forward.Limits;
import dev.cairn.config.Forward.Mismatch;
import dev.cairn.config.Forward.OnFailure;
import dev.cairn.config.Forward.Reaction;
import java.util.Optional;
import org.xbill.DNS.Name;

/// Which keys `[forward]` and the tables in it have.
final class ForwardSchema {
  private static final Form<Reaction> REACTION = Words.of(Reaction.class);
  private static final Form<Mismatch> MISMATCH = Words.of(Mismatch.class);
  private static final Form<Health.Check> CHECK = Words.of(Health.Check.class);

  private static final NotShorter PATIENCE = new NotShorter("deadline", "timeout");
  private static final NotShorter BACKOFFS = new NotShorter("backoff-max", "backoff");

  private final PathForms paths;
  private final Claims<Name> owners;
  private final Cache.Lifetimes lifetimes;

  /// @param owners of names, which a rule may be
  /// @param lifetimes for rules that have none of their own
  ForwardSchema(PathForms paths, Claims<Name> owners, Cache.Lifetimes lifetimes) {
    this.paths = paths;
    this.owners = owners;
    this.lifetimes = lifetimes;
  }

  Forward forward(TableReader table) {
    var defaults = Forward.DEFAULTS;
    var upstreams = table.values("upstreams", UpstreamForms.UPSTREAM, defaults.upstreams());
    var selection = SelectionSchema.selection(table, defaults.selection());
    if (SelectionSchema.isRight(table)) {
      SelectionSchema.judgeWeights(table, upstreams, selection);
    }
    var limits = limits(table);
    var integrity = integrity(table);
    var inherited =
        new RuleSchema.Inherited(
            upstreams, selection, integrity.rebindingProtection(), lifetimes, table);
    return new Forward(
        upstreams,
        selection,
        limits,
        integrity,
        table.table("on-failure", ForwardSchema::onFailure),
        table.table("health", ForwardSchema::health),
        table.table("breaker", ForwardSchema::breaker),
        table.tables("rule", new RuleSchema(owners, inherited)::rule));
  }

  private static Limits limits(TableReader table) {
    var defaults = Limits.DEFAULTS;
    var limits =
        new Limits(
            table.value("timeout", durations("10ms", "30s"), defaults.timeout()),
            table.value("deadline", durations("50ms", "60s"), defaults.deadline()),
            table.integer("attempts", 1, 10, defaults.attempts()),
            table.integer("max-in-flight", 1, 1_000_000, defaults.maxInFlight()),
            table.integer(
                "max-in-flight-per-client", 1, 1_000_000, defaults.maxInFlightPerClient()),
            table.integer(
                "max-in-flight-per-upstream", 1, 65_536, defaults.maxInFlightPerUpstream()));
    PATIENCE.judge(table, limits.deadline(), limits.timeout());
    return limits;
  }

  private Integrity integrity(TableReader table) {
    var defaults = Integrity.DEFAULTS;
    return new Integrity(
        table.bool("special-names", defaults.specialNames()),
        table.bool("rebinding-protection", defaults.rebindingProtection()),
        table.values("rebinding-exceptions", Forms.NAME, defaults.rebindingExceptions()),
        table.bool("case-randomization", defaults.caseRandomization()),
        table.bool("cookies", defaults.cookies()),
        table.value("tls-authorities", paths.authoritiesOrNone(), Optional.empty()).orElse(null));
  }

  private static OnFailure onFailure(TableReader table) {
    var defaults = OnFailure.DEFAULTS;
    return new OnFailure(
        table.value("timeout", REACTION, defaults.timeout()),
        table.value("refused-connection", REACTION, defaults.refusedConnection()),
        table.value("tls-error", REACTION, defaults.tlsError()),
        table.value("servfail", REACTION, defaults.servfail()),
        table.value("refused", REACTION, defaults.refused()),
        table.value("formerr", REACTION, defaults.formerr()),
        table.value("not-matching", MISMATCH, defaults.notMatching()));
  }

  private static Health health(TableReader table) {
    var defaults = Health.DEFAULTS;
    return new Health(
        table.value("check", CHECK, defaults.check()),
        table.value("question", QuestionForm.QUESTION, defaults.question()),
        table.value("interval", durations("100ms", "1h"), defaults.interval()),
        table.value("timeout", durations("10ms", "30s"), defaults.timeout()),
        table.integer("rise", 1, 100, defaults.rise()),
        table.integer("fall", 1, 100, defaults.fall()));
  }

  private static Breaker breaker(TableReader table) {
    var defaults = Breaker.DEFAULTS;
    var breaker =
        new Breaker(
            table.integer("failures", 1, 1000, defaults.failures()),
            table.integer("error-ratio", 0, 100, defaults.errorRatio()),
            table.value("window", durations("1s", "10m"), defaults.window()),
            table.value("backoff", durations("10ms", "1m"), defaults.backoff()),
            table.value("backoff-max", durations("10ms", "10m"), defaults.backoffMax()));
    BACKOFFS.judge(table, breaker.backoffMax(), breaker.backoff());
    return breaker;
  }
}
