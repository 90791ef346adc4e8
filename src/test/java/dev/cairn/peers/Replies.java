package dev.cairn.peers;

import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What we and the peers said to one question.
record Replies(Question question, byte[] ours, Told we, Map<Peer, Told> they) {

  static Replies of(Question question, byte[] ours, Map<Peer, byte[]> theirs) {
    var they = new EnumMap<Peer, Told>(Peer.class);
    theirs.forEach((peer, reply) -> they.put(peer, Told.of(question, reply)));
    return new Replies(question, ours, Told.of(question, ours), they);
  }

  /// Whether a peer contradicts us, and it is not listed why.
  boolean differ() {
    return they.keySet().stream().anyMatch(this::isUnexplained);
  }

  private boolean isUnexplained(Peer peer) {
    return !they.get(peer).equals(we) && explanation(peer).isEmpty();
  }

  boolean peersDisagree() {
    return they.values().stream().distinct().count() > 1;
  }

  boolean isAnyTruncated() {
    return we.isTruncated() || they.values().stream().anyMatch(Told::isTruncated);
  }

  /// Whether we said that not all fits, and it does.
  boolean isTruncatedWithoutNeed(Replies overTcp) {
    return we.isTruncated() && overTcp.ours.length <= question.road().room;
  }

  /// Why peers contradict us, as far as it is listed.
  Set<Difference> explanations() {
    return they.keySet().stream()
        .filter(peer -> !they.get(peer).equals(we))
        .flatMap(peer -> explanation(peer).stream())
        .collect(Collectors.toSet());
  }

  private Optional<Difference> explanation(Peer peer) {
    return Stream.of(Difference.values())
        .filter(listed -> listed.isFrom(peer) && listed.explains(question, they.get(peer), we))
        .findFirst();
  }

  @Override
  public String toString() {
    var text = new StringBuilder(question.toString());
    they.forEach((peer, told) ->
        text.append("\n%s%s says %s".formatted(peer, isUnexplained(peer) ? "(!)" : "", told)));
    return text.append("\nCairn says ").append(we).toString();
  }
}
