package dev.cairn.peers;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;

/// Asks this server and its peers the same, and gathers where a peer contradicts us for no reason
/// that is listed in [Difference].
final class Comparison implements AutoCloseable {
  private final Asker ours;
  private final Map<Peer, Asker> theirs = new EnumMap<>(Peer.class);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final List<String> differences = new ArrayList<>();
  private final Map<Difference, Integer> listed = new EnumMap<>(Difference.class);
  private int asked;
  private int disputed;
  private int truncatedOtherwise;

  Comparison(InetSocketAddress ours, Map<Peer, InetSocketAddress> peers) throws IOException {
    this.ours = new Asker(ours);
    for (var peer : peers.entrySet()) {
      theirs.put(peer.getKey(), new Asker(peer.getValue()));
    }
  }

  /// Questions that were asked of all.
  int asked() {
    return asked;
  }

  List<String> differences() {
    return differences;
  }

  @Override
  public String toString() {
    return ("%,d questions asked of Cairn and of %s; the peers disagree with each other on %,d; of"
            + " these and the rest, truncated otherwise %,d, listed %s, different %,d")
        .formatted(
            asked, theirs.keySet(), disputed, truncatedOtherwise, listed, differences.size());
  }

  void ask(List<Question> questions) throws InterruptedException, ExecutionException {
    var cut = new ArrayList<Replies>();
    forEach(
        questions,
        replies -> {
          asked++;
          disputed += replies.peersDisagree() ? 1 : 0;
          if (replies.differ() && replies.isAnyTruncated()) {
            cut.add(replies);
          } else {
            judge(replies);
          }
        });
    askOverTcp(cut);
  }

  /// What fits into a datagram depends on how well names are compressed. But nobody may say that
  /// something does not fit that does, and over TCP there is room for all.
  private void askOverTcp(List<Replies> cut) throws InterruptedException, ExecutionException {
    truncatedOtherwise += cut.size();
    var before = cut.iterator();
    forEach(
        cut.stream().map(replies -> replies.question().overTcp()).toList(),
        replies -> {
          if (before.next().isTruncatedWithoutNeed(replies)) {
            differences.add("truncated without need: " + replies);
          } else {
            judge(replies);
          }
        });
  }

  private void judge(Replies replies) {
    if (replies.differ()) {
      differences.add(replies.toString());
    } else {
      replies.explanations().forEach(each -> listed.merge(each, 1, Integer::sum));
    }
  }

  private void forEach(List<Question> questions, Consumer<Replies> consumer)
      throws InterruptedException, ExecutionException {
    for (int from = 0; from < questions.size(); from += Asker.MOST) {
      round(questions.subList(from, Math.min(from + Asker.MOST, questions.size())), consumer);
    }
  }

  /// Asks all servers at once.
  private void round(List<Question> questions, Consumer<Replies> consumer)
      throws InterruptedException, ExecutionException {
    Future<List<byte[]>> we = threads.submit(() -> ours.ask(questions));
    var they = new EnumMap<Peer, Future<List<byte[]>>>(Peer.class);
    theirs.forEach((peer, asker) -> they.put(peer, threads.submit(() -> asker.ask(questions))));
    for (int i = 0; i < questions.size(); i++) {
      var replies = new EnumMap<Peer, byte[]>(Peer.class);
      for (var peer : they.entrySet()) {
        replies.put(peer.getKey(), peer.getValue().get().get(i));
      }
      consumer.accept(Replies.of(questions.get(i), we.get().get(i), replies));
    }
  }

  @Override
  public void close() {
    ours.close();
    theirs.values().forEach(Asker::close);
    threads.close();
  }
}
