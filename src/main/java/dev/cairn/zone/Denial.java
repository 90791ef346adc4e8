package dev.cairn.zone;

import dev.cairn.message.NameProbe;
import org.jspecify.annotations.Nullable;

/// Finds the nodes whose NSEC or NSEC3 records prove what is not there (RFC 4035 §3.1.3, RFC 5155
/// §7.2). One for a whole zone; the same node may be told twice.
sealed interface Denial permits NsecChain, Nsec3Chain {

  /// Where in a packed zone NSEC and NSEC3 sets stand.
  ///
  /// @param named nodes with an NSEC set
  /// @param hashed nodes that are there for an NSEC3 set alone
  record Nodes(int[] named, int[] hashed) {}

  /// The chain of a zone, or null if it has none that is whole enough to be used.
  static @Nullable Denial of(Zone zone, Nodes nodes) {
    Nsec3Chain hashed = Nsec3Chain.of(zone, nodes.hashed());
    return hashed == null ? NsecChain.of(zone, nodes.named()) : hashed;
  }

  /// The name that the last `labels` labels make exists and has no set of the type that was asked
  /// for; or it is a zone cut without DS.
  void noData(NameProbe name, int labels, Proving proving);

  /// The name does not exist, nor does a wildcard that matches it.
  ///
  /// @param encloser how many labels the closest encloser has
  void noName(NameProbe name, int encloser, Proving proving);

  /// The name does not exist; the wildcard that matches it does, and was used.
  void wildcard(NameProbe name, int encloser, Proving proving);

  /// The name does not exist; the wildcard that matches it has no set of the type.
  void wildcardNoData(NameProbe name, int encloser, Proving proving);
}
