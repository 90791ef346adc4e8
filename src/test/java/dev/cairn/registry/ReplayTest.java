package dev.cairn.registry;

import static dev.cairn.registry.Samples.instance;
import static dev.cairn.registry.Samples.node;
import static dev.cairn.registry.Samples.registration;
import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.registry.FrameFile.Ending;
import dev.cairn.registry.FrameFile.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplayTest {
  private static final long LONG = 64 << 20;

  /// Of a service or what else can be watched, as [StateText] has it.
  private static final Pattern INDEX =
      Pattern.compile(
          "(?<=^\\[[^ ,=]{1,30}|^\\[[A-Za-z]{1,30}\\[[^]]{0,60}\\]), (\\d+)(?=[],])",
          Pattern.MULTILINE);

  private static final Path RECORDED = Path.of("src/test/resources/registry/text");

  @TempDir private Path folder;

  @Test
  void what_a_journal_tells_is_what_was_there_before() throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      startAgainAndAgain(seed, LONG, (live, read) -> assertThat(read).isEqualTo(live));
    }
  }

  /// The journal of a snapshot tells again what that has already, which may move an index forward.
  @ParameterizedTest
  @ValueSource(longs = {1_000, 5_000})
  void what_snapshots_and_journals_tell_is_what_was_there_before(long longest) throws Exception {
    for (int seed = 0; seed < 40; seed++) {
      startAgainAndAgain(seed, longest, ReplayTest::assertSameOrLaterIndexes);
    }
  }

  private void startAgainAndAgain(int seed, long longest, BiConsumer<String, String> compare)
      throws Exception {
    Path own = Files.createDirectory(folder.resolve(longest + "-" + seed));
    var steps = new RandomSteps(new SplittableRandom(seed));
    String before = state(new ServiceDirectory(1));
    for (int start = 0; start < 4; start++) {
      var directory = new ServiceDirectory(1);
      FileJournal journal = FileJournal.open(own, directory, longest);
      compare.accept(before, state(directory));
      try (var registry = new Registry(directory, journal, steps::now)) {
        for (int i = 0; i < 100; i++) {
          steps.next(registry);
        }
      }
      before = state(directory);
    }
  }

  private static void assertSameOrLaterIndexes(String live, String read) {
    assertThat(INDEX.matcher(read).replaceAll("")).isEqualTo(INDEX.matcher(live).replaceAll(""));
    List<Long> before = indexes(live);
    List<Long> now = indexes(read);
    for (int i = 0; i < before.size(); i++) {
      assertThat(now.get(i)).isGreaterThanOrEqualTo(before.get(i));
    }
  }

  private static List<Long> indexes(String state) {
    return INDEX.matcher(state).results().map(one -> Long.parseLong(one.group(1))).toList();
  }

  @Test
  void steps_are_counted_on_after_a_start() throws Exception {
    var steps = new RandomSteps(new SplittableRandom(0));
    long last = 0;
    for (int start = 0; start < 3; start++) {
      var directory = new ServiceDirectory(1);
      FileJournal journal = FileJournal.open(folder, directory, 1_000);
      assertThat(directory.index()).isGreaterThanOrEqualTo(last);
      try (var registry = new Registry(directory, journal, steps::now)) {
        for (int i = 0; i < 100; i++) {
          steps.next(registry);
        }
      }
      last = directory.index();
    }
  }

  @Test
  void a_folder_that_an_older_cairn_wrote_as_text_is_read() throws Exception {
    copyRecorded();
    var directory = new ServiceDirectory(1);
    FileJournal.open(folder, directory, LONG).close();
    assertThat(state(directory)).isEqualTo(Files.readString(RECORDED.resolve("state.txt")));
  }

  @Test
  void text_and_octets_may_be_in_one_journal() throws Exception {
    copyRecorded();
    String before = "";
    var steps = new RandomSteps(new SplittableRandom(2));
    for (int start = 0; start < 2; start++) {
      var directory = new ServiceDirectory(1);
      FileJournal journal = FileJournal.open(folder, directory, LONG);
      if (start > 0) {
        assertSameOrLaterIndexes(before, state(directory));
      }
      try (var registry = new Registry(directory, journal, steps::now)) {
        for (int i = 0; i < 100; i++) {
          steps.next(registry);
        }
      }
      before = state(directory);
    }
  }

  @Test
  void a_folder_of_text_is_one_of_octets_after_the_first_step() throws Exception {
    copyRecorded();
    var directory = new ServiceDirectory(1);
    FileJournal journal = FileJournal.open(folder, directory, LONG);
    try (var registry = new Registry(directory, journal, Instant::now)) {
      registry.putValue(Samples.value("k", "v"), -1);
    }
    assertThat(folder.resolve("snapshot-1")).doesNotExist();
    Extent extent = FrameReader.read(folder.resolve("snapshot-2"), _ -> {});
    assertThat(extent).isEqualTo(new Extent(extent.good(), Ending.WHOLE, false));
    var again = new ServiceDirectory(1);
    FileJournal.open(folder, again, LONG).close();
    assertThat(state(again)).isEqualTo(state(directory));
  }

  @Test
  void a_journal_may_be_as_long_as_its_snapshot_also_after_a_start() throws Exception {
    for (int size : new int[] {10_000, 2_000}) {
      var directory = new ServiceDirectory(1);
      FileJournal journal = FileJournal.open(folder, directory, 1_000);
      try (var registry = new Registry(directory, journal, Instant::now)) {
        registry.putValue(Samples.value("of-" + size, "x".repeat(size)), -1);
      }
      assertThat(folder.resolve("snapshot-1")).exists();
    }
  }

  @Test
  void damage_anywhere_costs_its_frame_and_those_behind_it_only() throws Exception {
    List<Frame> frames = new ArrayList<>();
    List<Long> ends = new ArrayList<>();
    Path file = folder.resolve("frames");
    try (FrameFile journal = FrameFile.open(file, 0)) {
      for (int i = 0; i < 6; i++) {
        var change = new Change.InstancePut(instance("n", "api-" + i, "api", "10.0.0.1", i));
        var frame = new Frame(i + 1, List.of(change), null);
        journal.append(List.of(frame));
        frames.add(frame);
        ends.add(journal.size());
      }
    }
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      for (int bit : new int[] {0, 7}) {
        byte[] damaged = whole.clone();
        damaged[at] ^= (byte) (1 << bit);
        Files.write(file, damaged);
        int position = at;
        int hit = (int) ends.stream().filter(end -> end <= position).count();
        List<Frame> told = new ArrayList<>();
        Extent extent = FrameReader.read(file, told::add);
        assertThat(told).as("octet %d", at).isEqualTo(frames.subList(0, hit));
        assertThat(extent.good()).isEqualTo(hit == 0 ? 0 : ends.get(hit - 1));
        assertThat(extent.ending()).isNotEqualTo(Ending.WHOLE);
      }
    }
  }

  @Test
  void a_file_that_ends_anywhere_has_the_frames_before() throws Exception {
    Path recorded = folder.resolve("journal-0");
    var directory = new ServiceDirectory(1);
    try (var registry =
        new Registry(directory, FileJournal.open(folder, directory, LONG), Instant::now)) {
      for (int i = 0; i < 4; i++) {
        registry.register(registration(node("n", "10.0.0.1"), instance("n", "i" + i, "s", "", i)));
      }
    }
    byte[] whole = Files.readAllBytes(recorded);
    for (int length = 0; length < whole.length; length++) {
      Files.write(recorded, Arrays.copyOf(whole, length));
      List<Frame> told = new ArrayList<>();
      Extent extent = FrameReader.read(recorded, told::add);
      assertThat(extent.good()).isLessThanOrEqualTo(length);
      assertThat(extent.ending()).isEqualTo(extent.good() == length ? Ending.WHOLE : Ending.TORN);
      assertThat(told.size()).isLessThan(4);
    }
  }

  @Test
  void a_checksum_that_is_right_does_not_make_a_frame() throws Exception {
    Path file = folder.resolve("frames");
    for (String what : List.of("{}x", "[]", "\u0002", "\u0001", "\u0001\u0001\u0009\0\0\0\0")) {
      byte[] octets = what.getBytes(StandardCharsets.ISO_8859_1);
      ByteBuffer all = ByteBuffer.allocate(FrameFile.HEADER + octets.length);
      all.putInt(octets.length).putInt(FrameFile.checksum(octets)).put(octets);
      Files.write(file, all.array());
      List<Frame> told = new ArrayList<>();
      assertThat(FrameReader.read(file, told::add)).isEqualTo(new Extent(0, Ending.DAMAGED, false));
      assertThat(told).isEmpty();
    }
  }

  @Test
  void more_than_a_block_of_frames_keeps_its_order() throws Exception {
    Path file = folder.resolve("frames");
    List<Long> indexes = new ArrayList<>();
    try (FrameFile journal = FrameFile.open(file, 0)) {
      for (long i = 1; i <= 20_000; i++) {
        journal.put(new Frame(i, List.of(new Change.ValuePut(Samples.value("k" + i, "v"))), null));
      }
      journal.put(new Frame(20_001, List.of(new Change.ValueGone("k".repeat(3_000_000))), null));
      journal.force();
    }
    assertThat(FrameReader.read(file, frame -> indexes.add(frame.index())).ending())
        .isEqualTo(Ending.WHOLE);
    assertThat(indexes).hasSize(20_001).isSorted();
  }

  private void copyRecorded() throws IOException {
    try (Stream<Path> files = Files.list(RECORDED)) {
      for (Path file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
  }

  private static String state(ServiceDirectory directory) throws Exception {
    return StateText.of(directory, RandomSteps.names(), RandomSteps.addresses());
  }
}
