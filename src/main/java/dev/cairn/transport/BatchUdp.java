package dev.cairn.transport;

import dev.cairn.responder.Responder;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.socket.SocketProtocolFamily;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.Linker;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// UDP in batches of datagrams on Netty's event loops: one system call reads many, one sends many,
/// and nothing is allocated between. For Linux of 64 bits.
final class BatchUdp implements UdpOpener {
  private static final int IPV6_LEVEL = 41;
  private static final int IPV6_ONLY = 26; // IPV6_V6ONLY

  private final List<BatchLoop> loops;

  BatchUdp(EventLoops loops, Responder responder, TransportObserver observer) {
    this.loops =
        loops.each().stream().map(loop -> new BatchLoop(loop, responder, observer)).toList();
  }

  /// Why it cannot be used here; null if it can.
  static @Nullable String obstacle(EventLoops.Engine engine) {
    if (engine != EventLoops.Engine.EPOLL) {
      return "it needs Linux and its epoll";
    }
    if (ValueLayout.ADDRESS.byteSize() != Long.BYTES) {
      return "it needs Java of 64 bits";
    }
    if (!BatchUdp.class.getModule().isNativeAccessEnabled()) {
      return "Java was started without --enable-native-access=ALL-UNNAMED";
    }
    try {
      var library = Linker.nativeLinker().defaultLookup();
      if (library.find("recvmmsg").isEmpty() || library.find("sendmmsg").isEmpty()) {
        return "the C library has no recvmmsg or no sendmmsg";
      }
    } catch (UnsupportedOperationException e) {
      return "this Java cannot call C functions";
    }
    return isAllowed() ? null : "the system does not let us call recvmmsg or sendmmsg";
  }

  /// Whether the kernel knows both calls and no filter forbids them: then it says of -1 that it is
  /// no socket.
  private static boolean isAllowed() {
    var probe = new Datagrams(1, 1, Arena.ofAuto());
    return BatchCalls.receive(-1, probe) == -BatchCalls.EBADF
        && BatchCalls.send(-1, probe.headers(0), 1, probe.error()) == -BatchCalls.EBADF;
  }

  @Override
  public void claim(InetSocketAddress address) throws AddressUnavailable {
    try {
      LinuxSocket probe = newSocket(address);
      try {
        probe.bind(address);
      } finally {
        probe.close();
      }
    } catch (IOException e) {
      throw AddressUnavailable.of(address, "UDP", e);
    }
  }

  @Override
  public void open(InetSocketAddress address, AtomicInteger underWay, Consumer<UdpSocket> opened)
      throws AddressUnavailable {
    for (BatchLoop loop : loops) {
      try {
        opened.accept(open(address, loop, underWay));
      } catch (IOException e) {
        throw AddressUnavailable.of(address, "UDP", e);
      }
    }
  }

  private static UdpSocket open(InetSocketAddress address, BatchLoop loop, AtomicInteger underWay)
      throws IOException {
    LinuxSocket socket = newSocket(address);
    try {
      socket.setReusePort(true);
      socket.setReceiveBufferSize(UdpHandler.SOCKET_BUFFER);
      socket.setSendBufferSize(UdpHandler.SOCKET_BUFFER);
      if (address.getAddress().isAnyLocalAddress()) {
        PacketSource.ask(socket, Family.of(address));
      }
      socket.bind(address);
      var opened = new BatchSocket(socket, loop, Family.of(address), underWay);
      opened.start();
      return opened;
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  private static LinuxSocket newSocket(InetSocketAddress address) throws IOException {
    return switch (Family.of(address)) {
      case IPV4 -> LinuxSocket.newSocketDgram(SocketProtocolFamily.INET);
      case IPV6 -> {
        LinuxSocket socket = LinuxSocket.newSocketDgram(SocketProtocolFamily.INET6);
        socket.setIntOpt(IPV6_LEVEL, IPV6_ONLY, 1);
        yield socket;
      }
    };
  }
}
