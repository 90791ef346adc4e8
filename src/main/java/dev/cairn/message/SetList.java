package dev.cairn.message;

import java.util.ArrayList;
import java.util.List;

/// The record sets of one section, in room that is used again. Belongs to one thread.
public final class SetList {
  private final List<SetView> room = new ArrayList<>();
  private int size;

  public int size() {
    return size;
  }

  public SetView get(int index) {
    return room.get(index);
  }

  /// One more set at the end; what it shows is to be said.
  public SetView add() {
    if (size == room.size()) {
      room.add(new SetView());
    }
    return room.get(size++);
  }

  /// Forgets all sets, and holds on to no octets of theirs: a zone may be replaced any time.
  public void clear() {
    while (size > 0) {
      room.get(--size).forget();
    }
  }

  /// Whether the same records stand in it twice.
  public boolean repeats() {
    for (int i = 1; i < size; i++) {
      for (int earlier = 0; earlier < i; earlier++) {
        if (room.get(i).showsWhat(room.get(earlier))) {
          return true;
        }
      }
    }
    return false;
  }
}
