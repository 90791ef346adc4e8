package dev.cairn.feed;

import dev.cairn.registry.Check;
import dev.cairn.registry.Instance;
import dev.cairn.registry.Instance.Manner;
import dev.cairn.registry.Instance.TaggedAddress;
import dev.cairn.registry.Instance.Traits;
import dev.cairn.registry.Instance.Weights;
import dev.cairn.registry.Stamp;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.tomlj.TomlArray;

/// A file with `[[service]]` tables. What is wrong with one costs that one only.
///
/// ```toml
/// [[service]]
/// name = "db"
/// id = "db-1"
/// address = "10.0.0.7"
/// port = 5432
/// tags = ["primary"]
/// [service.check]
/// tcp = "10.0.0.7:5432"
/// interval = "10s"
/// ```
final class ServiceFile {
  private static final int MOST_16 = 65_535;
  private static final int LONGEST_LABEL = 63;

  private final SourceSettings settings;
  private final String node;
  private final ServiceChecks checks;

  /// @param node the name of the node that all are on, in lower case
  ServiceFile(SourceSettings settings, String node, ServiceChecks checks) {
    this.settings = settings;
    this.node = node;
    this.checks = checks;
  }

  /// What is in a file.
  ///
  /// @param flaws why, by file with line and column
  /// @param isWhole whether the grammar let all of it be read
  record Reading(List<Described> services, Map<String, String> flaws, boolean isWhole) {}

  /// One service, and its checks.
  record Described(Instance instance, List<Check> checks) {}

  Reading read(String file, String content) {
    var text = new TomlText(file, content);
    Map<String, String> flaws = new TreeMap<>(text.faults());
    if (!flaws.isEmpty()) {
      return new Reading(List.of(), flaws, false);
    }
    for (String key : text.root().keySet()) {
      if (!key.equals("service")) {
        flaws.put(
            text.place(text.root().inputPositionOf(List.of(key))),
            key + " is not a table that there is here; allowed: [[service]]");
      }
    }
    List<Described> services = new ArrayList<>();
    Object tables = text.root().get(List.of("service"));
    if (tables instanceof TomlArray array && TomlEntry.isOfTables(array)) {
      for (int i = 0; i < Math.min(array.size(), Bounds.SERVICES); i++) {
        Map<String, String> problems = new TreeMap<>();
        var entry = new TomlEntry(text, array.getTable(i), array.inputPositionOf(i), problems);
        Described described = described(entry);
        if (problems.isEmpty()) {
          services.add(described);
        }
        flaws.putAll(problems);
      }
    } else if (tables != null) {
      flaws.put(
          text.place(text.root().inputPositionOf(List.of("service"))),
          "service is not a list of tables; allowed: [[service]]");
    }
    return new Reading(services, flaws, true);
  }

  private Described described(TomlEntry entry) {
    String name = entry.text("name");
    if (!Bounds.isName(name) || name.length() > LONGEST_LABEL) {
      entry.complain("name", name.isEmpty() ? "is missing" : "cannot be the name of a service");
    }
    String id = entry.has("id") ? entry.text("id") : name;
    if (id.isEmpty() || id.length() > Bounds.KEY) {
      entry.complain("id", "cannot be one");
    }
    String address = entry.text("address");
    if (!address.isEmpty() && !HostPort.isHost(address)) {
      entry.complain("address", "is neither an address nor the name of a host");
    }
    var instance =
        new Instance(
            new Instance.Key(node, id),
            name,
            entry.texts("tags"),
            address,
            entry.number("port", 0, MOST_16),
            traits(entry),
            new Instance.Origin(settings.name(), ""),
            Stamp.NONE);
    List<TomlEntry> described = new ArrayList<>(entry.tables("check"));
    described.addAll(entry.tables("checks"));
    List<Check> all = checks.read(instance, described);
    entry.complainOfUnknown();
    return new Described(instance, all);
  }

  private Traits traits(TomlEntry entry) {
    Map<String, String> meta = new LinkedHashMap<>();
    entry.tables("meta").forEach(table -> meta.putAll(table.pairs()));
    Weights weights = Weights.EQUAL;
    for (TomlEntry table : entry.tables("weights")) {
      weights =
          new Weights(table.number("passing", 1, MOST_16), table.number("warning", 1, MOST_16));
      table.complainOfUnknown();
    }
    return new Traits(
        meta,
        weights,
        addresses(entry),
        entry.is("enabletagoverride"),
        settings.ttl() == null ? Manner.USUAL : new Manner(1, settings.ttl(), null));
  }

  private static Map<String, TaggedAddress> addresses(TomlEntry entry) {
    Map<String, TaggedAddress> addresses = new LinkedHashMap<>();
    for (TomlEntry table : entry.tables("taggedaddresses")) {
      for (String kind : table.names()) {
        for (TomlEntry one : table.tables(kind)) {
          addresses.put(
              kind, new TaggedAddress(one.text("address"), one.number("port", 0, MOST_16)));
          one.complainOfUnknown();
        }
      }
    }
    return addresses;
  }
}
