package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/// What a server says of services and their sources, for people.
final class ServiceText {
  private static final String NONE = "-";

  private ServiceText() {}

  static Told services(JsonNode said) {
    JsonNode services = said.path("services");
    if (services.isEmpty()) {
      return Told.nothing("no services are registered");
    }
    var table = new Table("SERVICE", "INSTANCES", "HEALTH", "TAGS", "FROM");
    for (JsonNode service : services) {
      table.add(
          text(service, "name"),
          Amounts.count(service.path("instances").asLong(0)),
          health(service.path("counts")),
          orNone(list(service.path("tags"))),
          list(service.path("sources")));
    }
    return Told.found(table.lines());
  }

  private static String health(JsonNode counts) {
    String told =
        counts.properties().stream()
            .filter(one -> one.getValue().asLong(0) > 0)
            .map(one -> Amounts.count(one.getValue().asLong(0)) + " " + one.getKey())
            .collect(Collectors.joining(", "));
    return orNone(told);
  }

  /// The registry itself has no name among sources.
  private static String list(JsonNode texts) {
    List<String> all = new ArrayList<>();
    for (JsonNode one : texts) {
      all.add(one.asString("").isEmpty() ? "here" : one.asString(""));
    }
    return String.join(", ", all);
  }

  static Told instances(JsonNode said) {
    JsonNode instances = said.path("instances");
    if (instances.isEmpty()) {
      return Told.nothing("there is no service \"" + text(said, "name") + "\"");
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode instance : instances) {
      lines.add(instance(instance));
      for (JsonNode check : instance.path("checks")) {
        lines.add("    " + check(check));
      }
    }
    return Told.found(lines);
  }

  private static String instance(JsonNode instance) {
    String address = text(instance, "address");
    String host = address.contains(":") ? "[" + address + "]" : address;
    String tags = list(instance.path("tags"));
    String source = text(instance, "source");
    return text(instance, "id")
        + " on "
        + text(instance, "node")
        + ": "
        + text(instance, "status")
        + ", "
        + host
        + ":"
        + instance.path("port").asLong(0)
        + (tags.isEmpty() ? "" : ", tags " + tags)
        + (source.isEmpty() ? "" : ", from " + source);
  }

  private static String check(JsonNode check) {
    String type = text(check, "type");
    String output = text(check, "output");
    String words = output.isEmpty() ? text(check, "notes") : output;
    return text(check, "id")
        + (type.isEmpty() ? "" : " (" + type + ")")
        + ": "
        + text(check, "status")
        + (words.isEmpty() ? "" : ": " + words.lines().findFirst().orElse(""));
  }

  static Told sources(JsonNode said) {
    JsonNode sources = said.path("sources");
    if (sources.isEmpty()) {
      return Told.nothing("this server has no sources: no [[registry.source]] names one");
    }
    var table = new Table("SOURCE", "TYPE", "STATE", "SERVICES", "INSTANCES", "HELD", "REASON");
    for (JsonNode source : sources) {
      table.add(
          text(source, "name"),
          text(source, "type"),
          state(source),
          Amounts.count(source.path("services").asLong(0)),
          Amounts.count(source.path("instances").asLong(0)),
          held(source.path("held")),
          orNone(text(source, "reason")));
    }
    return Told.found(table.lines());
  }

  private static String state(JsonNode source) {
    String state = text(source, "state").replace('-', ' ');
    return source.path("staleFor").isNumber()
        ? state + " " + Amounts.seconds(source.path("staleFor").asLong(0))
        : state;
  }

  private static String held(JsonNode held) {
    return held.isObject()
        ? "for %s: %s".formatted(Amounts.seconds(held.path("seconds").asLong(0)), text(held, "why"))
        : NONE;
  }

  /// What was done.
  static Told done(JsonNode said) {
    return Told.found(List.of(text(said, "done")));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }

  private static String text(JsonNode of, String field) {
    return of.path(field).asString("");
  }
}
