package dev.cairn.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DifferenceTest {
  private record Thing(int key, int value) {}

  @Test
  void it_is_what_is_told_by_looking_at_everything() {
    var chance = new Random(28);
    for (int i = 0; i < 20_000; i++) {
      List<Thing> before = things(chance);
      List<Thing> now = chance.nextBoolean() ? things(chance) : changed(before, chance);
      Set<Integer> again = chance.nextInt(3) == 0 ? Set.of(1, 4) : Set.of();
      Map<Integer, Thing> known = new LinkedHashMap<>();
      before.forEach(one -> known.put(one.key, one));
      List<Thing> news =
          now.stream()
              .filter(one -> again.contains(one.key) || !one.equals(known.get(one.key)))
              .toList();
      now.forEach(one -> known.remove(one.key));
      var difference = Difference.of(before, now, Thing::key, again);
      assertThat(difference.news()).as("%s, %s", before, now).isEqualTo(news);
      assertThat(difference.gone())
          .as("%s, %s", before, now)
          .containsExactlyElementsOf(known.keySet());
    }
  }

  private static List<Thing> things(Random chance) {
    List<Thing> things = new ArrayList<>();
    for (int key = 0; key < 6; key++) {
      if (chance.nextBoolean()) {
        things.add(new Thing(key, chance.nextInt(2)));
      }
    }
    Collections.shuffle(things, chance);
    return things;
  }

  private static List<Thing> changed(List<Thing> before, Random chance) {
    List<Thing> things = new ArrayList<>(before);
    if (!things.isEmpty()) {
      int place = chance.nextInt(things.size());
      things.set(place, new Thing(things.get(place).key, 2));
    }
    if (chance.nextBoolean()) {
      things.add(chance.nextInt(things.size() + 1), new Thing(7, 0));
    }
    return things;
  }
}
