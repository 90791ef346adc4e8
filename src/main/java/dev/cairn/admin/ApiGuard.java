package dev.cairn.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps all but programs of this machine from the API, which has no passwords: other machines, and
/// pages of others in a browser of this machine. A browser tells on them:
///
/// ```
/// a foreign page asks us        Origin, Sec-Fetch-Site    are not ours       (CSRF)
/// its name turns into 127.0.0.1   Host                    is still its name  (DNS rebinding)
/// ```
final class ApiGuard {
  private static final String OCTET = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final String LOOPBACK = "(localhost|127(\\." + OCTET + "){3}|\\[::1])(:\\d{1,5})?";
  private static final Pattern HOST = Pattern.compile(LOOPBACK, Pattern.CASE_INSENSITIVE);
  private static final Pattern ORIGIN =
      Pattern.compile("https?://" + LOOPBACK, Pattern.CASE_INSENSITIVE);
  private static final String SEC_FETCH_SITE = "Sec-Fetch-Site";
  private static final Set<String> OWN_SITE = Set.of("same-origin", "none");

  private ApiGuard() {}

  /// Why a request is not heard, as a sentence; empty if it is.
  static String refusal(Asked asked) {
    if (!asked.ends().areLoopback()) {
      return "the API is for programs on this machine: only from loopback to a loopback address, such as 127.0.0.1";
    }
    HttpHeaders headers = asked.headers();
    List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
    if (hosts.size() != 1 || !HOST.matcher(hosts.getFirst()).matches()) {
      return "the Host of the request has to be localhost, 127.0.0.1 or [::1]";
    }
    if (!headers.getAll(HttpHeaderNames.ORIGIN).stream()
        .allMatch(origin -> ORIGIN.matcher(origin).matches())) {
      return "pages of others may not use the API: the Origin is not this machine";
    }
    if (!OWN_SITE.containsAll(headers.getAll(SEC_FETCH_SITE))) {
      return "pages of others may not use the API: Sec-Fetch-Site is not same-origin";
    }
    return "";
  }
}
