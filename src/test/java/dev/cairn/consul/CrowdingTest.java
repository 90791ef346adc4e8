package dev.cairn.consul;

import static org.assertj.core.api.Assertions.assertThat;

import dev.cairn.consul.Crowding.Place;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CrowdingTest {
  private static final InetAddress ONE = InetAddress.ofLiteral("192.0.2.1");
  private static final InetAddress OTHER = InetAddress.ofLiteral("192.0.2.2");

  private final Crowding crowding = new Crowding(() -> 3);

  @Test
  void each_client_has_so_many_places_and_gets_them_again() {
    Place first = crowding.enter(ONE);
    assertThat(first).isNotNull();
    assertThat(crowding.enter(ONE)).isNotNull();
    assertThat(crowding.enter(ONE)).isNotNull();
    assertThat(crowding.enter(ONE)).isNull();
    assertThat(crowding.enter(OTHER)).isNotNull();
    first.leave();
    assertThat(crowding.enter(ONE)).isNotNull();
    assertThat(crowding.count()).isEqualTo(4);
  }

  @Test
  void who_enters_anyway_counts() {
    for (int i = 0; i < 4; i++) {
      assertThat(crowding.enterAnyway(ONE)).isNotNull();
    }
    assertThat(crowding.enter(ONE)).isNull();
    assertThat(crowding.count()).isEqualTo(4);
  }

  @Test
  void none_is_lost_or_gained_when_many_come_and_go_at_once() throws Exception {
    Callable<Integer> comingAndGoing =
        () -> {
          int most = 0;
          List<Place> places = new ArrayList<>();
          for (int i = 0; i < 20_000; i++) {
            Place place = crowding.enter(ONE);
            if (place != null) {
              places.add(place);
            }
            most = Math.max(most, crowding.count());
            if (place == null || i % 3 == 0) {
              places.forEach(Place::leave);
              places.clear();
            }
          }
          places.forEach(Place::leave);
          return most;
        };
    try (var threads = Executors.newFixedThreadPool(4)) {
      var done = threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> comingAndGoing).toList());
      for (Future<Integer> most : done) {
        assertThat(most.get()).isBetween(1, 3);
      }
    }
    assertThat(crowding.count()).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(crowding.enter(ONE)).isNotNull();
    }
    assertThat(crowding.enter(ONE)).isNull();
  }
}
