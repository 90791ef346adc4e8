package dev.cairn.admin;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Which path leads to what. What goes wrong on the way is a bug, and ends here.
final class Router {
  private static final Logger LOG = LoggerFactory.getLogger(Router.class);
  private static final String PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8";

  private final AdminView view;
  private final ApiPages api;

  Router(AdminView view, AdminApi api) {
    this.view = view;
    this.api = new ApiPages(api);
  }

  Page page(Asked asked) {
    String path = asked.path();
    try {
      return path.equals("/api") || path.startsWith("/api/") ? api.page(asked) : watched(asked);
    } catch (RuntimeException bug) {
      LOG.error(
          "{} {} failed because of a bug in Cairn; DNS is served all the same",
          asked.method(),
          path,
          bug);
      return Page.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "a bug in Cairn, see the log");
    }
  }

  private Page watched(Asked asked) {
    if (!asked.isReading()) {
      return Page.notAllowed("GET, HEAD");
    }
    return switch (asked.path()) {
      case "/metrics" -> Page.text(PROMETHEUS, view.metrics());
      case "/health" -> Page.json(HttpResponseStatus.OK, view.health());
      case "/ready" -> ready();
      default ->
          Page.error(
              HttpResponseStatus.NOT_FOUND, "there are /metrics, /health, /ready and /api/v1");
    };
  }

  private Page ready() {
    boolean isReady = view.isReady();
    return Page.json(
        isReady ? HttpResponseStatus.OK : HttpResponseStatus.SERVICE_UNAVAILABLE,
        Map.of("ready", isReady));
  }
}
