package dev.cairn.message;

/// A well-formed query: one question, and what the client can take in return.
///
/// @param id the client's message ID, 0 to 65535
public record Query(int id, Question question, Flags flags, Edns edns, Transport transport) {

  /// The same query with another question, as an alias leads to it.
  public Query about(Question other) {
    return new Query(id, other, flags, edns, transport);
  }

  public boolean dnssecOk() {
    return edns.dnssecOk();
  }

  /// Octets of the largest response that the client can take.
  public int responseLimit() {
    return transport.responseLimit(edns);
  }
}
