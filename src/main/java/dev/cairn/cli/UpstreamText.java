package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a server says of its upstreams, for people.
final class UpstreamText {
  private static final String NONE = "-";

  private UpstreamText() {}

  static Told status(JsonNode said) {
    JsonNode upstreams = said.path("upstreams");
    if (upstreams.isEmpty()) {
      return Told.nothing("this server has no upstreams: [forward] names none");
    }
    var table =
        new Table(
            "UPSTREAM", "STATE", "BREAKER", "RTT", "IN FLIGHT", "ANSWERED", "ERRORS", "LAST ERROR");
    for (JsonNode upstream : upstreams) {
      table.add(
          text(upstream, "name"),
          text(upstream, "state") + " " + Amounts.seconds(number(upstream, "since")),
          text(upstream, "breaker"),
          roundTrip(upstream.path("rtt")),
          inFlight(upstream),
          Amounts.count(number(upstream, "replies"))
              + " of "
              + Amounts.count(number(upstream, "sends")),
          failures(upstream.path("failures")),
          lastError(upstream.path("lastError")));
    }
    return Told.found(table.lines());
  }

  private static String roundTrip(JsonNode rtt) {
    return rtt.isObject() ? Amounts.millis(rtt.path("smoothedMs").asDouble(0)) : NONE;
  }

  private static String inFlight(JsonNode upstream) {
    String now = Amounts.count(number(upstream, "inFlight"));
    long most = number(upstream, "inFlightMax");
    return most == 0 ? now : now + " of " + Amounts.count(most);
  }

  private static String failures(JsonNode failures) {
    String told =
        failures.properties().stream()
            .filter(failure -> failure.getValue().asLong(0) > 0)
            .map(failure ->
                Amounts.count(failure.getValue().asLong(0))
                    + " "
                    + failure.getKey().replace('-', ' '))
            .collect(Collectors.joining(", "));
    return told.isEmpty() ? "none" : told;
  }

  private static String lastError(JsonNode error) {
    return error.isObject()
        ? Amounts.seconds(number(error, "secondsAgo")) + " ago: " + text(error, "text")
        : NONE;
  }

  static Told simulation(JsonNode said) {
    List<String> lines = new ArrayList<>();
    lines.add("question  " + text(said, "name") + " " + text(said, "type"));
    lines.add("owner     " + owner(said));
    JsonNode cached = said.path("cached");
    lines.add("cache     " + (cached.isObject() ? CacheText.held(cached) : "has nothing"));
    int place = 0;
    for (JsonNode turn : said.path("order")) {
      if (text(turn, "leftOut").isEmpty()) {
        place++;
        lines.add("asks %2d.  %s".formatted(place, turn(turn)));
      }
    }
    for (JsonNode turn : said.path("order")) {
      if (!text(turn, "leftOut").isEmpty()) {
        lines.add("left out  " + turn(turn) + ": " + text(turn, "leftOut"));
      }
    }
    lines.add("outcome   " + text(said, "outcome"));
    return Told.found(lines);
  }

  private static String owner(JsonNode said) {
    JsonNode owner = said.path("owner");
    if (!owner.isObject()) {
      return "nobody";
    }
    String policy = text(said, "policy");
    return text(owner, "kind")
        + " "
        + text(owner, "suffix")
        + (policy.isEmpty() ? "" : ", policy " + policy);
  }

  private static String turn(JsonNode turn) {
    return text(turn, "upstream") + " (" + text(turn, "state") + ")";
  }

  private static String text(JsonNode of, String field) {
    return of.path(field).asString("");
  }

  private static long number(JsonNode of, String field) {
    return of.path(field).asLong(0);
  }
}
