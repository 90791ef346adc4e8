package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.health.Status;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.CheckSpec.Thresholds;
import dev.cairn.registry.Frame.NoFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class FrameTest {
  @Test
  void every_change_is_read_as_it_was_written() throws NoFrame {
    assertThat(again(frame())).isEqualTo(frame());
  }

  @Test
  void a_value_is_read_as_it_was_written() throws NoFrame {
    var entry = new KeyValue("k", new byte[] {0, -1, 127}, -1, new Stamp(1, Long.MAX_VALUE));
    Frame read = again(new Frame(Long.MAX_VALUE, List.of(new Change.ValuePut(entry)), null));
    assertThat(read.index()).isEqualTo(Long.MAX_VALUE);
    assertThat(read.changes())
        .singleElement()
        .usingRecursiveComparison()
        .isEqualTo(new Change.ValuePut(entry));
  }

  @Test
  void marks_are_read_as_they_were_written() throws NoFrame {
    var marks =
        new Indexes.Marks(9, 8, 7, 6, Map.of("a", 1L), Map.of(), Map.of("node", Map.of("b", 300L)));
    assertThat(again(new Frame(0, List.of(), marks)).marks()).isEqualTo(marks);
  }

  @Test
  void every_text_is_read_as_it_was_written() throws NoFrame {
    for (String text :
        List.of("", "a", "\u0000\u00ff", "日本", "\ud83d\ude00", "\ud800", "x".repeat(9_999))) {
      assertThat(again(new Frame(1, List.of(new Change.ValueGone(text)), null)).changes())
          .containsExactly(new Change.ValueGone(text));
    }
  }

  @Test
  void what_a_newer_cairn_says_besides_is_passed_over() throws NoFrame {
    byte[] octets = new Frame(1, List.of(new Change.NodeGone("n")), null).octets();
    byte[] longer = Arrays.copyOf(octets, octets.length + 1);
    longer[6] += 1; // the octets of the part
    assertThat(new FrameDecoder().read(longer).changes()).containsExactly(new Change.NodeGone("n"));
  }

  @Test
  void whatever_octets_there_are_give_a_frame_or_none() {
    byte[] octets = frame().octets();
    var chance = new SplittableRandom(1);
    int none = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] other = Arrays.copyOf(octets, 1 + chance.nextInt(octets.length));
      for (int flips = 0; flips < 3; flips++) {
        other[chance.nextInt(other.length)] = (byte) chance.nextInt(256);
      }
      try {
        new FrameDecoder().read(other);
      } catch (NoFrame _) {
        none++;
      }
    }
    assertThat(none).isPositive();
  }

  private static Frame again(Frame frame) throws NoFrame {
    return new FrameDecoder().read(frame.octets());
  }

  private static Frame frame() {
    var stamp = new Stamp(3, 1_000_000_000_000L);
    var meta = Map.of("a", "1", "b", "");
    List<Change> changes = new ArrayList<>();
    changes.add(new Change.NodePut(new Node("N", new UUID(-1, 5), "::1", meta, meta, stamp)));
    changes.add(new Change.NodeGone("N"));
    var key = new Instance.Key("n", "i");
    var traits =
        new Instance.Traits(
            meta,
            new Instance.Weights(0, 65_535),
            Map.of("wan", new Instance.TaggedAddress("h", -1)),
            true,
            new Instance.Manner(7, Duration.ofNanos(1), Duration.ofDays(1)));
    var origin = new Instance.Origin("", "abcdef");
    for (Instance.Traits one : List.of(traits, Instance.Traits.NONE)) {
      changes.add(
          new Change.InstancePut(
              new Instance(key, "S", List.of("t", "ü"), "", 80, one, origin, stamp)));
    }
    changes.add(new Change.InstanceGone(key));
    for (Means means : RandomSteps.means()) {
      var spec = new CheckSpec(means, new Thresholds(1, 2, 3), Duration.ofMinutes(1), "notes");
      var result = new Check.Result(Status.WARNING, "output", 5, 6);
      changes.add(
          new Change.CheckPut(
              new Check(new Check.Key("n", "c"), "name", "i", spec, result, stamp)));
    }
    changes.add(new Change.CheckGone(new Check.Key("n", "c")));
    changes.add(new Change.ValueGone("k"));
    return new Frame(42, changes, null);
  }
}
