package dev.cairn.peers;

import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Asks one server many questions, [#WINDOW] of them at a time: over UDP what goes over UDP, and
/// the rest over one TCP connection. Replies are told apart by their ID, and belong to a question
/// only if they repeat it.
final class Asker implements AutoCloseable {
  /// Questions that may be asked at once.
  static final int MOST = 8192;

  private static final int WINDOW = 64;
  private static final int PATIENCE_MILLIS = 2000;
  private static final int TRIES = 5;

  private final DatagramSocket udp = new DatagramSocket();
  private final InetSocketAddress server;
  private int firstId; // of this round: a late reply has the ID of an earlier one

  Asker(InetSocketAddress server) throws IOException {
    this.server = server;
    udp.setSoTimeout(PATIENCE_MILLIS);
    udp.connect(server);
  }

  /// The replies, in the order of the questions.
  List<byte[]> ask(List<Question> questions) throws IOException {
    var round = new Round(questions, firstId);
    firstId = firstId + MOST & 0xFFFF;
    askOverUdp(round);
    askOverTcp(round);
    return List.of(round.replies);
  }

  private void askOverUdp(Round round) throws IOException {
    List<Integer> waiting = new ArrayList<>();
    int tries = 0;
    int next = 0;
    while (next < round.udp.size() || !waiting.isEmpty()) {
      while (waiting.size() < WINDOW && next < round.udp.size()) {
        int question = round.udp.get(next++);
        waiting.add(question);
        send(round.queries[question]);
      }
      try {
        waiting.remove((Integer) round.take(receive()));
        tries = 0;
      } catch (SocketTimeoutException e) {
        if (++tries == TRIES) {
          throw new IOException("no reply to " + round.questions.get(waiting.getFirst()), e);
        }
        for (int question : waiting) {
          send(round.queries[question]);
        }
      }
    }
  }

  private void send(byte[] query) throws IOException {
    udp.send(new DatagramPacket(query, query.length));
  }

  private byte[] receive() throws IOException {
    var packet = new DatagramPacket(new byte[4096], 4096);
    udp.receive(packet);
    return Arrays.copyOf(packet.getData(), packet.getLength());
  }

  private void askOverTcp(Round round) throws IOException {
    if (round.tcp.isEmpty()) {
      return;
    }
    try (var socket = new Socket()) {
      socket.setSoTimeout(PATIENCE_MILLIS * TRIES);
      socket.connect(server, PATIENCE_MILLIS);
      var in = new DataInputStream(socket.getInputStream());
      // Length and message in one segment: Nagle's algorithm would hold the second one back.
      var out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
      for (int sent = 0, read = 0; read < round.tcp.size(); read++) {
        for (; sent < round.tcp.size() && sent - read < WINDOW; sent++) {
          byte[] query = round.queries[round.tcp.get(sent)];
          out.writeShort(query.length);
          out.write(query);
        }
        out.flush();
        if (round.take(in.readNBytes(in.readUnsignedShort())) < 0) {
          throw new IOException("a reply that nobody asked for, over TCP");
        }
      }
    }
  }

  @Override
  public void close() {
    udp.close();
  }

  /// Questions on their way, and their replies as they come.
  private static final class Round {
    final List<Question> questions;
    final List<Integer> udp = new ArrayList<>();
    final List<Integer> tcp = new ArrayList<>();
    final byte[][] queries;
    final byte[][] replies;
    private final int firstId;

    Round(List<Question> questions, int firstId) {
      this.questions = questions;
      this.firstId = firstId;
      queries = new byte[questions.size()][];
      replies = new byte[questions.size()][];
      for (int i = 0; i < queries.length; i++) {
        queries[i] = questions.get(i).toWire(firstId + i & 0xFFFF);
        (questions.get(i).road().isTcp() ? tcp : udp).add(i);
      }
    }

    /// Which question it is the reply to; -1 if none.
    int take(byte[] reply) {
      if (reply.length < 12) {
        return -1;
      }
      int question = ((reply[0] & 0xFF) << 8 | reply[1] & 0xFF) - firstId & 0xFFFF;
      if (question >= replies.length || replies[question] != null) {
        return -1;
      }
      replies[question] = reply;
      return question;
    }
  }
}
