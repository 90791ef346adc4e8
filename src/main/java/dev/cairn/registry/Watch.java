package dev.cairn.registry;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One who is told of a service again and again.
final class Watch implements Parking {
  private final Registry registry;
  private final Resource.OfService resource;
  private final Consumer<List<Member>> listener;
  private final AtomicReference<@Nullable Parking> place = new AtomicReference<>();
  private final AtomicBoolean isLeft = new AtomicBoolean();

  Watch(Registry registry, String service, Consumer<List<Member>> listener) {
    this.registry = registry;
    this.resource = new Resource.OfService(service);
    this.listener = listener;
  }

  void look() {
    if (isLeft.get()) {
      return;
    }
    long index = registry.directory().index(resource); // before the data
    listener.accept(registry.instances(resource.name()));
    place.set(registry.directory().park(resource, index, this::look));
    if (isLeft.get()) {
      leave();
    }
  }

  @Override
  public void leave() {
    isLeft.set(true);
    Parking known = place.getAndSet(null);
    if (known != null) {
      known.leave();
    }
  }
}
