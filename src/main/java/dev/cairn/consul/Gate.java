package dev.cairn.consul;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Who may come in: reads from some networks or with a token, writes from this machine or with a
/// token.
///
/// Pages in a browser of this machine may not write: a browser says `Origin` with each write, and
/// no client of ours does.
final class Gate {
  private static final String FORWARDED = "X-Forwarded-For";
  private static final Pattern HOP = Pattern.compile("\\[([^]]*)](?::\\d+)?|([^:]*):\\d+");
  private static final String BEARER = "Bearer ";

  private final HttpSettings.Access access;
  private final Set<String> hashes;

  Gate(HttpSettings.Access access) {
    this.access = access;
    hashes = access.tokens().stream().map(Gate::hash).collect(Collectors.toUnmodifiableSet());
  }

  /// @throws Refusal if a trusted proxy forwards for somebody whose address cannot be read: he is
  ///   not the proxy
  Caller caller(Asked asked, Parameters parameters) throws Refusal {
    String token = known(token(asked.headers(), parameters));
    List<String> hops = hops(asked.headers());
    InetAddress address = asked.peer();
    for (int left = hops.size(); left > 0 && access.trustedProxies().test(address); left--) {
      address = address(hops.get(left - 1));
      if (address == null) {
        throw token.isEmpty()
            ? denied()
            : Refusal.bad(
                "Invalid X-Forwarded-For: \"%s\" is no address".formatted(hops.get(left - 1)));
      }
    }
    boolean isLocal = address.isLoopbackAddress() && hops.isEmpty();
    return new Caller(address, isLocal, token);
  }

  /// Some proxies say a port as well. Null if it cannot be read.
  private static @Nullable InetAddress address(String hop) {
    Matcher parts = HOP.matcher(hop);
    String host = !parts.matches() ? hop : parts.group(1) != null ? parts.group(1) : parts.group(2);
    boolean isAddress = NetUtil.isValidIpV4Address(host) || NetUtil.isValidIpV6Address(host);
    return isAddress && host.indexOf('%') < 0 // of another machine's network
        ? InetAddress.ofLiteral(host)
        : null;
  }

  private static List<String> hops(HttpHeaders headers) {
    return headers.getAll(FORWARDED).stream()
        .flatMap(line -> List.of(line.split(",")).stream())
        .map(String::strip)
        .filter(hop -> !hop.isEmpty())
        .toList();
  }

  private static String token(HttpHeaders headers, Parameters parameters) {
    if (!parameters.text("token").isEmpty()) {
      return parameters.text("token");
    }
    String header = headers.get("X-Consul-Token", "");
    if (!header.isEmpty()) {
      return header;
    }
    String authorization = headers.get(HttpHeaderNames.AUTHORIZATION, "");
    return authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
        ? authorization.substring(BEARER.length()).strip()
        : "";
  }

  private String known(String token) {
    String hash = token.isEmpty() ? "" : hash(token);
    return hashes.contains(hash) ? hash : "";
  }

  private static String hash(String token) {
    return Digest.sha256(token.getBytes(StandardCharsets.UTF_8));
  }

  void admitReader(Caller caller) throws Refusal {
    if (!caller.hasToken() && !access.readFrom().test(caller.address())) {
      throw denied();
    }
  }

  void admitWriter(Caller caller, Asked asked) throws Refusal {
    if (asked.headers().contains(HttpHeaderNames.ORIGIN)) {
      throw denied();
    }
    if (!caller.hasToken() && !caller.isLocal()) {
      throw denied();
    }
  }

  private static Refusal denied() {
    return new Refusal(HttpResponseStatus.FORBIDDEN, "Permission denied");
  }
}
