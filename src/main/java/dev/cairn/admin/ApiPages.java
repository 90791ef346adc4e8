package dev.cairn.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;

/// The pages of `/api/v1`.
final class ApiPages {
  private static final int MOST_ENTRIES = 200;
  private static final int MOST_COUNTED = 1000;
  private static final int MOST_TYPES = 32;
  private static final String USUAL_COUNT = "20";

  private final UpstreamApi upstreams;
  private final CacheApi cache;
  private final Map<String, Route> routes = new LinkedHashMap<>();

  /// Makes what is told in answer to a request: a page, or a value for one.
  private interface Answering {
    Object answer(Asked asked) throws UnusableRequest;
  }

  private record Route(HttpMethod method, Answering answering) {
    boolean takes(Asked asked) {
      return method.equals(HttpMethod.GET) ? asked.isReading() : method.equals(asked.method());
    }

    String allowed() {
      return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
    }
  }

  ApiPages(AdminApi api) {
    upstreams = api.upstreams();
    cache = api.cache();
    routes.put("/api/v1/upstreams", new Route(HttpMethod.GET, this::upstreams));
    routes.put("/api/v1/upstreams/simulate", new Route(HttpMethod.GET, this::simulate));
    routes.put("/api/v1/cache", new Route(HttpMethod.GET, this::entries));
    routes.put("/api/v1/cache/why", new Route(HttpMethod.GET, this::why));
    routes.put("/api/v1/cache/top", new Route(HttpMethod.GET, this::top));
    routes.put("/api/v1/cache/stats", new Route(HttpMethod.GET, this::totals));
    routes.put("/api/v1/cache/purge", new Route(HttpMethod.POST, this::purge));
    var registry = new RegistryPages(api.registry());
    routes.put("/api/v1/services", new Route(HttpMethod.GET, registry::services));
    routes.put("/api/v1/services/show", new Route(HttpMethod.GET, registry::show));
    routes.put("/api/v1/services/register", new Route(HttpMethod.POST, registry::register));
    routes.put("/api/v1/services/deregister", new Route(HttpMethod.POST, registry::deregister));
    routes.put("/api/v1/services/down", new Route(HttpMethod.POST, registry::down));
    routes.put("/api/v1/services/up", new Route(HttpMethod.POST, registry::up));
    routes.put("/api/v1/sources", new Route(HttpMethod.GET, registry::sources));
    routes.put("/api/v1/sources/accept", new Route(HttpMethod.POST, registry::accept));
    routes.put("/api/v1/events", new Route(HttpMethod.GET, ApiPages::events));
  }

  Page page(Asked asked) {
    String refusal = ApiGuard.refusal(asked);
    if (!refusal.isEmpty()) {
      return Page.error(HttpResponseStatus.FORBIDDEN, refusal);
    }
    Route route = routes.get(asked.path());
    if (route == null) {
      return Page.error(
          HttpResponseStatus.NOT_FOUND, "there are " + String.join(", ", routes.keySet()));
    }
    if (!route.takes(asked)) {
      return Page.notAllowed(route.allowed());
    }
    try {
      Object answer = route.answering().answer(asked);
      return answer instanceof Page page ? page : Page.json(HttpResponseStatus.OK, answer);
    } catch (UnusableRequest e) {
      return Page.error(e.status(), e.sentence());
    }
  }

  private static Object events(Asked asked) throws UnusableRequest {
    List<String> types = Parameters.of(asked, Set.of("type")).all("type");
    if (types.size() > MOST_TYPES) {
      throw UnusableRequest.because("type may be given " + MOST_TYPES + " times");
    }
    return Page.events(
        new EventStream.Wanted(asked.headers().get("Last-Event-ID"), Set.copyOf(types)));
  }

  private Object upstreams(Asked asked) throws UnusableRequest {
    var _ = Parameters.of(asked, Set.of());
    return Map.of("upstreams", upstreams.upstreams());
  }

  private Object simulate(Asked asked) throws UnusableRequest {
    var given = Parameters.of(asked, Set.of("name", "type", "down", "client"));
    Name name = Words.name(given.required("name"));
    int type = Words.type(given.orElse("type", "A"));
    String client = given.optional("client");
    InetAddress address =
        client == null ? asked.ends().client().getAddress() : Words.address(client);
    return upstreams.simulate(new WhatIf(name, type, known(given.all("down")), address));
  }

  private Set<String> known(List<String> down) throws UnusableRequest {
    if (down.isEmpty()) {
      return Set.of();
    }
    List<String> names = upstreams.upstreams().stream().map(UpstreamStatus::name).toList();
    for (String name : down) {
      if (!names.contains(name)) {
        throw UnusableRequest.because(
            names.isEmpty()
                ? "down: there are no upstreams"
                : "down: \"%s\" is no upstream; there are %s"
                    .formatted(name, String.join(" ", names)));
      }
    }
    return Set.copyOf(down);
  }

  private Object entries(Asked asked) throws UnusableRequest {
    Name name = Words.name(Parameters.of(asked, Set.of("name")).required("name"));
    return Map.of("entries", cache.at(name, MOST_ENTRIES));
  }

  private Object why(Asked asked) throws UnusableRequest {
    var given = Parameters.of(asked, Set.of("name", "type"));
    return cache.why(Words.name(given.required("name")), Words.type(given.orElse("type", "A")));
  }

  private Object top(Asked asked) throws UnusableRequest {
    String count = Parameters.of(asked, Set.of("count")).orElse("count", USUAL_COUNT);
    if (!count.matches("[0-9]{1,4}")
        || Integer.parseInt(count) < 1
        || Integer.parseInt(count) > MOST_COUNTED) {
      throw UnusableRequest.because("count: \"" + count + "\" is not from 1 to " + MOST_COUNTED);
    }
    return Map.of("entries", cache.top(Integer.parseInt(count)));
  }

  private Object totals(Asked asked) throws UnusableRequest {
    var _ = Parameters.of(asked, Set.of());
    return cache.totals();
  }

  private Object purge(Asked asked) throws UnusableRequest {
    var _ = Parameters.of(asked, Set.of());
    return Map.of("purged", cache.purge(PurgeBody.read(asked)));
  }
}
