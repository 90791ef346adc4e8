package dev.cairn.consul;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/// How many of something each client has, by its address, and how many all of them have.
final class Crowding {
  private final IntSupplier mostPerClient;
  private final ConcurrentMap<InetAddress, Client> clients = new ConcurrentHashMap<>();
  private final AtomicInteger all = new AtomicInteger();

  /// Room for one that is taken.
  @FunctionalInterface
  interface Place {
    /// Once.
    void leave();
  }

  /// @param mostPerClient as of the moment that one comes; those that are in stay
  Crowding(IntSupplier mostPerClient) {
    this.mostPerClient = mostPerClient;
  }

  /// Null if there is no room for one more.
  @Nullable Place enter(InetAddress client) {
    return enter(client, mostPerClient);
  }

  /// There is always room.
  @Nullable Place enterAnyway(InetAddress client) {
    return enter(client, () -> Integer.MAX_VALUE);
  }

  private @Nullable Place enter(InetAddress address, IntSupplier most) {
    var place = new AtomicReference<@Nullable Client>();
    clients.compute(
        address,
        (_, known) -> {
          Client client = known == null ? new Client(address) : known;
          boolean isIn = client.count.get() < most.getAsInt();
          if (isIn) {
            client.count.incrementAndGet();
            all.incrementAndGet();
            place.setPlain(client);
          }
          return isIn ? client : known;
        });
    return place.getPlain();
  }

  int count() {
    return all.get();
  }

  /// All its places, which need not be told apart.
  private final class Client implements Place {
    private final InetAddress address;
    private final AtomicInteger count = new AtomicInteger(); // goes up in the map only

    Client(InetAddress address) {
      this.address = address;
    }

    @Override
    public void leave() {
      all.decrementAndGet();
      if (count.decrementAndGet() == 0) {
        clients.computeIfPresent(address, (_, known) -> known.count.get() == 0 ? null : known);
      }
    }
  }
}
