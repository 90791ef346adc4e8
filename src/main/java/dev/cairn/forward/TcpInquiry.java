package dev.cairn.forward;

import dev.cairn.forward.Hearing.Heard;
import dev.cairn.forward.Hearing.Unheard;
import dev.cairn.forward.Verdict.Failure;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;

/// Asks over TCP what did not fit into a datagram (RFC 7766 §5): one connection, one question.
/// Straight blocking code, for virtual threads.
final class TcpInquiry {
  private final InetSocketAddress upstream;
  private final UpstreamCounters counters;
  private final Deadline deadline;

  TcpInquiry(InetSocketAddress upstream, UpstreamCounters counters, Deadline deadline) {
    this.upstream = upstream;
    this.counters = counters;
    this.deadline = deadline;
  }

  Hearing ask(Inquiry inquiry, int id) {
    try (var socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.connect(upstream, timeout());
      socket.getOutputStream().write(framed(inquiry.message(id)));
      while (true) {
        byte[] message = readMessage(socket);
        if (inquiry.isRepliedBy(message, id)) {
          return new Heard(message);
        }
        counters.ignored();
      }
    } catch (SocketTimeoutException e) {
      return new Unheard(Failure.timeout(deadline.time()));
    } catch (ConnectException e) {
      return new Unheard(Failure.REFUSED_CONNECTION);
    } catch (IOException e) {
      return new Unheard(Failure.network(e));
    }
  }

  /// A message with its length before it, in one piece (RFC 1035 §4.2.2, RFC 7766 §8).
  private static byte[] framed(byte[] message) {
    var framed = new byte[2 + message.length];
    framed[0] = (byte) (message.length >>> 8);
    framed[1] = (byte) message.length;
    System.arraycopy(message, 0, framed, 2, message.length);
    return framed;
  }

  private byte[] readMessage(Socket socket) throws IOException {
    byte[] length = read(socket, 2);
    return read(socket, (length[0] & 0xFF) << 8 | (length[1] & 0xFF));
  }

  /// Exactly so many octets. The deadline is for all of them, however slowly they drip.
  private byte[] read(Socket socket, int count) throws IOException {
    var octets = new byte[count];
    for (int have = 0; have < count; ) {
      socket.setSoTimeout(timeout());
      int more = socket.getInputStream().read(octets, have, count - have);
      if (more < 0) {
        throw new EOFException("closed the connection");
      }
      have += more;
    }
    return octets;
  }

  private int timeout() throws SocketTimeoutException {
    if (deadline.isOver()) {
      throw new SocketTimeoutException("too late");
    }
    return deadline.millisLeft();
  }
}
