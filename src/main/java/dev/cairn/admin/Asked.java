package dev.cairn.admin;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.net.InetSocketAddress;

/// One whole request, copied out of the buffers that it came in.
///
/// @param uri as it stands in the first line
record Asked(HttpMethod method, String uri, HttpHeaders headers, byte[] body, Ends ends) {

  /// Both ends of a connection.
  record Ends(InetSocketAddress client, InetSocketAddress server) {

    /// Whether it never left this machine.
    boolean areLoopback() {
      return client.getAddress().isLoopbackAddress() && server.getAddress().isLoopbackAddress();
    }
  }

  /// The path as it was sent: none of ours needs an escape.
  String path() {
    return new QueryStringDecoder(uri).rawPath();
  }

  boolean isReading() {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
