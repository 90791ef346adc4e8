package dev.cairn.forward;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.xbill.DNS.Message;

/// How a [TestUpstream], or one over TLS, can behave on a connection.
public final class Conducts {
  private Conducts() {}

  /// Answers one query after the other, for as long as they come.
  public static Conduct inOrder() {
    return stream -> {
      while (true) {
        stream.answer(stream.read());
      }
    };
  }

  /// Answers each query as soon as its answer is there (RFC 7766 §6.2.1.1).
  public static Conduct whenReady() {
    return stream -> {
      while (true) {
        Message query = stream.read();
        Thread.startVirtualThread(() -> answer(stream, query));
      }
    };
  }

  private static void answer(MessageStream stream, Message query) {
    try {
      stream.answer(query);
    } catch (IOException _) {
      return; // the connection is gone
    }
  }

  /// Waits for this many queries, answers the last one first, and so on.
  public static Conduct reversing(int queries) {
    return stream -> {
      while (true) {
        List<Message> read = new ArrayList<>();
        while (read.size() < queries) {
          read.add(stream.read());
        }
        for (Message query : read.reversed()) {
          stream.answer(query);
        }
      }
    };
  }

  /// Ends the connection in order after this many answers.
  public static Conduct endingAfter(int answers) {
    return stream -> {
      answer(stream, answers);
      stream.end();
    };
  }

  /// Ends the TCP connection after this many answers; over TLS without `close_notify`.
  public static Conduct cuttingAfter(int answers) {
    return stream -> {
      answer(stream, answers);
      stream.cut();
    };
  }

  /// Resets the connection when a query comes after this many answers.
  public static Conduct resettingAfter(int answers) {
    return stream -> {
      answer(stream, answers);
      stream.read();
      stream.reset();
    };
  }

  private static void answer(MessageStream stream, int queries) throws IOException {
    for (int i = 0; i < queries; i++) {
      stream.answer(stream.read());
    }
  }

  /// Accepts, reads nothing and says nothing.
  public static Conduct deaf() {
    return MessageStream::ignore;
  }

  /// Sends its answers in pieces, with a pause before each.
  public static Conduct dripping(int octets, Duration pause) {
    return stream -> {
      while (true) {
        for (byte[] reply : stream.repliesTo(stream.read())) {
          drip(stream, MessageStream.framed(reply), octets, pause);
        }
      }
    };
  }

  private static void drip(MessageStream stream, byte[] framed, int octets, Duration pause)
      throws IOException, InterruptedException {
    for (int from = 0; from < framed.length; from += octets) {
      Thread.sleep(pause);
      stream.write(Arrays.copyOfRange(framed, from, Math.min(from + octets, framed.length)));
    }
  }

  /// Sends half of an answer, and nothing from then on.
  public static Conduct stallingMidway() {
    return stream -> {
      writeHalf(stream);
      stream.drain();
    };
  }

  /// Sends half of an answer and ends the connection.
  public static Conduct endingMidway() {
    return stream -> {
      writeHalf(stream);
      stream.end();
    };
  }

  private static void writeHalf(MessageStream stream) throws IOException {
    byte[] framed = MessageStream.framed(stream.repliesTo(stream.read()).getFirst());
    stream.write(Arrays.copyOf(framed, framed.length / 2));
  }

  /// Sends these octets, which need not be messages, when a query has come.
  public static Conduct saying(byte... octets) {
    return stream -> {
      while (true) {
        stream.read();
        stream.write(octets);
      }
    };
  }

  /// Sends frames that hold nothing, too little and no message, before each answer.
  public static Conduct withGarbage() {
    return stream -> {
      while (true) {
        Message query = stream.read();
        stream.write(new byte[] {0, 0});
        stream.write(new byte[] {0, 1, 0x55});
        stream.write(MessageStream.framed("this is not a message of DNS".getBytes(US_ASCII)));
        stream.answer(query);
      }
    };
  }
}
