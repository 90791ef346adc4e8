package dev.cairn.registry;

import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// All instances of one name, as of one moment. Immutable, but for the room for what is made of it.
public final class Service {
  private final String name;
  private final List<Member> members;
  private final long index;
  private volatile @Nullable Offers offers;

  /// @param name as it was written first
  /// @param index at which it last changed
  public Service(String name, List<Member> members, long index) {
    this.name = name;
    this.members = List.copyOf(members);
    this.index = index;
  }

  public String name() {
    return name;
  }

  public List<Member> members() {
    return members;
  }

  public long index() {
    return index;
  }

  /// What a domain offers of it; made when first asked for. A race makes it twice, which harms
  /// nobody.
  ///
  /// @param expired sources whose data is not given out
  Offers offers(Packer packer, Set<String> expired) {
    Offers newest = offers;
    for (Offers one = newest; one != null; one = one.older()) {
      if (one.areOf(packer, expired)) {
        return one;
      }
    }
    var made = new Offers(packer, expired, this, newest);
    offers = made;
    return made;
  }

  @Override
  public String toString() {
    return name + " ×" + members.size() + " @" + index;
  }
}
