package dev.cairn.transport;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import io.netty.channel.epoll.LinuxSocket;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Which address of ours a datagram came to, on a socket of all addresses: the kernel says it with
/// a control message (RFC 3542 §6), and is told the same for the answer.
final class PacketSource {
  private static final int IPV4_LEVEL = 0;
  private static final int IPV4_PACKET = 8; // IP_PKTINFO
  private static final int IPV6_LEVEL = 41;
  private static final int IPV6_RECEIVE_PACKET = 49; // IPV6_RECVPKTINFO
  private static final int IPV4_MESSAGE = 32; // octets with those that align
  private static final int IPV6_MESSAGE = 40;
  private static final int INSIDE = 16; // behind the cmsghdr
  private static final int IPV6_INTERFACE = INSIDE + 16;
  private static final int MULTICAST = 0xFF;
  private static final int LINK_LOCAL = 0xFE80;
  private static final int LINK_LOCAL_BITS = 0xFFC0;
  private static final ValueLayout.OfShort BIG = JAVA_SHORT.withOrder(ByteOrder.BIG_ENDIAN);

  private PacketSource() {}

  /// Has the kernel say it of what comes to a socket.
  static void ask(LinuxSocket socket, Family family) throws IOException {
    switch (family) {
      case IPV4 -> socket.setIntOpt(IPV4_LEVEL, IPV4_PACKET, 1);
      case IPV6 -> socket.setIntOpt(IPV6_LEVEL, IPV6_RECEIVE_PACKET, 1);
    }
  }

  /// Makes the control message that came with a query the one that goes with its answer. The
  /// interface is left to the routes, but where an address means nothing without it.
  ///
  /// @return octets of it, 0 if the answer cannot come from there
  static int turnRound(MemorySegment envelopes, long at, Family family) {
    if (family == Family.IPV4) {
      envelopes.set(JAVA_INT, at + INSIDE, 0);
      return IPV4_MESSAGE;
    }
    if ((envelopes.get(JAVA_BYTE, at + INSIDE) & 0xFF) == MULTICAST) {
      return 0;
    }
    if ((envelopes.get(BIG, at + INSIDE) & LINK_LOCAL_BITS) != LINK_LOCAL) {
      envelopes.set(JAVA_INT, at + IPV6_INTERFACE, 0);
    }
    return IPV6_MESSAGE;
  }
}
