package dev.cairn.admin;

import dev.cairn.admin.RegistryApi.NewCheck;
import dev.cairn.admin.RegistryApi.NewInstance;
import dev.cairn.admin.RegistryApi.Target;
import dev.cairn.admin.RegistryApi.Verdict;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The pages of services and of their sources.
final class RegistryPages {
  private static final int HIGHEST_PORT = 65_535;
  private static final int MOST_SECONDS = 366 * 86_400;
  private static final int USUAL_INTERVAL = 10;
  private static final List<String> NEW =
      List.of("name", "id", "address", "port", "tags", "meta", "http", "tcp", "ttl", "interval");

  private final RegistryApi api;

  RegistryPages(RegistryApi api) {
    this.api = api;
  }

  Object services(Asked asked) throws UnusableRequest {
    var _ = Parameters.of(asked, Set.of());
    needsRegistry();
    return Map.of("services", api.services());
  }

  Object show(Asked asked) throws UnusableRequest {
    String name = Parameters.of(asked, Set.of("name")).required("name");
    needsRegistry();
    return Map.of("name", name, "instances", api.instances(name));
  }

  Object register(Asked asked) throws UnusableRequest {
    JsonBody body = JsonBody.of(asked, NEW);
    var instance =
        new NewInstance(
            body.required("name"),
            body.orEmpty("id"),
            body.orEmpty("address"),
            body.number("port", HIGHEST_PORT),
            body.texts("tags"),
            body.pairs("meta"),
            check(body));
    needsRegistry();
    return told(api.register(instance));
  }

  private static @Nullable NewCheck check(JsonBody body) throws UnusableRequest {
    int seconds = body.number("interval", MOST_SECONDS);
    Duration interval = Duration.ofSeconds(seconds == 0 ? USUAL_INTERVAL : seconds);
    String http = body.orEmpty("http");
    String tcp = body.orEmpty("tcp");
    int ttl = body.number("ttl", MOST_SECONDS);
    if ((http.isEmpty() ? 0 : 1) + (tcp.isEmpty() ? 0 : 1) + (ttl == 0 ? 0 : 1) > 1) {
      throw UnusableRequest.because("http, tcp and ttl exclude each other");
    }
    if (!http.isEmpty()) {
      return new NewCheck(NewCheck.Kind.HTTP, http, interval);
    }
    if (!tcp.isEmpty()) {
      return new NewCheck(NewCheck.Kind.TCP, tcp, interval);
    }
    return ttl == 0 ? null : new NewCheck(NewCheck.Kind.TTL, "", Duration.ofSeconds(ttl));
  }

  Object deregister(Asked asked) throws UnusableRequest {
    JsonBody body = JsonBody.of(asked, List.of("id", "node"));
    Target target = target(body);
    needsRegistry();
    return told(api.deregister(target));
  }

  Object down(Asked asked) throws UnusableRequest {
    JsonBody body = JsonBody.of(asked, List.of("id", "node", "reason", "seconds"));
    Target target = target(body);
    int seconds = body.number("seconds", MOST_SECONDS);
    needsRegistry();
    return told(
        api.down(
            target, body.orEmpty("reason"), seconds == 0 ? null : Duration.ofSeconds(seconds)));
  }

  Object up(Asked asked) throws UnusableRequest {
    Target target = target(JsonBody.of(asked, List.of("id", "node")));
    needsRegistry();
    return told(api.up(target));
  }

  Object sources(Asked asked) throws UnusableRequest {
    var _ = Parameters.of(asked, Set.of());
    needsRegistry();
    return Map.of("sources", api.sources());
  }

  Object accept(Asked asked) throws UnusableRequest {
    String name = JsonBody.of(asked, List.of("name")).required("name");
    needsRegistry();
    return told(api.accept(name));
  }

  private static Target target(JsonBody body) throws UnusableRequest {
    return new Target(body.required("id"), body.orEmpty("node"));
  }

  private void needsRegistry() throws UnusableRequest {
    if (!api.isEnabled()) {
      throw new UnusableRequest(
          HttpResponseStatus.CONFLICT,
          "this server has no registry: [registry] enabled = true gives it one");
    }
  }

  private static Object told(Verdict verdict) throws UnusableRequest {
    if (!verdict.isDone()) {
      throw UnusableRequest.because(verdict.sentence());
    }
    return Map.of("done", verdict.sentence());
  }
}
