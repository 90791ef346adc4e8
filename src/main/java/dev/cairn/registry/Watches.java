package dev.cairn.registry;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

/// Those who wait for changes, by what they wait for. A place costs two small objects, and no
/// thread.
final class Watches {
  private final Map<Resource, Set<Place>> waiting = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final AtomicInteger ofPrefixes = new AtomicInteger();

  int count() {
    return count.get();
  }

  /// Takes a place first and looks at the index then, so that no change is missed.
  Parking park(Resource resource, long above, LongSupplier index, Runnable wake) {
    var place = new Place(resource, wake);
    count.incrementAndGet();
    if (resource instanceof Resource.Values) {
      ofPrefixes.incrementAndGet();
    }
    waiting.compute(
        resource,
        (_, known) -> {
          Set<Place> places = known == null ? ConcurrentHashMap.newKeySet(4) : known;
          places.add(place);
          return places;
        });
    if (index.getAsLong() > above) {
      place.wake();
    }
    return place;
  }

  void wake(Collection<Resource> changed) {
    if (count.get() > 0) {
      changed.forEach(this::wake);
    }
  }

  private void wake(Resource resource) {
    if (resource instanceof Resource.Value(String key) && ofPrefixes.get() > 0) {
      for (int end = 0; end <= key.length(); end++) {
        wakeAt(new Resource.Values(key.substring(0, end)));
      }
    }
    wakeAt(resource);
  }

  private void wakeAt(Resource resource) {
    Set<Place> places = waiting.get(resource);
    if (places != null) {
      places.forEach(Place::wake);
    }
  }

  private final class Place implements Parking {
    private final Resource resource;
    private final Runnable wake;
    private final AtomicBoolean isLeft = new AtomicBoolean();

    Place(Resource resource, Runnable wake) {
      this.resource = resource;
      this.wake = wake;
    }

    void wake() {
      if (leaves()) {
        wake.run();
      }
    }

    @Override
    public void leave() {
      leaves();
    }

    private boolean leaves() {
      if (!isLeft.compareAndSet(false, true)) {
        return false;
      }
      count.decrementAndGet();
      if (resource instanceof Resource.Values) {
        ofPrefixes.decrementAndGet();
      }
      waiting.computeIfPresent(
          resource,
          (_, places) -> {
            places.remove(this);
            return places.isEmpty() ? null : places;
          });
      return true;
    }
  }
}
