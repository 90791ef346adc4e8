package dev.cairn.cli;

import tools.jackson.databind.JsonNode;

/// An event as one line for people.
final class EventText {
  private EventText() {}

  static String line(JsonNode event) {
    var line = new StringBuilder(text(event, "ts"));
    line.append("  ").append(text(event, "type")).append("  ").append(text(event, "subject"));
    String from = text(event, "from");
    String to = text(event, "to");
    if (!from.isEmpty() || !to.isEmpty()) {
      line.append("  ").append(from.isEmpty() ? "–" : from);
      line.append(" → ").append(to.isEmpty() ? "–" : to);
    }
    String reason = text(event, "reason");
    return (reason.isEmpty() ? line : line.append("  ").append(reason)).toString();
  }

  private static String text(JsonNode of, String field) {
    return of.path(field).asString("");
  }
}
