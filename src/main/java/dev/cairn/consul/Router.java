package dev.cairn.consul;

import dev.cairn.registry.Receipt;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Which path leads to what, for whom. What goes wrong on the way is a bug, and ends here.
final class Router {
  /// What is not ours, and never will be: a mesh, Raft, access control lists.
  private static final Set<String> FOREIGN =
      Set.of(
          "connect",
          "config",
          "operator",
          "snapshot",
          "coordinate",
          "session",
          "txn",
          "query",
          "event",
          "exported-services",
          "imported-services",
          "internal",
          "discovery-chain",
          "peering",
          "peerings");

  /// Where old clients say GET and mean PUT.
  private static final Set<String> LEGACY =
      Set.of(
          "agent/check/pass",
          "agent/check/warn",
          "agent/check/fail",
          "agent/check/deregister",
          "agent/service/deregister");

  private final Map<String, List<Route>> routes;
  private final Reads reads;
  private final Gate gate;
  private final HttpSettings settings;
  private final Executor workers;

  /// @param workers for what may wait
  Router(List<Route> routes, Reads reads, HttpSettings settings, Executor workers) {
    this.routes = new HashMap<>(routes.stream().collect(Collectors.groupingBy(Route::path)));
    this.reads = reads;
    this.gate = new Gate(settings.access());
    this.settings = settings;
    this.workers = workers;
  }

  /// Never throws.
  Reply reply(Asked asked) {
    try {
      return routed(asked);
    } catch (Refusal refusal) {
      return new Reply.Now(refusal.page());
    } catch (RuntimeException bug) {
      return new Reply.Now(Connection.failed(bug));
    }
  }

  private Reply routed(Asked asked) throws Refusal {
    Segments path = Segments.of(asked.uri());
    Parameters parameters = Parameters.of(asked.uri());
    Caller caller = gate.caller(asked, parameters);
    for (int length = path.count(); length > 0; length--) {
      String argument = path.from(length);
      List<Route> here =
          routes.getOrDefault(path.upTo(length), List.of()).stream()
              .filter(route -> route.isFor(argument))
              .toList();
      if (!here.isEmpty()) {
        Route route = chosen(here, asked);
        admit(route, caller, asked);
        if (route == null) {
          return new Reply.Now(Page.notAllowed(allowed(here)));
        }
        parameters.refuseStrangers(settings.identity().datacenter());
        Agent agent = Agent.of(caller, settings);
        return answer(
            route, new Request(asked, route.argument(argument), parameters, caller, agent));
      }
    }
    gate.admitReader(caller);
    Page page = nowhere(path.part(0)).page();
    return asked.isReading() ? reads.now(parameters, page) : new Reply.Now(page);
  }

  private void admit(@Nullable Route route, Caller caller, Asked asked) throws Refusal {
    if (route != null && route.endpoint() instanceof Route.Write) {
      gate.admitWriter(caller, asked);
    } else {
      gate.admitReader(caller);
    }
  }

  private @Nullable Route chosen(List<Route> here, Asked asked) {
    Route.Method method = method(asked);
    for (Route route : here) {
      if (route.method() == method || isLegacy(route, asked)) {
        return route;
      }
    }
    return null;
  }

  private boolean isLegacy(Route route, Asked asked) {
    return settings.manners().legacyGet()
        && asked.method().equals(HttpMethod.GET)
        && LEGACY.contains(route.path());
  }

  private static Route.@Nullable Method method(Asked asked) {
    if (asked.isReading()) {
      return Route.Method.GET;
    }
    return asked.method().equals(HttpMethod.PUT)
        ? Route.Method.PUT
        : asked.method().equals(HttpMethod.DELETE) ? Route.Method.DELETE : null;
  }

  private static String allowed(List<Route> here) {
    return here.stream()
        .map(Route::method)
        .sorted(Comparator.naturalOrder())
        .map(Route.Method::name)
        .collect(Collectors.joining(", "));
  }

  private static Refusal nowhere(String first) {
    if (first.equals("acl")) {
      return new Refusal(HttpResponseStatus.UNAUTHORIZED, "ACL support disabled");
    }
    return Refusal.unknown(
        FOREIGN.contains(first)
            ? "not part of this server's Consul surface"
            : "Invalid URL path: not a recognized HTTP API endpoint");
  }

  private Reply answer(Route route, Request request) throws Refusal {
    return switch (route.endpoint()) {
      case Route.Read read -> read.reply(request);
      case Route.Write write ->
          new Reply.Later(
              CompletableFuture.supplyAsync(() -> written(write, request), workers)
                  .thenCompose(page -> page));
    };
  }

  private static CompletableFuture<Page> written(Route.Write write, Request request) {
    try {
      Route.Written written = write.write(request);
      return switch (written.receipt()) {
        case Receipt.Done done ->
            done.onDisk()
                .handle((_, failure) -> failure == null ? written.page() : notKept(failure));
        case Receipt.Unchanged _ -> CompletableFuture.completedFuture(written.unchanged());
        case Receipt.Refused(Receipt.Why why, String sentence) ->
            CompletableFuture.completedFuture(Page.text(status(why), sentence));
      };
    } catch (Refusal refusal) {
      return CompletableFuture.completedFuture(refusal.page());
    } catch (RuntimeException bug) {
      return CompletableFuture.completedFuture(Connection.failed(bug));
    }
  }

  private static Page notKept(Throwable failure) {
    return Page.text(
        HttpResponseStatus.INTERNAL_SERVER_ERROR,
        "in force, but it could not be written to disk: " + failure.getMessage());
  }

  private static HttpResponseStatus status(Receipt.Why why) {
    return switch (why) {
      case BAD -> HttpResponseStatus.BAD_REQUEST;
      case UNKNOWN -> HttpResponseStatus.NOT_FOUND;
      case CONFLICT -> HttpResponseStatus.INTERNAL_SERVER_ERROR;
      case FULL -> HttpResponseStatus.INSUFFICIENT_STORAGE;
    };
  }
}
