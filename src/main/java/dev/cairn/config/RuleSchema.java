package dev.cairn.config;

import dev.cairn.config.Forward.Action;
import dev.cairn.config.Forward.Rule;
import dev.cairn.config.Forward.Selection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Which keys `[[forward.rule]]` has. What one leaves out it takes from `[forward]` and `[cache]`.
final class RuleSchema {
  private static final Form<Action> DENY = new Text<>("\"refused\"", RuleSchema::deny);

  private final Claims<Name> owners;
  private final Inherited inherited;

  /// What a rule has that leaves everything out.
  ///
  /// @param parent where it is from
  record Inherited(
      List<UpstreamAddress> upstreams,
      Selection selection,
      boolean rebindingProtection,
      Cache.Lifetimes lifetimes,
      TableReader parent) {}

  RuleSchema(Claims<Name> owners, Inherited inherited) {
    this.owners = owners;
    this.inherited = inherited;
  }

  @Nullable Rule rule(TableReader table) {
    var suffix = table.required("suffix", Forms.SUFFIX, owners);
    var upstreams = table.values("upstreams", UpstreamForms.UPSTREAM, inherited.upstreams());
    var selection = selection(table);
    var action = action(table);
    boolean isForward = action == Action.FORWARD;
    if (isForward
        && SelectionSchema.isRight(table)
        && SelectionSchema.isRight(inherited.parent())) {
      SelectionSchema.judgeWeights(table, upstreams, selection);
    }
    boolean protection = table.bool("rebinding-protection", inherited.rebindingProtection());
    var lifetimes = CacheSchema.lifetimes(table, inherited.lifetimes());
    return suffix == null
        ? null
        : new Rule(
            suffix, action, isForward ? upstreams : List.of(), selection, protection, lifetimes);
  }

  /// Weights are those of certain upstreams.
  private Selection selection(TableReader table) {
    var others = inherited.selection();
    return SelectionSchema.selection(
        table, table.isWritten("upstreams") ? others.withoutWeights() : others);
  }

  private static Action action(TableReader table) {
    var action = table.value("deny", DENY, Action.FORWARD);
    boolean isDenied = table.isWritten("deny");
    boolean isKept = table.bool("no-forward", false);
    if (isKept && (isDenied || table.isWritten("upstreams"))) {
      excludes(table, "no-forward", isDenied ? "deny" : "upstreams");
    } else if (isDenied && table.isWritten("upstreams")) {
      excludes(table, "deny", "upstreams");
    }
    return isKept && !isDenied ? Action.NO_FORWARD : action;
  }

  private static void excludes(TableReader table, String key, String other) {
    table.complain(
        key,
        "stands beside %s; allowed: one of upstreams, deny and no-forward = true".formatted(other));
  }

  private static Parsed<Action> deny(String text) {
    return switch (text) {
      case "refused" -> Parsed.value(Action.DENY_REFUSED);
      case "nxdomain" -> Parsed.value(Action.DENY_NXDOMAIN);
      default ->
          Parsed.wrong(Shown.quoted(text) + " is unknown; allowed: \"refused\", \"nxdomain\"");
    };
  }
}
