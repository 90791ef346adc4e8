package dev.cairn.cli;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/// What a server says of its cache, for people.
final class CacheText {
  private CacheText() {}

  static Told entries(JsonNode said) {
    JsonNode entries = said.path("entries");
    if (entries.isEmpty()) {
      return Told.nothing("nothing is held at this name");
    }
    List<String> lines = new ArrayList<>();
    for (JsonNode entry : entries) {
      lines.add(question(entry) + ": " + held(entry));
      entry.path("records").forEach(record -> lines.add("    " + record.asString("")));
    }
    return Told.found(lines);
  }

  private static String question(JsonNode entry) {
    List<String> bits = new ArrayList<>();
    if (entry.path("do").asBoolean(false)) {
      bits.add("DO");
    }
    if (entry.path("cd").asBoolean(false)) {
      bits.add("CD");
    }
    String asked = text(entry, "name") + " " + text(entry, "type");
    return bits.isEmpty() ? asked : asked + " (" + String.join(", ", bits) + ")";
  }

  /// One entry without its question and its records.
  static String held(JsonNode entry) {
    JsonNode reason = entry.path("reason");
    if (reason.isString()) {
      return "%s %s ago, %s, rule %s: %s"
          .formatted(
              text(entry, "kind"),
              Amounts.seconds(number(entry, "age")),
              remaining(entry),
              text(entry, "rule"),
              reason.asString(""));
    }
    String upstream = text(entry, "toldBy");
    String remark = text(entry, "remark");
    return "%s%s, %s, told %s%s ago, %s, %s, rule %s"
        .formatted(
            text(entry, "kind"),
            remark.isEmpty() ? "" : " (" + remark + ")",
            remaining(entry),
            upstream.isEmpty() ? "" : "by " + upstream + " ",
            Amounts.seconds(number(entry, "age")),
            Amounts.count(number(entry, "hits"), "hit", "hits"),
            Amounts.count(number(entry, "octets"), "octet", "octets"),
            text(entry, "rule"));
  }

  private static String remaining(JsonNode entry) {
    return entry.path("ttl").isNumber()
        ? Amounts.seconds(number(entry, "ttl")) + " left"
        : "stale for " + Amounts.seconds(number(entry, "staleFor"));
  }

  static Told reason(JsonNode said) {
    List<String> sentences = new ArrayList<>();
    said.path("sentences").forEach(sentence -> sentences.add(sentence.asString("")));
    return new Told(!said.path("entries").isEmpty(), sentences);
  }

  static Told top(JsonNode said) {
    JsonNode entries = said.path("entries");
    if (entries.isEmpty()) {
      return Told.nothing("the cache is empty");
    }
    var table = new Table("HITS", "QUESTION", "KIND", "HOLDS", "OCTETS", "TOLD BY");
    for (JsonNode entry : entries) {
      table.add(
          Amounts.count(number(entry, "hits")),
          question(entry),
          text(entry, "kind"),
          remaining(entry),
          Amounts.count(number(entry, "octets")),
          text(entry, "toldBy"));
    }
    return Told.found(table.lines());
  }

  static Told totals(JsonNode said) {
    long hits = number(said, "hits");
    long stale = number(said, "stale");
    long failures = number(said, "failures");
    long asked = hits + stale + failures + number(said, "misses");
    var table = new Table("entries", Amounts.count(number(said, "entries")));
    table.add("octets", octets(said));
    table.add("hits", Amounts.count(hits) + ", " + Amounts.share(hits, asked) + " of queries");
    table.add("stale answers", Amounts.count(stale));
    table.add("failures remembered", Amounts.count(failures));
    table.add("misses", Amounts.count(number(said, "misses")));
    table.add("prefetches", Amounts.count(number(said, "prefetches")));
    table.add("evictions", Amounts.count(number(said, "evictions")));
    return Told.found(table.lines());
  }

  private static String octets(JsonNode said) {
    long taken = number(said, "octets");
    long most = number(said, "octetsMax");
    return "%s of %s, %s"
        .formatted(Amounts.count(taken), Amounts.count(most), Amounts.share(taken, most));
  }

  static Told purged(JsonNode said) {
    long purged = number(said, "purged");
    return Told.found(
        List.of(
            purged == 0
                ? "nothing was held"
                : "forgot " + Amounts.count(purged, "entry", "entries")));
  }

  private static String text(JsonNode of, String field) {
    return of.path(field).asString("");
  }

  private static long number(JsonNode of, String field) {
    return of.path(field).asLong(0);
  }
}
