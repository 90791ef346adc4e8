package dev.cairn.transport;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The addresses of clients that were heard last, so that a datagram of one of them makes no
/// object. Bounded: each address has one place, and the place its last one. Belongs to one thread.
final class Clients {
  private static final int BITS = 10;
  private static final int IPV4 = -1; // no scope
  private static final long ODD = 0x9E37_79B9_7F4A_7C15L; // spreads bits, 2^64 / golden ratio

  private static final ValueLayout.OfShort PORT = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private final @Nullable Client[] places = new @Nullable Client[1 << BITS];

  /// One address as Java has it and as the wire has it.
  ///
  /// @param octets in network order; nobody changes them
  record Client(InetAddress address, byte[] octets, long high, long low, int scope) {
    boolean is(long high, long low, int scope) {
      return this.low == low && this.high == high && this.scope == scope;
    }
  }

  /// The client whose address stands there.
  ///
  /// ```
  /// sockaddr_in    0 family │ 2 port │ 4 address
  /// sockaddr_in6   0 family │ 2 port │ 4 flow │ 8 address │ 24 scope
  /// ```
  Client at(MemorySegment envelopes, long at, Family family) {
    return switch (family) {
      case IPV4 -> of(0, envelopes.get(JAVA_INT, at + 4), IPV4);
      case IPV6 ->
          of(
              envelopes.get(JAVA_LONG, at + 8),
              envelopes.get(JAVA_LONG, at + 16),
              envelopes.get(JAVA_INT, at + 24));
    };
  }

  /// The port of an address of either kind.
  static int portAt(MemorySegment envelopes, long at) {
    return envelopes.get(PORT, at + 2) & 0xFFFF;
  }

  private Client of(long high, long low, int scope) {
    int place = (int) ((high * 31 + low + scope) * ODD >>> (Long.SIZE - BITS));
    Client known = places[place];
    if (known != null && known.is(high, low, scope)) {
      return known;
    }
    Client made = made(high, low, scope);
    places[place] = made;
    return made;
  }

  private static Client made(long high, long low, int scope) {
    try {
      if (scope == IPV4) {
        byte[] octets = new byte[4];
        MemorySegment.ofArray(octets).set(JAVA_INT.withByteAlignment(1), 0, (int) low);
        return new Client(InetAddress.getByAddress(octets), octets, high, low, scope);
      }
      byte[] octets = new byte[16];
      MemorySegment room = MemorySegment.ofArray(octets);
      room.set(JAVA_LONG.withByteAlignment(1), 0, high);
      room.set(JAVA_LONG.withByteAlignment(1), 8, low);
      var address = Inet6Address.getByAddress(null, octets, scope == 0 ? -1 : scope);
      return new Client(address, octets, high, low, scope);
    } catch (UnknownHostException e) {
      throw new AssertionError(e); // which means another number of octets
    }
  }
}
