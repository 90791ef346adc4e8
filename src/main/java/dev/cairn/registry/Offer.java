package dev.cairn.registry;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// The instances of a service that are given out: all that are well, or those of them with a tag.
/// Their records are packed when a type is first asked for; a race packs them twice, which harms
/// nobody.
final class Offer {
  /// Records that are packed at most. Of more than that, those for one answer are drawn and packed
  /// for it alone, so that no question costs more than what a message holds.
  static final int MOST_PACKED = 1024;

  private static final Set<String> OURS = Set.of(Instance.Origin.OURS.source());

  private final Packer packer;
  private final List<Member> members;
  private final Set<String> sources;
  private final int ttl;

  private @Nullable Stock a;
  private @Nullable Stock aaaa;
  private @Nullable Stock srv;
  private @Nullable Stock cname;
  private @Nullable Stock txt;

  /// Records of one type.
  private sealed interface Stock {
    record Packed(Pool pool) implements Stock {}

    /// Too many for that: those who give them.
    @SuppressWarnings("ArrayRecordComponent") // never compared, never changed
    record Givers(Member[] members) implements Stock {}
  }

  /// @param members all of whom are given out
  Offer(Packer packer, String service, List<Member> members) {
    this.packer = packer;
    this.members = members;
    this.sources = sourcesOf(members);
    this.ttl = packer.ttl(service, sources, members);
  }

  private static Set<String> sourcesOf(List<Member> members) {
    var sources = new TreeSet<String>();
    members.forEach(member -> sources.add(member.instance().origin().source()));
    return sources.equals(OURS) ? OURS : Set.copyOf(sources);
  }

  boolean isEmpty() {
    return members.isEmpty();
  }

  /// Where they come from.
  Set<String> sources() {
    return sources;
  }

  /// The records of a type; if there are very many, some of them.
  ///
  /// @param type A, AAAA, SRV, TXT or CNAME
  /// @param most how many an answer takes at most
  Pool pool(int type, int most, RandomGenerator chance) {
    return switch (stock(type)) {
      case Stock.Packed packed -> packed.pool;
      case Stock.Givers givers -> sample(givers.members, type, most, chance);
    };
  }

  /// All records of a type, null if they are not packed: very many never are, others when they were
  /// first asked for.
  ///
  /// @param type A or AAAA
  @Nullable Pool packedAlready(int type) {
    return (type == Type.A ? a : aaaa) instanceof Stock.Packed packed ? packed.pool : null;
  }

  private Stock stock(int type) {
    Stock known =
        switch (type) {
          case Type.A -> a;
          case Type.AAAA -> aaaa;
          case Type.SRV -> srv;
          case Type.TXT -> txt;
          default -> cname; // a number, not an outcome
        };
    return known == null ? stockUp(type) : known;
  }

  private Stock stockUp(int type) {
    Stock stock = packed(type);
    switch (type) {
      case Type.A -> a = stock;
      case Type.AAAA -> aaaa = stock;
      case Type.SRV -> srv = stock;
      case Type.TXT -> txt = stock;
      default -> cname = stock; // a number, not an outcome
    }
    return stock;
  }

  private Stock packed(int type) {
    var packing = new Packing(packer, type, ttl);
    for (Member member : members) {
      packing.add(member);
      if (packing.size() > MOST_PACKED) {
        return new Stock.Givers(givers(type));
      }
    }
    return new Stock.Packed(packing.pool(Pool.Extent.WHOLE));
  }

  private Member[] givers(int type) {
    return members.stream()
        .filter(one -> type == Type.TXT || packer.rdata(one, type) != null)
        .toArray(Member[]::new);
  }

  private Pool sample(Member[] givers, int type, int most, RandomGenerator chance) {
    var packing = new Packing(packer, type, ttl);
    var draw = new Draw(givers.length, Math.min(2 * most, givers.length), chance);
    while (packing.size() < most && draw.hasNext()) {
      packing.add(givers[draw.next()]);
    }
    return packing.pool(Pool.Extent.PART);
  }
}
