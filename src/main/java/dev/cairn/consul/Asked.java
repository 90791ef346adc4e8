package dev.cairn.consul;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import java.net.InetAddress;

/// One whole request.
///
/// @param uri as it stands in the first line
/// @param body never changed
/// @param peer at the other end of the connection
record Asked(HttpMethod method, String uri, HttpHeaders headers, byte[] body, InetAddress peer) {
  boolean isReading() {
    return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
  }
}
