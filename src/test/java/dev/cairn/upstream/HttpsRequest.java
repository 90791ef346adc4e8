package dev.cairn.upstream;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Message;

/// A request as it came to a scripted server over HTTP/2. What was not there is empty.
///
/// @param from the client's address and port: the same for all requests of a connection
/// @param path with what follows the question mark
public record HttpsRequest(
    InetSocketAddress from, String method, String path, Headers headers, byte[] body) {
  static final String MESSAGE = "application/dns-message";
  private static final String GET_QUERY = TestHttpsUpstream.PATH + "?dns=";

  /// The header fields that matter to RFC 8484.
  public record Headers(String scheme, String authority, String contentType, String accept) {}

  /// The status that RFC 8484 and RFC 9110 give it, 200 if it is good.
  public int status() {
    if (!path.equals(TestHttpsUpstream.PATH) && !path.startsWith(GET_QUERY)) {
      return 404;
    }
    return switch (method) {
      case "POST" -> headers.contentType.equals(MESSAGE) ? statusOf(body) : 415;
      case "GET" -> statusOf(parameter());
      default -> 405;
    };
  }

  private static int statusOf(byte[] message) {
    return read(message) == null ? 400 : 200;
  }

  /// The query, null if the request is not good.
  public @Nullable Message query() {
    return status() == 200 ? read(method.equals("POST") ? body : parameter()) : null;
  }

  private static @Nullable Message read(byte[] octets) {
    try {
      return new Message(octets);
    } catch (IOException _) {
      return null;
    }
  }

  /// What a GET says in its path, empty if that cannot be read.
  private byte[] parameter() {
    try {
      return Base64.getUrlDecoder().decode(path.substring(path.indexOf('=') + 1));
    } catch (IllegalArgumentException _) {
      return new byte[0];
    }
  }

  /// Whether a GET has its query without padding, as RFC 8484 §4.1 wants it.
  public boolean isPadded() {
    return path.endsWith("=");
  }
}
