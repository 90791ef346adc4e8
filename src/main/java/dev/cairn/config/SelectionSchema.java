package dev.cairn.config;

import dev.cairn.config.Forward.Policy;
import dev.cairn.config.Forward.Selection;
import java.util.Collections;
import java.util.List;

/// Which keys choose among upstreams, in `[forward]` and in its rules.
final class SelectionSchema {
  private static final Form<Policy> POLICY = Words.of(Policy.class);
  private static final Form<Integer> WEIGHT = new WholeNumber(1, 1000);
  private static final Form<Forward.HashKey> HASH_KEY = Words.of(Forward.HashKey.class);

  private SelectionSchema() {}

  /// What a table says, and of the others what it leaves out.
  static Selection selection(TableReader table, Selection others) {
    return new Selection(
        table.value("policy", POLICY, others.policy()),
        table.sequence("weights", WEIGHT, others.weights()),
        table.value("hash-key", HASH_KEY, others.hashKey()),
        table.integer("parallel", 2, 8, others.parallel()),
        table.value("hedge", HedgeForm.HEDGE, others.hedge()));
  }

  static boolean isRight(TableReader table) {
    return table.areRight("upstreams", "policy", "weights");
  }

  /// Reports weights that are not one for each upstream, where one of the three is written.
  static void judgeWeights(
      TableReader table, List<UpstreamAddress> upstreams, Selection selection) {
    int wanted = upstreams.size();
    int weights = selection.weights().size();
    boolean isWeighted = selection.policy() == Policy.WEIGHTED;
    if (weights == wanted || (weights == 0 && !isWeighted) || !isWritten(table)) {
      return;
    }
    var allowed = "; allowed: one for each upstream, such as weights = " + example(wanted);
    if (weights == 0) {
      table.complain("policy", "\"weighted\" needs weights" + allowed);
    } else {
      table.complain(
          isWeighted && table.isWritten("policy") ? "policy" : "weights",
          mismatch(weights, wanted) + allowed);
    }
  }

  private static String mismatch(int weights, int upstreams) {
    return "there %s for %d %s"
        .formatted(
            weights == 1 ? "is 1 weight" : "are " + weights + " weights",
            upstreams,
            upstreams == 1 ? "upstream" : "upstreams");
  }

  private static boolean isWritten(TableReader table) {
    return table.isWritten("upstreams") || table.isWritten("policy") || table.isWritten("weights");
  }

  private static String example(int count) {
    return Collections.nCopies(count, 1).toString();
  }
}
