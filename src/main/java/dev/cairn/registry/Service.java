package dev.cairn.registry;

import java.util.List;

/// All instances of one name, as of one moment. Immutable.
///
/// @param name as it was written first
/// @param index at which it last changed
public record Service(String name, List<Member> members, long index) {
  public Service {
    members = List.copyOf(members);
  }
}
