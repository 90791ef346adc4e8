package dev.cairn.feed;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.Check;
import dev.cairn.registry.CheckSpec;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Stamp;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Rcode;
import org.xbill.DNS.TextParseException;
import org.xbill.DNS.Type;

/// The checks that a file of services asks for.
final class ServiceChecks {
  private static final List<String> KINDS =
      List.of("http", "tcp", "udp", "dns", "args", "ttl", "aliasservice");
  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SCRIPT_TIMEOUT = Duration.ofSeconds(30);
  private static final Duration SHORTEST = Duration.ofSeconds(1);
  private static final int MOST = 1_000;
  private static final int DNS_PORT = 53;

  private final boolean allowsScripts;

  ServiceChecks(boolean allowsScripts) {
    this.allowsScripts = allowsScripts;
  }

  List<Check> read(Instance instance, List<TomlEntry> entries) {
    List<Check> checks = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      String id = "service:" + instance.key().id() + (entries.size() > 1 ? ":" + (i + 1) : "");
      Check check = check(instance, id, entries.get(i));
      if (check != null) {
        checks.add(check);
      }
      entries.get(i).complainOfUnknown();
    }
    return checks;
  }

  private @Nullable Check check(Instance instance, String id, TomlEntry entry) {
    Means means = means(instance, entry);
    String name = entry.text("name");
    String written = entry.text("checkid");
    String word = entry.text("status");
    Status status = word.isEmpty() ? Status.CRITICAL : Status.of(Parts.lower(word));
    if (status == null) {
      entry.complain("status", "is not passing, warning or critical");
    }
    int failures = entry.number("failuresbeforecritical", 0, MOST);
    var spec =
        new CheckSpec(
            means == null ? new Means.Told() : means,
            new Thresholds(
                entry.number("successbeforepassing", 0, MOST),
                entry.number("failuresbeforewarning", failures, MOST),
                failures),
            entry.time("deregistercriticalserviceafter", Duration.ZERO),
            entry.text("notes"));
    return means == null || status == null
        ? null
        : new Check(
            new Check.Key(instance.key().node(), written.isEmpty() ? id : written),
            name.isEmpty() ? "Service '%s' check".formatted(instance.service()) : name,
            instance.key().id(),
            spec,
            new Check.Result(status, "", 0, 0),
            Stamp.NONE);
  }

  private @Nullable Means means(Instance instance, TomlEntry entry) {
    List<String> kinds = KINDS.stream().filter(entry::has).toList();
    if (kinds.size() != 1) {
      entry.complain(
          kinds.isEmpty() ? "check" : kinds.getLast(),
          kinds.isEmpty()
              ? "has no kind; allowed: one of " + String.join(", ", KINDS)
              : "is a second kind of check; allowed: one");
      KINDS.forEach(entry::text);
      return null;
    }
    String kind = kinds.getFirst();
    if (kind.equals("ttl")) {
      return new Means.TimeToLive(entry.time("ttl", USUAL_TIMEOUT));
    }
    if (kind.equals("aliasservice")) {
      return new Means.Alias(instance.key().node(), entry.text("aliasservice"));
    }
    Probe probe = probe(kind, entry);
    Duration interval = entry.time("interval", Duration.ZERO);
    if (!interval.isPositive()) {
      entry.complain("interval", "is missing, and has to be more than 0");
    }
    Duration timeout = entry.time("timeout", kind.equals("args") ? SCRIPT_TIMEOUT : USUAL_TIMEOUT);
    return probe == null
        ? null
        : new Means.Probed(
            probe,
            interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval,
            timeout,
            Asker.THIS_MACHINE);
  }

  private @Nullable Probe probe(String kind, TomlEntry entry) {
    return switch (kind) {
      case "http" -> http(entry);
      case "tcp" -> {
        HostPort to = to(entry, "tcp", 0);
        var tls = new Probe.Tls(entry.text("tlsservername"), !entry.is("tlsskipverify"));
        boolean usesTls = entry.is("tcpusetls");
        yield to == null ? null : new Probe.Tcp(to.host(), to.port(), usesTls ? tls : null);
      }
      case "udp" -> {
        HostPort to = to(entry, "udp", 0);
        yield to == null ? null : new Probe.Udp(to.host(), to.port());
      }
      case "dns" -> dns(entry);
      default -> script(entry); // the kinds were judged already
    };
  }

  private @Nullable Probe script(TomlEntry entry) {
    List<String> command = entry.texts("args");
    if (!allowsScripts) {
      entry.complain("args", "runs a command, which allow-scripts of the configuration forbids");
    } else if (command.isEmpty()) {
      entry.complain("args", "is empty");
    }
    return !allowsScripts || command.isEmpty() ? null : new Probe.Script(command);
  }

  private static @Nullable HostPort to(TomlEntry entry, String key, int usualPort) {
    HostPort to = HostPort.of(entry.text(key));
    int port = to == null || to.port() == 0 ? usualPort : to.port();
    if (to == null || port == 0) {
      entry.complain(key, "is not host:port");
      return null;
    }
    return new HostPort(to.host(), port);
  }

  private static @Nullable Probe http(TomlEntry entry) {
    Map<String, List<String>> headers = new LinkedHashMap<>();
    for (TomlEntry table : entry.tables("header")) {
      table.names().forEach(name -> headers.put(name, table.texts(name)));
    }
    String method = entry.text("method");
    var manners =
        new Probe.HttpManners(
            entry.text("tlsservername"),
            !entry.is("tlsskipverify"),
            !entry.is("disableredirects"),
            entry.number("outputmaxsize", Bounds.OUTPUT, Bounds.VALUE));
    String body = entry.text("body");
    URI url = url(entry.text("http"));
    if (url == null) {
      entry.complain("http", "is not a URL with http or https and a host");
      return null;
    }
    return new Probe.Http(url, method.isEmpty() ? "GET" : method, headers, body, manners);
  }

  private static @Nullable URI url(String text) {
    try {
      URI url = URI.create(text);
      boolean isHttp = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
      return isHttp && url.getHost() != null ? url : null;
    } catch (IllegalArgumentException _) {
      return null;
    }
  }

  private static @Nullable Probe dns(TomlEntry entry) {
    HostPort server = to(entry, "dns", DNS_PORT);
    Name name = name(entry.text("dnsname"));
    String typeText = entry.text("dnstype");
    int type = typeText.isEmpty() ? Type.A : Type.value(typeText, false);
    String rcodeText = entry.text("dnsrcode");
    int rcode = rcodeText.isEmpty() ? Rcode.NOERROR : rcode(rcodeText);
    Duration warnAfter = entry.time("warnafter", Duration.ofDays(1));
    List<String> expected = entry.texts("dnsexpect");
    if (name == null) {
      entry.complain("dnsname", "is missing, or not a name");
    }
    if (type < 0 || rcode < 0) {
      entry.complain(type < 0 ? "dnstype" : "dnsrcode", "is none that there is");
    }
    return server == null || name == null || type < 0 || rcode < 0
        ? null
        : new Probe.Dns(
            new Probe.Server(server.host(), server.port(), warnAfter), name, type, rcode, expected);
  }

  private static int rcode(String text) {
    try {
      return Rcode.value(text);
    } catch (IllegalArgumentException _) {
      return -1;
    }
  }

  private static @Nullable Name name(String text) {
    try {
      return text.isEmpty() ? null : Name.fromString(text, Name.root);
    } catch (TextParseException _) {
      return null;
    }
  }
}
