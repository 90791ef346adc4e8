package dev.cairn.health;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Finds out where hosts are, and judges it. Names are looked up on threads of its own, few of
/// them, each name once at a time: the system's resolver holds the thread that asks it, a virtual
/// one's carrier too.
final class Lookup implements AutoCloseable {
  private static final int THREADS = 16;
  private static final int MOST_WAITING = 10_000;
  private static final int MOST_ADDRESSES = 8;

  private final Names names;
  private final Map<String, CompletableFuture<List<InetAddress>>> underWay =
      new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          10,
          TimeUnit.SECONDS,
          new LinkedBlockingQueue<>(MOST_WAITING),
          Thread.ofPlatform().daemon().name("check-names-", 0).factory());

  Lookup(Names names) {
    this.names = names;
    threads.allowCoreThreadTimeOut(true);
  }

  /// Where a host is. An address is told at once, a name on another thread.
  CompletableFuture<Located> find(String host, DialRule rule) {
    String meant = rule.meant(host);
    InetAddress literal = Host.literal(meant);
    if (literal != null) {
      return CompletableFuture.completedFuture(judged(meant, List.of(literal), rule));
    }
    return addresses(meant)
        .handle((found, failure) ->
            failure == null
                ? judged(meant, found, rule)
                : new Located.Unknown(sentence(meant, failure)));
  }

  private static Located judged(String host, List<InetAddress> addresses, DialRule rule) {
    var allowed = new ArrayList<InetAddress>();
    String refusal = "";
    for (InetAddress address : addresses) {
      String reason = rule.refusal(host, address);
      if (reason.isEmpty()) {
        allowed.add(address);
      } else {
        refusal = reason;
      }
    }
    return allowed.isEmpty()
        ? new Located.Refused(refusal)
        : new Located.Found(
            List.copyOf(allowed.subList(0, Math.min(allowed.size(), MOST_ADDRESSES))));
  }

  private static String sentence(String host, Throwable failure) {
    return failure instanceof RejectedExecutionException
        ? "too many names wait to be looked up"
        : host + " has no address";
  }

  private CompletableFuture<List<InetAddress>> addresses(String name) {
    var mine = new CompletableFuture<List<InetAddress>>();
    CompletableFuture<List<InetAddress>> others = underWay.putIfAbsent(name, mine);
    if (others != null) {
      return others;
    }
    try {
      threads.execute(() -> look(name, mine));
    } catch (RejectedExecutionException e) {
      underWay.remove(name, mine);
      mine.completeExceptionally(e);
    }
    return mine;
  }

  private void look(String name, CompletableFuture<List<InetAddress>> told) {
    List<InetAddress> found = List.of();
    try {
      found = names.addresses(name);
    } catch (UnknownHostException | IllegalArgumentException e) {
      found = List.of(); // there is none, or it is no name at all
    } finally {
      underWay.remove(name, told);
      if (found.isEmpty()) {
        told.completeExceptionally(new UnknownHostException(name));
      } else {
        told.complete(found);
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
