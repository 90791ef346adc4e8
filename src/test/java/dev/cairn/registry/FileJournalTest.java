package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static dev.cairn.registry.Samples.ttl;
import static dev.cairn.registry.Samples.value;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.cairn.health.Probe;
import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Receipt.Done;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xbill.DNS.Name;

class FileJournalTest {
  private static final Node NODE = node("Node1", "10.0.1.5");
  private static final long LONG = 64 << 20;

  @TempDir private Path folder;

  @Test
  void all_is_there_again_after_a_restart_with_its_indexes() throws Exception {
    long services;
    long api;
    List<Check> checks;
    try (Registry registry = open(LONG)) {
      registry.register(
          registration(
              NODE, api(1), ttl("Node1", "service:api-1", "api-1", Duration.ofSeconds(10))));
      registry.report(new Check.Key("node1", "service:api-1"), Status.PASSING, "fine");
      registry.register(registration(NODE, instance("Node1", "web-1", "web", "", 80)));
      registry.deregister(new Instance.Key("node1", "web-1"));
      registry.putValue(value("config/a", "1"), -1);
      registry.maintain(NODE, "moving");
      everyKind().forEach(check -> registry.putCheck(NODE, check));
      services = registry.directory().index(new Resource.Services());
      api = registry.directory().index(new Resource.OfService("api"));
      checks = List.copyOf(registry.directory().checks());
    }
    try (Registry again = open(LONG)) {
      ServiceDirectory directory = again.directory();
      assertThat(again.instances("api"))
          .singleElement()
          .extracting(Member::isInMaintenance)
          .isEqualTo(true);
      assertThat(directory.checks()).containsExactlyElementsOf(checks);
      assertThat(directory.value("config/a").value()).asString().isEqualTo("1");
      assertThat(directory.index(new Resource.Services())).isEqualTo(services);
      assertThat(directory.index(new Resource.OfService("api"))).isEqualTo(api);
      assertThat(directory.index(new Resource.OfService("web"))).isEqualTo(services);
      again.register(registration(NODE, api(2)));
      assertThat(directory.index(new Resource.Services())).isGreaterThan(services + 1_000);
    }
  }

  @Test
  void a_snapshot_of_large_values_is_made_of_several_frames() throws Exception {
    String large = "x".repeat(300_000);
    try (Registry registry = open(10_000)) {
      for (int i = 0; i < 230; i++) {
        registry.putValue(value("large/" + i, large), -1);
      }
    }
    assertThat(names())
        .anyMatch(name -> name.startsWith("snapshot-"))
        .noneMatch(name -> name.endsWith(".tmp"));
    try (Registry again = open(LONG)) {
      assertThat(again.directory().valuesUnder("large/")).hasSize(230);
    }
  }

  @Test
  void a_snapshot_takes_the_place_of_a_long_journal_while_steps_go_on() throws Exception {
    try (Registry registry = open(10_000)) {
      List<Done> all = new ArrayList<>();
      for (int i = 0; i < 500; i++) {
        all.add((Done) registry.register(registration(NODE, api(i))));
        registry.deregister(api(i / 2).key());
      }
      for (Done done : all) {
        done.onDisk().get();
      }
    }
    assertThat(names()).anyMatch(name -> name.startsWith("snapshot-"));
    assertThat(names()).filteredOn(name -> name.startsWith("journal-")).hasSizeLessThanOrEqualTo(2);
    try (Registry again = open(10_000)) {
      assertThat(again.instances("api"))
          .extracting(member -> member.instance().port())
          .containsExactlyInAnyOrderElementsOf(
              java.util.stream.IntStream.range(250, 500).boxed().toList());
    }
  }

  @Test
  void every_beginning_of_a_journal_starts_with_what_was_whole() throws Exception {
    try (Registry registry = open(LONG)) {
      for (int i = 0; i < 5; i++) {
        registry.register(registration(NODE, api(i)));
      }
    }
    byte[] whole = Files.readAllBytes(folder.resolve("journal-0"));
    int before = 5;
    for (int length = whole.length; length >= 0; length -= 7) {
      Files.write(folder.resolve("journal-0"), java.util.Arrays.copyOf(whole, length));
      try (Registry again = open(LONG)) {
        int there = again.instances("api").size();
        assertThat(there).isLessThanOrEqualTo(before).isGreaterThanOrEqualTo(before - 1);
        before = there;
      }
    }
    assertThat(before).isZero();
    assertThat(names()).noneMatch(name -> name.endsWith(".damaged"));
  }

  @Test
  void damage_costs_what_is_behind_it_and_is_kept_for_a_look() throws Exception {
    try (Registry registry = open(LONG)) {
      for (int i = 0; i < 5; i++) {
        registry.register(registration(NODE, api(i)));
      }
    }
    Path journal = folder.resolve("journal-0");
    byte[] octets = Files.readAllBytes(journal);
    octets[new String(octets, StandardCharsets.ISO_8859_1).indexOf("api-3")] ^= 1;
    Files.write(journal, octets);
    try (Registry again = open(LONG)) {
      assertThat(again.instances("api")).hasSizeBetween(1, 4);
      Done done = (Done) again.register(registration(NODE, api(9)));
      done.onDisk().get();
    }
    assertThat(names()).contains("journal-0.damaged");
    try (Registry again = open(LONG)) {
      assertThat(again.instances("api")).extracting(member -> member.instance().port()).contains(9);
    }
  }

  @Test
  void what_another_source_knows_is_not_kept() throws Exception {
    try (Registry registry = open(100)) {
      var foreign = instance("far", "db-1", "db", "10.0.0.9", 5432);
      registry.mirror(() ->
          List.of(new Change.NodePut(node("far", "10.0.0.9")), new Change.InstancePut(foreign)));
      for (int i = 0; i < 20; i++) {
        ((Done) registry.register(registration(NODE, api(i)))).onDisk().get();
      }
      await().until(() -> names().stream().anyMatch(name -> name.matches("snapshot-\\d+")));
      assertThat(registry.instances("db")).hasSize(1);
    }
    try (Registry again = open(LONG)) {
      assertThat(again.instances("db")).isEmpty();
      assertThat(again.instances("api")).hasSize(20);
    }
  }

  @Test
  void what_is_ours_on_the_node_of_another_source_is_kept_with_that_node() throws Exception {
    try (Registry registry = open(LONG)) {
      registry.mirror(() -> List.of(new Change.NodePut(node("far", "10.0.0.9"))));
      registry.register(
          registration(node("far", "10.0.0.9"), instance("far", "db-1", "db", "", 5432)));
    }
    try (Registry again = open(LONG)) {
      assertThat(again.instances("db"))
          .singleElement()
          .satisfies(member -> assertThat(member.address()).isEqualTo("10.0.0.9"));
    }
  }

  @Test
  void a_step_that_could_not_be_written_is_told_until_a_snapshot_has_it() throws Exception {
    try (FileJournal journal = journal(new ServiceDirectory(1), Duration.ofDays(1))) {
      block("snapshot-1");
      assertThatThrownBy(() -> journal.append(2, broken()).get()).hasMessageContaining("broken");
      journal.append(3, List.of()).get();
      assertThat(journal.trouble()).contains("not on disk");
    }
  }

  @Test
  void a_snapshot_for_a_step_that_could_not_be_written_is_tried_until_it_is_there()
      throws Exception {
    var directory = new ServiceDirectory(1);
    FileJournal journal = journal(directory, Duration.ofMillis(1));
    block("snapshot-1");
    try (var registry = new Registry(directory, losing(journal), Instant::now)) {
      registry.register(registration(NODE, api(1)));
      await().until(() -> names().stream().anyMatch(name -> name.matches("snapshot-[2-9]")));
      await().until(() -> journal.trouble().isEmpty());
      Path copy = Files.createDirectories(folder.resolveSibling(folder.getFileName() + "-copy"));
      for (String name : names()) {
        if (!name.equals("snapshot-1")) {
          Files.copy(folder.resolve(name), copy.resolve(name));
        }
      }
      var again = new ServiceDirectory(1);
      FileJournal.open(copy, again, LONG).close();
      assertThat(again.service("api").members()).hasSize(1);
    }
  }

  @Test
  void a_step_that_cannot_be_written_is_told_and_the_next_ones_are_kept() throws Exception {
    var directory = new ServiceDirectory(1);
    FileJournal journal = FileJournal.open(folder, directory, LONG);
    try (var registry = new Registry(directory, journal, Instant::now)) {
      assertThatThrownBy(() -> journal.append(2, broken()).get()).hasMessageContaining("broken");
      ((Done) registry.register(registration(NODE, api(1)))).onDisk().get();
      await().until(() -> journal.trouble().isEmpty());
    }
    try (Registry again = open(LONG)) {
      assertThat(again.instances("api")).hasSize(1);
    }
  }

  @Test
  void a_snapshot_that_cannot_be_finished_takes_no_room() throws Exception {
    try (Registry registry = open(1)) {
      block("snapshot-1");
      ((Done) registry.register(registration(NODE, api(1)))).onDisk().get();
    }
    assertThat(names()).contains("journal-1").noneMatch(name -> name.endsWith(".tmp"));
  }

  @Test
  void what_a_crash_left_of_a_snapshot_is_removed_at_the_start() throws Exception {
    Files.writeString(folder.resolve("snapshot-7.tmp"), "half");
    open(LONG).close();
    assertThat(names()).doesNotContain("snapshot-7.tmp");
  }

  @Test
  void a_folder_has_one_process_only() throws Exception {
    try (Registry registry = open(LONG)) {
      assertThat(registry.instances("api")).isEmpty();
      assertThatThrownBy(() -> open(LONG))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("another Cairn");
    }
  }

  @Test
  void what_is_acknowledged_is_in_the_file() throws Exception {
    try (Registry registry = open(LONG)) {
      for (int i = 0; i < 50; i++) {
        ((Done) registry.register(registration(NODE, api(i)))).onDisk().get();
        Path copy = folder.resolveSibling(folder.getFileName() + "-" + i);
        Files.createDirectories(copy);
        Files.copy(
            folder.resolve("journal-0"),
            copy.resolve("journal-0"),
            StandardCopyOption.REPLACE_EXISTING);
        var directory = new ServiceDirectory(1);
        FileJournal.open(copy, directory, LONG).close();
        assertThat(directory.service("api").members()).hasSize(i + 1);
      }
    }
  }

  private FileJournal journal(ServiceDirectory directory, Duration pause) throws IOException {
    return FileJournal.open(folder, directory, new FileJournal.Terms(LONG, pause));
  }

  private static List<Effect> broken() {
    return new AbstractList<>() {
      @Override
      public Effect get(int index) {
        throw new IllegalStateException("broken");
      }

      @Override
      public int size() {
        return 1;
      }
    };
  }

  /// Every step fails on its way to the disk.
  private static Journal losing(FileJournal journal) {
    return new Journal() {
      @Override
      public CompletableFuture<@Nullable Void> append(long index, List<Effect> effects) {
        return journal.append(index, broken());
      }

      @Override
      public void close() {
        journal.close();
      }
    };
  }

  /// Nothing can be put in the place of a folder that has something in it.
  private void block(String name) throws IOException {
    Files.createDirectories(folder.resolve(name).resolve("in-the-way"));
  }

  private Registry open(long longest) throws IOException {
    var directory = new ServiceDirectory(1);
    FileJournal journal = FileJournal.open(folder, directory, longest);
    return new Registry(directory, journal, () -> Instant.ofEpochMilli(1_000_000));
  }

  private static Instance api(int number) {
    return instance("Node1", "api-" + number, "api", "", number);
  }

  private static List<Check> everyKind() {
    var manners = new Probe.HttpManners("", true, false, 100);
    var dns =
        new Probe.Dns(new Probe.Server("h", 53, Duration.ofSeconds(1)), Name.root, 1, 0, List.of());
    return Stream.<Means>of(
            probed(
                new Probe.Http(
                    URI.create("http://h/"), "GET", Map.of("A", List.of("b")), "", manners)),
            probed(new Probe.Tcp("h", 1, Probe.Tls.USUAL)),
            probed(new Probe.Udp("h", 1)),
            probed(dns),
            probed(new Probe.Script(List.of("true"))),
            new Means.Alias("node1", "api-1"),
            new Means.Told())
        .map(means ->
            new Check(
                new Check.Key("node1", String.valueOf(means.hashCode())),
                "a check",
                "",
                new CheckSpec(means, Thresholds.AT_ONCE, Duration.ofMinutes(1), "notes"),
                new Check.Result(Status.WARNING, "output", 0, 0),
                Stamp.NONE))
        .toList();
  }

  private static Means probed(Probe probe) {
    return new Means.Probed(probe, Duration.ofSeconds(10), Duration.ofSeconds(1));
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
