package dev.cairn.cli;

import dev.cairn.cli.Reply.Road;
import java.io.EOFException;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.PortUnreachableException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import org.xbill.DNS.Flags;
import org.xbill.DNS.Message;

/// Asks one server and waits for the reply that belongs to the question. Every question gets a
/// socket of its own, so that the port is not to be guessed (RFC 5452 §9.2), and is sent once.
///
/// @param timeout for one question in all, including the second try over TCP
record QueryClient(ServerAddress server, Duration timeout) {
  private static final int LARGEST_MESSAGE = 0xffff;

  /// Asks over UDP, and again over TCP if the reply was truncated (RFC 7766 §5).
  Reply ask(Message query) throws NoReplyException {
    Deadline deadline = Deadline.in(timeout);
    Reply reply = askOverUdp(query, deadline);
    return reply.message().getHeader().getFlag(Flags.TC)
        ? askOverTcp(query, deadline, Road.TCP_AFTER_TRUNCATION)
        : reply;
  }

  Reply askOverTcp(Message query) throws NoReplyException {
    return askOverTcp(query, Deadline.in(timeout), Road.TCP);
  }

  private Reply askOverUdp(Message query, Deadline deadline) throws NoReplyException {
    var matcher = new ReplyMatcher(query);
    try (var socket = new DatagramSocket()) {
      socket.connect(server.socket()); // the kernel drops what others send
      byte[] bytes = query.toWire();
      socket.send(new DatagramPacket(bytes, bytes.length));
      return firstMatch(matcher, () -> receive(socket, deadline), deadline, Road.UDP);
    } catch (IOException e) {
      throw noReply(e, matcher, Road.UDP);
    }
  }

  private Reply askOverTcp(Message query, Deadline deadline, Road road) throws NoReplyException {
    var matcher = new ReplyMatcher(query);
    try (var socket = new Socket()) {
      socket.connect(server.socket(), deadline.millisLeft());
      socket.getOutputStream().write(frame(query.toWire()));
      return firstMatch(matcher, () -> readFrame(socket, deadline), deadline, road);
    } catch (IOException e) {
      throw noReply(e, matcher, road);
    }
  }

  /// Ends by a match or by the exception of a source that waits no longer than the deadline.
  private Reply firstMatch(ReplyMatcher matcher, Packets packets, Deadline deadline, Road road)
      throws IOException {
    while (true) {
      byte[] packet = packets.next();
      Message message = matcher.accept(packet);
      if (message != null) {
        return new Reply(message, packet.length, deadline.elapsed(), road, server);
      }
    }
  }

  private interface Packets {
    byte[] next() throws IOException;
  }

  private static byte[] receive(DatagramSocket socket, Deadline deadline) throws IOException {
    var packet = new DatagramPacket(new byte[LARGEST_MESSAGE], LARGEST_MESSAGE);
    socket.setSoTimeout(deadline.millisLeft());
    socket.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  /// A message over TCP goes with its length before it (RFC 1035 §4.2.2), both in one write.
  private static byte[] frame(byte[] message) {
    return ByteBuffer.allocate(2 + message.length)
        .putShort((short) message.length)
        .put(message)
        .array();
  }

  private static byte[] readFrame(Socket socket, Deadline deadline) throws IOException {
    byte[] length = readFully(socket, 2, deadline);
    return readFully(socket, ByteBuffer.wrap(length).getShort() & 0xffff, deadline);
  }

  private static byte[] readFully(Socket socket, int length, Deadline deadline) throws IOException {
    byte[] bytes = new byte[length];
    int filled = 0;
    while (filled < length) {
      socket.setSoTimeout(deadline.millisLeft());
      int count = socket.getInputStream().read(bytes, filled, length - filled);
      if (count < 0) {
        throw new EOFException("it closed the connection");
      }
      filled += count;
    }
    return bytes;
  }

  private NoReplyException noReply(IOException cause, ReplyMatcher matcher, Road road) {
    String why =
        switch (cause) {
          case SocketTimeoutException _ -> " within " + inWords(timeout);
          case PortUnreachableException _ -> ": nothing listens there";
          default -> ": " + cause.getMessage();
        };
    String first = road == Road.TCP_AFTER_TRUNCATION ? ", after a truncated one over UDP" : "";
    return new NoReplyException(
        "no reply from "
            + server
            + " over "
            + road.transport()
            + why
            + first
            + matcher.ignoredPackets(),
        cause);
  }

  private static String inWords(Duration time) {
    return time.toMillisPart() == 0 ? time.toSeconds() + " s" : time.toMillis() + " ms";
  }
}
