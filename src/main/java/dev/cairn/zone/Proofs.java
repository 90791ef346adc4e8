package dev.cairn.zone;

import dev.cairn.message.Labels;
import dev.cairn.message.RecordSet;
import java.util.List;

/// What goes with a zone's data so that a client can validate it: nothing for one that did not ask
/// (RFC 4035 §3.1).
sealed interface Proofs permits Proofs.None, Signatures {

  /// For zones that are not signed, and clients without DO.
  None NONE = new None();

  /// A set, and its signatures behind it.
  List<RecordSet> with(RecordSet set, int node);

  /// For a name that exists without the type, or a zone cut without DS.
  List<RecordSet> ofNoData(Labels name);

  /// For a name that does not exist, whose closest encloser has so many labels.
  List<RecordSet> ofNoName(Labels name, int encloser);

  /// For a name that a wildcard stands in for.
  List<RecordSet> ofWildcard(Labels name, int encloser);

  /// For a name that a wildcard stands in for which has no set of the type.
  List<RecordSet> ofWildcardNoData(Labels name, int encloser);

  /// The data alone.
  record None() implements Proofs {
    @Override
    public List<RecordSet> with(RecordSet set, int node) {
      return List.of(set);
    }

    @Override
    public List<RecordSet> ofNoData(Labels name) {
      return List.of();
    }

    @Override
    public List<RecordSet> ofNoName(Labels name, int encloser) {
      return List.of();
    }

    @Override
    public List<RecordSet> ofWildcard(Labels name, int encloser) {
      return List.of();
    }

    @Override
    public List<RecordSet> ofWildcardNoData(Labels name, int encloser) {
      return List.of();
    }
  }
}
