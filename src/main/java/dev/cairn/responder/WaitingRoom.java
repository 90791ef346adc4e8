package dev.cairn.responder;

import dev.cairn.message.ExtendedError;
import dev.cairn.message.Labels;
import dev.cairn.message.Outcome.Failed;
import dev.cairn.message.Question;
import dev.cairn.message.SipHash;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Supplier;

/// How many queries wait for others: in all, of each client, and for the names of each domain. So
/// that neither one client nor one dead domain takes all the room.
///
/// Clients and domains are counted in tables of fixed size, by a hash that nobody can foresee: two
/// that fall together have to share. A domain is bounded only when it gets narrow: a domain that
/// many ask for is no mistake by itself.
public final class WaitingRoom {
  private static final int SLOTS = 1 << 14;

  /// The part of the room that one domain may take when it is narrow.
  private static final int SHARE = 4;

  private final Supplier<Limits> limits;
  private final SipHash hashing;
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicIntegerArray byClient = new AtomicIntegerArray(SLOTS);
  private final AtomicIntegerArray byDomain = new AtomicIntegerArray(SLOTS);

  /// How many may wait.
  ///
  /// @param most of all clients
  /// @param mostOfClient of one address, or one network of 56 bits in IPv6
  public record Limits(int most, int mostOfClient) {}

  /// Why a query may not wait.
  public enum Refusal {
    /// It may.
    NONE("", ""),
    ALL("all", "too many queries are waiting for upstreams, see forward.max-in-flight"),
    CLIENT(
        "client",
        "too many queries of this client are waiting, see forward.max-in-flight-per-client"),
    DOMAIN("domain", "too many queries for names of this domain are waiting for upstreams");

    private final String word;
    private final String sentence;

    Refusal(String word, String sentence) {
      this.word = word;
      this.sentence = sentence;
    }

    /// As it stands in metrics.
    public String word() {
      return word;
    }

    /// What the client is told.
    public Failed outcome() {
      return new Failed(new ExtendedError(ExtendedError.OTHER, sentence));
    }
  }

  /// @param limits asked anew for each query
  public WaitingRoom(Supplier<Limits> limits, SipHash hashing) {
    this.limits = limits;
    this.hashing = hashing;
  }

  /// How many are waiting now.
  public int waiting() {
    return waiting.get();
  }

  /// Where a query is counted.
  int seatOf(InetAddress client, Question question) {
    return slotOf(client) * SLOTS + slotOf(question);
  }

  /// Takes a query in, if there is room; then it has to [#leave].
  Refusal admit(int seat) {
    Limits most = limits.get();
    int all = waiting.incrementAndGet();
    int his = byClient.incrementAndGet(seat / SLOTS);
    int its = byDomain.incrementAndGet(seat % SLOTS);
    Refusal refusal = refusal(most, all, his, its);
    if (refusal != Refusal.NONE) {
      leave(seat);
    }
    return refusal;
  }

  private static Refusal refusal(Limits most, int all, int his, int its) {
    if (all > most.most()) {
      return Refusal.ALL;
    }
    if (his > most.mostOfClient()) {
      return Refusal.CLIENT;
    }
    boolean isNarrow = all > most.most() / 2 || his > most.mostOfClient() / 2;
    int share = Math.max(Math.min(most.most(), most.mostOfClient()) / SHARE, 1);
    return isNarrow && its > share ? Refusal.DOMAIN : Refusal.NONE;
  }

  void leave(int seat) {
    waiting.decrementAndGet();
    byClient.decrementAndGet(seat / SLOTS);
    byDomain.decrementAndGet(seat % SLOTS);
  }

  private int slotOf(InetAddress client) {
    byte[] address = client.getAddress();
    return slot(address.length == 4 ? address : Arrays.copyOf(address, 7));
  }

  /// The last two labels are taken for the domain, or three where the second is as short as in
  /// `co.uk`.
  private int slotOf(Question question) {
    Labels labels = question.labels();
    byte[] name = labels.bytes();
    int count = Math.min(labels.count(), 2);
    if (labels.count() > 2 && name[labels.at(1)] <= 3) {
      count = 3;
    }
    int from = count == 0 ? name.length - 1 : labels.at(count - 1);
    return slot(Arrays.copyOfRange(name, from, name.length));
  }

  private int slot(byte[] octets) {
    return (int) hashing.of(octets) & SLOTS - 1;
  }
}
