package dev.cairn.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.config.Forward.Action;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlTable;

/// conf/dns.toml is the reference: every key, with its default.
class ShippedFileTest {
  private static final Path SHIPPED = Path.of("conf", "dns.toml");

  /// Components that are not called as their keys are.
  private static final Map<String, String> KEYS =
      Map.of(
          "zones-directory",
          "zones.directory",
          "zones",
          "zone",
          "signing-keys",
          "key",
          "rules",
          "rule",
          "sources",
          "source");

  /// Components that hold keys of the table they are in.
  private static final Set<String> GROUPS =
      Set.of(
          "selection",
          "limits",
          "integrity",
          "lifetimes",
          "naming",
          "answers",
          "agents",
          "checking",
          "staleness");

  /// Components that several keys make.
  private static final Map<String, List<String>> MADE =
      Map.of(
          "forward.rule.action",
          List.of("forward.rule.deny", "forward.rule.no-forward"),
          "registry.source.kind",
          List.of(
              "registry.source.type",
              "registry.source.endpoints",
              "registry.source.ca",
              "registry.source.token-file",
              "registry.source.prefix",
              "registry.source.user",
              "registry.source.password-file",
              "registry.source.directory"));

  /// The key that holds a table of the operator's.
  private static final String MAP = "registry.service-ttl";

  @TempDir Path home;

  @Test
  void every_key_has_its_default() throws Exception {
    Path zones = Files.createDirectory(home.resolve("zones"));
    Path file = Files.createDirectory(home.resolve("conf")).resolve("dns.toml");
    Files.copy(SHIPPED, file);

    Config config = Reading.good(ConfigReader.read(file));

    // Without the table no folder is served, and there is no other default.
    assertThat(config.zonesDirectory()).isEqualTo(zones.toAbsolutePath());
    Path data = home.resolve("data", "registry").toAbsolutePath();
    assertThat(config.registry().data()).isEqualTo(data);
    var defaults = new TreeMap<String, String>();
    collectValues("", Config.DEFAULTS, defaults);
    defaults.put("zones.directory", zones.toAbsolutePath().toString());
    defaults.put("registry.data", data.toString());
    var values = new TreeMap<String, String>();
    collectValues("", config, values);
    assertThat(values).isEqualTo(defaults).hasSizeGreaterThan(20);
  }

  @Test
  void every_key_of_the_records_is_in_it_and_no_other() throws IOException {
    var expected = new TreeSet<String>();
    collectKeys("", Config.class, expected);
    MADE.forEach((component, keys) -> {
      assertThat(expected.remove(component)).isTrue();
      expected.addAll(keys);
    });
    var found = new TreeSet<String>();
    collectKeys("", Toml.parse(withExamples(Files.readString(SHIPPED))), found);
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void its_keys_stand_in_the_order_of_the_records() throws IOException {
    var text = Files.readString(SHIPPED);
    assertThat(text.lines().filter(line -> line.matches("(# )?\\[.*")))
        .extracting(line -> line.replaceAll("^(# )?(\\[+[a-z.-]+]+).*", "$2"))
        .containsExactly(
            "[server]",
            "[server.cookies]",
            "[server.tcp]",
            "[zones]",
            "[[zone]]",
            "[forward]",
            "[forward.on-failure]",
            "[forward.health]",
            "[forward.breaker]",
            "[[forward.rule]]",
            "[[forward.rule]]",
            "[[forward.rule]]",
            "[cache]",
            "[access]",
            "[[key]]",
            "[transfer]",
            "[admin]",
            "[registry]",
            "[registry.http]",
            "[[registry.check-targets]]",
            "[[registry.source]]",
            "[[registry.source]]",
            "[[registry.source]]");
  }

  @Test
  void every_key_has_a_line_of_sense() throws IOException {
    assertThat(Files.readAllLines(SHIPPED))
        .filteredOn(line -> line.matches("[a-z-]+ = .*"))
        .hasSizeGreaterThan(20)
        .allMatch(line -> line.matches(".* # .{5,}"));
  }

  @Test
  void its_examples_can_be_read_too() throws IOException {
    var text = withExamples(Files.readString(SHIPPED)).replace("\"../zones\"", "\".\"");
    Config config = Reading.good(text);
    assertThat(config.zones())
        .singleElement()
        .matches(zone -> zone.onMiss() == ZoneEntry.OnMiss.DEFAULT);
    assertThat(config.forward().rules())
        .extracting(Forward.Rule::action)
        .containsExactly(Action.FORWARD, Action.DENY_NXDOMAIN, Action.NO_FORWARD);
    var inheriting = config.forward().rules().getFirst();
    assertThat(inheriting.selection()).isEqualTo(Forward.Selection.DEFAULTS);
    assertThat(inheriting.rebindingProtection()).isFalse();
    assertThat(inheriting.lifetimes()).isEqualTo(Cache.Lifetimes.DEFAULTS);
    assertThat(config.registry().checkTargets()).hasSize(1);
    assertThat(config.registry().sources())
        .extracting(Source::name)
        .containsExactly("prod", "lab", "static");
  }

  private static void collectValues(String path, Object table, Map<String, String> into)
      throws ReflectiveOperationException {
    for (RecordComponent component : table.getClass().getRecordComponents()) {
      var key = path + key(component);
      var value = component.getAccessor().invoke(table);
      if (value instanceof Record inner) {
        collectValues(inside(path, key), inner, into);
      } else {
        into.put(key, String.valueOf(value));
      }
    }
  }

  private static void collectKeys(String path, Class<?> record, Set<String> into) {
    for (RecordComponent component : record.getRecordComponents()) {
      var key = path + key(component);
      var table = tableOf(component.getGenericType());
      if (table == null) {
        into.add(key);
      } else {
        collectKeys(inside(path, key), table, into);
      }
    }
  }

  private static String inside(String path, String key) {
    return GROUPS.contains(key.substring(path.length())) ? path : key + ".";
  }

  private static void collectKeys(String path, TomlTable table, Set<String> into) {
    for (String key : table.keySet()) {
      switch (table.get(key)) {
        case TomlTable _ when MAP.equals(path + key) -> into.add(path + key);
        case TomlTable inner -> collectKeys(path + key + ".", inner, into);
        case TomlArray array when !array.isEmpty() && array.isTable(0) -> {
          for (int i = 0; i < array.size(); i++) {
            collectKeys(path + key + ".", array.getTable(i), into);
          }
        }
        case null, default -> into.add(path + key);
      }
    }
  }

  /// The record for a table that a component holds one or many of.
  private static @Nullable Class<?> tableOf(Type type) {
    var one = type instanceof ParameterizedType list ? list.getActualTypeArguments()[0] : type;
    return one instanceof Class<?> c && c.isRecord() && c != Network.class ? c : null;
  }

  private static String key(RecordComponent component) {
    var kebab = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    return KEYS.getOrDefault(kebab, kebab);
  }

  /// With the tables that are commented out.
  private static String withExamples(String text) {
    return text.replaceAll("(?m)^# (?=\\[\\[|[a-z-]+ = )", "");
  }
}
