package dev.cairn;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.cairn.cli.Main;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may know whom. To add an arrow, add it to the table and say why in the commit.
class ArchitectureTest {
  private static final Map<String, Set<String>> MAY_KNOW =
      Map.ofEntries(
          entry("message", Set.of()),
          entry("wire", Set.of("message")),
          entry("resolve", Set.of("message")),
          entry("zone", Set.of("message", "resolve")),
          entry("trust", Set.of()),
          entry("upstream", Set.of("message", "wire", "trust")),
          entry("forward", Set.of("message", "resolve", "wire", "upstream")),
          entry("cache", Set.of("message", "resolve", "wire")), // wire: answers are kept as octets
          entry("guard", Set.of("message")),
          entry("health", Set.of("message", "wire", "trust")), // asks name servers
          entry("registry", Set.of("message", "resolve", "health")),
          entry("consul", Set.of("registry", "health", "message")),
          entry( // resolve: names of SkyDNS are no services, and answered here
              "feed", Set.of("message", "resolve", "registry", "health", "trust")),
          entry("hotpath", Set.of("message", "resolve", "wire", "zone", "cache")),
          entry("responder", Set.of("message", "guard", "hotpath", "wire", "resolve")),
          entry(
              "transport", Set.of("message", "responder", "wire")), // wire: the room for responses
          entry("telemetry", Set.of("message", "guard", "responder", "transport")), // observes both
          entry("bench", Set.of()), // asks servers from without
          entry("admin", Set.of()), // is shown the house through an interface of its own
          entry("config", Set.of("trust")), // a file of certificates is judged when it is named
          entry(
              "server", // puts the house together
              Set.of(
                  "message",
                  "wire",
                  "resolve",
                  "zone",
                  "trust",
                  "upstream",
                  "forward",
                  "cache",
                  "hotpath",
                  "guard",
                  "health",
                  "registry",
                  "consul",
                  "feed",
                  "responder",
                  "transport",
                  "telemetry",
                  "admin",
                  "config")),
          entry(
              "cli", // zone: shows what is wrong with one; transport: and with an address
              Set.of("server", "config", "zone", "transport", "bench")));

  private static final Pattern ROW = Pattern.compile("\\| `(\\w+)` \\|[^|]*\\| ([^|]*) \\|");

  private static JavaClasses ours;

  @BeforeAll
  static void read() throws URISyntaxException {
    var classes = Main.class.getProtectionDomain().getCodeSource().getLocation(); // not the tests
    ours = new ClassFileImporter().importPath(Path.of(classes.toURI()));
  }

  static Set<String> rooms() {
    return new TreeSet<>(MAY_KNOW.keySet());
  }

  @ParameterizedTest
  @MethodSource("rooms")
  void a_room_knows_only_those_that_the_table_names(String room) {
    String[] strangers =
        rooms().stream()
            .filter(other -> !other.equals(room) && !MAY_KNOW.get(room).contains(other))
            .map(ArchitectureTest::in)
            .toArray(String[]::new);
    noClasses()
        .that()
        .resideInAPackage(in(room))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(strangers)
        .check(ours);
  }

  @Test
  void the_table_names_every_room() {
    Set<String> found =
        ours.stream()
            .map(type -> type.getPackageName().split("\\.")[2])
            .collect(Collectors.toSet());
    assertThat(found).isEqualTo(MAY_KNOW.keySet());
  }

  @Test
  void the_document_has_the_same_table() throws IOException {
    var written = new HashMap<String, Set<String>>();
    for (String line : Files.readAllLines(Path.of("docs/architecture.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && MAY_KNOW.containsKey(row.group(1))) {
        written.put(row.group(1), named(row.group(1), row.group(2)));
      }
    }
    assertThat(written).isEqualTo(MAY_KNOW);
  }

  private static Set<String> named(String room, String cell) {
    if (cell.startsWith("all but ")) {
      var all = new TreeSet<>(MAY_KNOW.keySet());
      all.remove(room);
      all.removeAll(Arrays.asList(cell.substring("all but ".length()).split(" and ")));
      return all;
    }
    return cell.equals("–") ? Set.of() : Set.copyOf(Arrays.asList(cell.split(", ")));
  }

  @Test
  void there_are_no_cycles() {
    slices().matching("dev.cairn.(*)..").should().beFreeOfCycles().check(ours);
  }

  @Test
  void netty_stays_where_sockets_are() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            in("transport"), in("upstream"), in("forward"), in("admin"), in("health"), in("consul"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.netty..")
        .check(ours);
  }

  @Test
  void messages_of_dnsjava_stay_at_the_edge() {
    noClasses()
        .that()
        .resideOutsideOfPackages(in("wire"), in("forward"), in("cli"))
        .should()
        .dependOnClassesThat()
        .haveFullyQualifiedName("org.xbill.DNS.Message")
        .check(ours);
  }

  /// They lock, or change when they are read.
  @Test
  void zones_sets_and_caches_of_dnsjava_are_not_used() {
    for (String type : List.of("Zone", "RRset", "Cache", "Lookup")) {
      noClasses()
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("org.xbill.DNS." + type)
          .check(ours);
    }
  }

  @Test
  void no_room_is_a_place_for_everything() {
    assertThat(ours.getPackage("dev.cairn").getSubpackagesInTree())
        .extracting(JavaPackage::getRelativeName)
        .doesNotContain("util", "utils", "common", "core", "impl", "internal", "manager", "misc");
  }

  @Test
  void no_type_has_a_name_that_says_nothing() {
    classes()
        .should()
        .haveNameNotMatching(
            ".*(Impl|Abstract|Base|Manager|Helper|Utils?|(?<!No)Data|Info|Context)")
        .check(ours);
  }

  @Test
  void every_room_says_what_it_is_and_that_null_is_marked() {
    for (String room : rooms()) {
      assertThat(
              ours.getPackage("dev.cairn." + room)
                  .isAnnotatedWith("org.jspecify.annotations.NullMarked"))
          .as(room)
          .isTrue();
    }
  }

  @Test
  void one_way_of_logging_is_enough() {
    noClasses()
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.util.logging..", "org.apache.commons.logging.."))
        .check(ours);
    noClasses()
        .that(resideInAPackage("dev.cairn.message..").or(resideInAPackage("dev.cairn.wire..")))
        .should()
        .dependOnClassesThat(resideInAPackage("org.slf4j.."))
        .check(ours);
  }

  /// What a query passes on the threads that read packets waits for nothing, so it knows nothing to
  /// wait with.
  @Test
  void what_answers_from_memory_knows_no_files_and_no_sockets() {
    noClasses()
        .that(
            resideInAnyPackage(
                in("message"),
                in("wire"),
                in("resolve"),
                in("cache"),
                in("hotpath"),
                in("guard"),
                in("responder")))
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.io..", "java.nio.file..", "java.nio.channels..")
                .and(JavaClass.Predicates.simpleNameContaining("Stream").negate())
                .and(JavaClass.Predicates.simpleNameEndingWith("Exception").negate()))
        .check(ours);
  }

  private static String in(String room) {
    return "dev.cairn." + room + "..";
  }
}
