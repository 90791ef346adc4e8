package dev.cairn.upstream;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// How a [TestHttpsUpstream] can behave.
public final class HttpsConducts {
  private HttpsConducts() {}

  /// Sends what the script says as the body, as RFC 8484 wants it; nothing if the script says
  /// nothing.
  public static HttpsConduct orderly() {
    return withFields();
  }

  /// The same with other header fields.
  ///
  /// @param fields names and values by turns; an empty value means that the field is not sent
  public static HttpsConduct withFields(String... fields) {
    return exchange -> {
      List<byte[]> replies = exchange.replies();
      if (!replies.isEmpty()) {
        exchange.head(200, fieldsFor(replies.getFirst(), fields));
        exchange.last(replies.getFirst());
      }
    };
  }

  private static String[] fieldsFor(byte[] body, String... more) {
    return Stream.concat(
            Stream.of(
                "content-type",
                HttpsRequest.MESSAGE,
                "content-length",
                String.valueOf(body.length)),
            Stream.of(more))
        .toArray(String[]::new);
  }

  /// Says that the body is something else than it is; nothing if the type is empty.
  public static HttpsConduct withType(String contentType) {
    return withFields("content-type", contentType);
  }

  /// Says this status, with a text as its body.
  public static HttpsConduct status(int status, String... fields) {
    byte[] text = ("status " + status + "\n").getBytes(US_ASCII);
    return exchange -> {
      exchange.head(status, textFields(fields));
      exchange.last(text);
    };
  }

  private static String[] textFields(String... more) {
    return Stream.concat(Stream.of("content-type", "text/plain"), Stream.of(more))
        .toArray(String[]::new);
  }

  /// Sends these octets as the body of what should be a message.
  public static HttpsConduct body(byte... octets) {
    return exchange -> {
      exchange.head(200, fieldsFor(octets));
      exchange.last(octets);
    };
  }

  /// Says 200 and ends the stream without a body.
  public static HttpsConduct withoutBody() {
    return exchange -> exchange.headAlone(200, "content-type", HttpsRequest.MESSAGE);
  }

  /// Sends a body of so many octets, and not how many they are.
  public static HttpsConduct hugeBody(long octets) {
    return exchange -> {
      exchange.head(200, "content-type", HttpsRequest.MESSAGE);
      var part = new byte[16_384];
      for (long left = octets; left > part.length; left -= part.length) {
        exchange.part(part);
      }
      exchange.last(new byte[(int) ((octets - 1) % part.length + 1)]);
    };
  }

  /// Sends fields behind the body.
  public static HttpsConduct withTrailers() {
    return exchange -> {
      byte[] reply = exchange.replies().getFirst();
      exchange.head(200, fieldsFor(reply));
      exchange.part(reply);
      exchange.trailers("server-timing", "total;dur=1");
    };
  }

  /// Sends the head and half of the body, and nothing from then on.
  public static HttpsConduct stallingMidway() {
    return HttpsConducts::sendHalf;
  }

  /// Sends the head and half of the body, and breaks off the stream.
  public static HttpsConduct resettingMidway(Http2Error why) {
    return exchange -> {
      sendHalf(exchange);
      exchange.reset(why);
    };
  }

  private static void sendHalf(HttpsExchange exchange) throws IOException {
    byte[] reply = exchange.replies().getFirst();
    exchange.head(200, fieldsFor(reply));
    exchange.part(Arrays.copyOf(reply, reply.length / 2));
  }

  /// Sends the body in pieces, with a pause before each.
  public static HttpsConduct dripping(int octets, Duration pause) {
    return exchange -> {
      byte[] reply = exchange.replies().getFirst();
      exchange.head(200, fieldsFor(reply));
      int from = 0;
      for (; from + octets < reply.length; from += octets) {
        Thread.sleep(pause);
        exchange.part(Arrays.copyOfRange(reply, from, from + octets));
      }
      Thread.sleep(pause);
      exchange.last(Arrays.copyOfRange(reply, from, reply.length));
    };
  }

  /// Breaks off the stream.
  public static HttpsConduct resetting(Http2Error why) {
    return exchange -> exchange.reset(why);
  }

  /// Behaves for so many requests of each connection, and otherwise for all others.
  public static HttpsConduct after(int requests, HttpsConduct then) {
    return exchange -> (exchange.number() <= requests ? orderly() : then).answer(exchange);
  }

  /// Says GOAWAY when it has answered so many requests of a connection; others get no answer.
  ///
  /// @param requests at least 1
  public static HttpsConduct goingAwayAfter(int requests) {
    return lastly(requests, exchange -> exchange.goAway(Http2Error.NO_ERROR));
  }

  /// Closes the connection when it has answered so many of its requests; others get no answer.
  ///
  /// @param requests at least 1
  public static HttpsConduct endingAfter(int requests) {
    return lastly(requests, HttpsExchange::end);
  }

  /// Ends the TCP connection, without `close_notify`, when it has answered so many requests; others
  /// get no answer.
  ///
  /// @param requests at least 1
  public static HttpsConduct cuttingAfter(int requests) {
    return lastly(requests, HttpsExchange::cut);
  }

  /// Resets the TCP connection when a request comes after so many.
  public static HttpsConduct resettingAfter(int requests) {
    return after(requests, HttpsExchange::resetConnection);
  }

  private static HttpsConduct lastly(int requests, HttpsConduct end) {
    return exchange -> {
      if (exchange.number() <= requests) {
        orderly().answer(exchange);
      }
      if (exchange.number() == requests) {
        end.answer(exchange);
      }
    };
  }
}
