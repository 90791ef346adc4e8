package dev.cairn.health;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// One HTTP request of a check, as it is to be made.
record Errand(URI url, String method, Map<String, List<String>> headers, String body) {
  private static final Set<String> OURS = // how a message is framed is not for others to say
      Set.of("connection", "content-length", "transfer-encoding", "upgrade", "te", "expect");

  static Errand of(Probe.Http probe) {
    return new Errand(probe.url(), probe.method(), probe.headers(), probe.body());
  }

  /// Where a reply sends it (RFC 9110 §15.4); null if that is no place to go. What was meant for
  /// one server is not told to another.
  @Nullable Errand redirected(int status, String location) {
    URI next;
    boolean isElsewhere;
    try {
      next = url.resolve(location);
      var there = new Errand(next, method, headers, body);
      isElsewhere = !there.origin().equals(origin());
      if (!there.isHttp() || there.host().isEmpty()) {
        return null;
      }
    } catch (IllegalArgumentException e) {
      return null;
    }
    boolean isRepeated = status == 307 || status == 308;
    return new Errand(
        next,
        isRepeated || method.equals("HEAD") ? method : "GET",
        isElsewhere ? Map.of() : headers,
        isRepeated && !isElsewhere ? body : "");
  }

  private boolean isHttp() {
    return isTls() || "http".equalsIgnoreCase(url.getScheme());
  }

  private String origin() {
    return (isTls() + " " + host() + " " + port()).toLowerCase(Locale.ROOT);
  }

  boolean isTls() {
    return "https".equalsIgnoreCase(url.getScheme());
  }

  String host() {
    return authority().host();
  }

  int port() {
    int port = authority().port();
    return port >= 0 ? port : isTls() ? 443 : 80;
  }

  private Authority authority() {
    return Authority.of(url);
  }

  /// @throws IllegalArgumentException if it cannot be said in HTTP
  FullHttpRequest request() {
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    String target = url.getRawQuery() == null ? path : path + "?" + url.getRawQuery();
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.valueOf(method),
            URI.create(target).toASCIIString(),
            Unpooled.wrappedBuffer(content));
    HttpHeaders all = request.headers();
    all.set(HttpHeaderNames.HOST, authority().inHost());
    all.set(HttpHeaderNames.USER_AGENT, "Cairn Health Check");
    all.set(HttpHeaderNames.ACCEPT, "text/plain, text/*, */*");
    if (!authority().user().isEmpty()) {
      byte[] user = authority().user().getBytes(StandardCharsets.UTF_8);
      all.set(HttpHeaderNames.AUTHORIZATION, "Basic " + Base64.getEncoder().encodeToString(user));
    }
    headers.forEach((name, values) -> {
      if (!OURS.contains(name.toLowerCase(Locale.ROOT))) {
        all.set(name, values);
      }
    });
    all.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    if (content.length > 0 || !method.equals("GET") && !method.equals("HEAD")) {
      all.setInt(HttpHeaderNames.CONTENT_LENGTH, content.length);
    }
    return request;
  }

  /// Who is asked, as it stands in a URL; hosts may have names that [URI] does not believe in, with
  /// an underscore say.
  ///
  /// @param port -1 if there is none
  private record Authority(String user, String host, int port) {

    static Authority of(URI url) {
      String all = url.getRawAuthority() == null ? "" : url.getRawAuthority();
      int at = all.lastIndexOf('@');
      String user = at < 0 ? "" : all.substring(0, at);
      String rest = all.substring(at + 1);
      int colon = rest.lastIndexOf(':');
      boolean hasPort = colon > rest.lastIndexOf(']');
      int port = hasPort ? number(rest.substring(colon + 1)) : -1;
      return new Authority(user, hasPort ? rest.substring(0, colon) : rest, port);
    }

    private static int number(String digits) {
      if (digits.isEmpty()) {
        return -1;
      }
      try {
        return Integer.parseInt(digits);
      } catch (NumberFormatException e) {
        throw new IllegalArgumentException("no port: " + digits, e);
      }
    }

    String inHost() {
      return port < 0 ? host : host + ":" + port;
    }
  }
}
