package dev.cairn.consul;

import dev.cairn.health.Probe;
import dev.cairn.registry.CheckSpec.Means;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// Reads the checks that we make ourselves.
final class ProbeBody {
  static final List<String> KINDS = List.of("HTTP", "TCP", "UDP", "DNS");

  private static final Duration LEAST_INTERVAL = Duration.ofSeconds(1);
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final int USUAL_OUTPUT = 4096;
  private static final int LARGEST_OUTPUT = 65_536;
  private static final int LAST_PORT = 65_535;

  private ProbeBody() {}

  /// @param kind one of [#KINDS]
  static Means probed(Body body, String kind, Duration interval) throws Refusal {
    if (!interval.isPositive()) {
      throw CheckBody.invalid("Interval must be > 0 for Script, HTTP, or TCP checks");
    }
    Duration timeout = body.duration("Timeout");
    return new Means.Probed(
        probe(body, kind),
        interval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : interval,
        timeout.isPositive() ? timeout : USUAL_TIMEOUT);
  }

  private static Probe probe(Body body, String kind) throws Refusal {
    if (kind.equals("HTTP")) {
      return http(body);
    }
    Target target = target(body.text(kind));
    return switch (kind) {
      case "TCP" -> new Probe.Tcp(target.host(), target.port(), tls(body));
      case "UDP" -> new Probe.Udp(target.host(), target.port());
      default -> dns(body, target);
    };
  }

  private static Probe.@Nullable Tls tls(Body body) throws Refusal {
    return body.isSet("TCPUseTLS")
        ? new Probe.Tls(body.text("TLSServerName"), !body.isSet("TLSSkipVerify"))
        : null;
  }

  private static Probe http(Body body) throws Refusal {
    String method = body.text("Method").toUpperCase(Locale.ROOT);
    if (!method.matches("[A-Z]{0,32}")) {
      throw CheckBody.invalid("Method has to be a word");
    }
    int output = body.number("OutputMaxSize");
    if (output < 0) {
      throw CheckBody.invalid("OutputMaxSize must be positive");
    }
    return new Probe.Http(
        url(body.text("HTTP")),
        method.isEmpty() ? "GET" : method,
        headers(body),
        body.text("Body"),
        new Probe.HttpManners(
            body.text("TLSServerName"),
            !body.isSet("TLSSkipVerify"),
            !body.isSet("DisableRedirects"),
            output == 0 ? USUAL_OUTPUT : Math.min(output, LARGEST_OUTPUT)));
  }

  private static Map<String, List<String>> headers(Body body) throws Refusal {
    var headers = body.lists("Header");
    for (var header : headers.entrySet()) {
      if (!header.getKey().matches("[!#$%&'*+.^_`|~0-9A-Za-z-]+")
          || header.getValue().stream().anyMatch(ProbeBody::breaksLine)) {
        throw CheckBody.invalid("Header is none of HTTP");
      }
    }
    return headers;
  }

  private static boolean breaksLine(String text) {
    return text.chars().anyMatch(c -> c < ' ' && c != '\t' || c == 0x7F);
  }

  private static URI url(String text) throws Refusal {
    try {
      var url = new URI(text);
      if (url.getScheme() != null
          && Set.of("http", "https").contains(url.getScheme().toLowerCase(Locale.ROOT))
          && url.getHost() != null
          && url.getPort() <= LAST_PORT) {
        return url;
      }
    } catch (URISyntaxException _) {
      // said below
    }
    throw CheckBody.invalid("HTTP has to be a URL such as http://host:port/path");
  }

  /// Where something is.
  private record Target(String host, int port) {}

  private static Target target(String text) throws Refusal {
    int colon = text.lastIndexOf(':');
    String port = text.substring(colon + 1);
    if (colon > 0 && port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= LAST_PORT) {
      String host = text.substring(0, colon);
      boolean isBracketed = host.startsWith("[") && host.endsWith("]");
      if (isBracketed || host.indexOf(':') < 0) {
        return new Target(
            isBracketed ? host.substring(1, host.length() - 1) : host, Integer.parseInt(port));
      }
    }
    throw CheckBody.invalid("an address such as host:port is wanted");
  }

  private static Probe dns(Body body, Target target) throws Refusal {
    String type = body.text("DNSType");
    String rcode = body.text("DNSRcode");
    int typeNumber = type.isEmpty() ? Type.A : Type.value(type);
    int rcodeNumber = rcode.isEmpty() ? Rcode.NOERROR : Rcode.value(rcode);
    if (typeNumber < 0 || rcodeNumber < 0) {
      throw CheckBody.invalid("DNSType or DNSRcode is none");
    }
    Duration warnAfter = body.duration("WarnAfter");
    return new Probe.Dns(
        new Probe.Server(target.host(), target.port(), warnAfter),
        name(body.text("DNSName")),
        typeNumber,
        rcodeNumber,
        body.textOrTexts("DNSExpect"));
  }

  private static Name name(String text) throws Refusal {
    try {
      return Name.fromString(text.isEmpty() ? "." : text, Name.root);
    } catch (TextParseException _) {
      throw CheckBody.invalid("DNSName is no name");
    }
  }
}
