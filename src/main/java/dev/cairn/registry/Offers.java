package dev.cairn.registry;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// What one domain offers of one [Service] value: kept beside it, and gone with it. What is in it
/// is made when first asked for; a race makes it twice, which harms nobody.
final class Offers {
  private static final int LONGEST_TAG = 255; // that can be asked for
  private static final int MOST_OLDER = 3;

  private Packer packer;
  private final Set<String> expired;
  private final String service;
  private final List<Member> members;
  private final @Nullable Offers older;
  private @Nullable Offer all;
  private byte @Nullable [] a; // where all is one record: what most clients want stands nearest
  private byte @Nullable [] aaaa;
  private @Nullable Pool srv;
  private @Nullable Tags tags;

  /// @param expired sources whose data is not given out
  /// @param older what other domains offer of it, and what was offered before a reload
  Offers(Packer packer, Set<String> expired, Service service, @Nullable Offers older) {
    this.packer = packer;
    this.expired = expired;
    this.older = older == null ? null : older.newest(MOST_OLDER);
    this.service = service.name().toLowerCase(Locale.ROOT);
    this.members = service.members();
  }

  private Offers(Offers other, @Nullable Offers older) {
    this.packer = other.packer;
    this.expired = other.expired;
    this.service = other.service;
    this.members = other.members;
    this.older = older;
    this.all = other.all;
  }

  /// The same chain, with so many links at most.
  private Offers newest(int links) {
    return new Offers(this, older == null || links == 1 ? null : older.newest(links - 1));
  }

  @Nullable Offers older() {
    return older;
  }

  @SuppressWarnings("ReferenceEquality") // only to save the work
  boolean areOf(Packer other, Set<String> otherExpired) {
    if (packer != other) {
      if (!packer.settings().equals(other.settings())) {
        return false;
      }
      packer = other; // which does the same, and is known at once the next time
    }
    return expired.equals(otherExpired);
  }

  /// Whether there are instances with a tag, in whatever state.
  ///
  /// @param tag in lower case; empty for all
  boolean areKnown(String tag) {
    return tag.isEmpty() ? members.stream().anyMatch(packer::isOurs) : tags().whole.contains(tag);
  }

  /// What is given out with a tag.
  ///
  /// @param tag in lower case; empty for all
  Offer offer(String tag) {
    return tag.isEmpty() ? all() : tagged(tag);
  }

  /// Records that are given out with a tag; if there are very many, some of them.
  ///
  /// @param tag in lower case; empty for all
  /// @param type A, AAAA, SRV, TXT or CNAME
  /// @param most how many an answer takes at most
  Pool pool(String tag, int type, int most, RandomGenerator chance) {
    if (!tag.isEmpty()) {
      return tagged(tag).pool(type, most, chance);
    }
    Pool some = sample(type, most, chance);
    if (some == null) {
      some = all().pool(type, most, chance);
      keep(type, some);
    }
    return some;
  }

  /// The only record of a type, null if there are others or it has not been asked for before.
  ///
  /// @param type A or AAAA
  byte @Nullable [] onlyAddress(int type) {
    return type == Type.A ? a : aaaa;
  }

  /// The only SRV record, null if there are others or it has not been asked for before.
  @Nullable Pool onlyService() {
    return srv;
  }

  /// All records of a type that are given out, null if there are none or very many, or they have
  /// not been asked for before.
  ///
  /// @param type A or AAAA
  @Nullable Pool packed(int type) {
    Offer known = all;
    Pool pool = known == null ? null : known.packedAlready(type);
    return pool == null || pool.isEmpty() ? null : pool;
  }

  private void keep(int type, Pool pool) {
    if (pool.extent() == Pool.Extent.WHOLE && pool.size() == 1) {
      switch (type) {
        case Type.A -> a = pool.bytes();
        case Type.AAAA -> aaaa = pool.bytes();
        case Type.SRV -> srv = pool;
        default -> {} // a number, not an outcome
      }
    }
  }

  private Offer all() {
    Offer known = all;
    if (known == null) {
      known = new Offer(packer, service, givenOut(""));
      all = known;
    }
    return known;
  }

  private Offer tagged(String tag) {
    Tags known = tags();
    if (!known.whole.contains(tag)) {
      return packer.none(); // and nothing is kept for what clients make up
    }
    Offer offer = known.offers.get(tag);
    if (offer == null) {
      offer = new Offer(packer, service, givenOut(tag));
      known.offers.put(tag, offer);
    }
    return offer;
  }

  /// Whether a tag with dots ends so: then there is a name below this one.
  boolean areBelow(String tag) {
    return tags().ends.contains(tag);
  }

  /// Some records of a service with very many instances, without looking at all of them; null if
  /// that is not called for, or too few were met.
  ///
  /// @param most how many an answer takes at most
  private @Nullable Pool sample(int type, int most, RandomGenerator chance) {
    if (all != null || members.size() <= Math.max(Offer.MOST_PACKED, 8 * most)) {
      return null;
    }
    var packing = new Packing(packer, type, packer.ttl(service, Set.of("")));
    var draw = new Draw(members.size(), 4 * most, chance);
    while (draw.hasNext()) {
      Member member = members.get(draw.next());
      if (!member.instance().origin().source().isEmpty()) {
        return null; // what comes from elsewhere has TTLs that all of it decides
      }
      if (packer.isGivenOut(member, expired)) {
        packing.add(member);
      }
      if (packing.size() == most) {
        return packing.pool(Pool.Extent.PART);
      }
    }
    return null;
  }

  private List<Member> givenOut(String tag) {
    List<Member> wanted = new ArrayList<>();
    for (Member member : members) {
      if (packer.isGivenOut(member, expired) && (tag.isEmpty() || hasTag(member, tag))) {
        wanted.add(member);
      }
    }
    return wanted.size() == members.size() ? members : List.copyOf(wanted);
  }

  private static boolean hasTag(Member member, String tag) {
    for (String each : member.instance().tags()) {
      if (each.equalsIgnoreCase(tag)) {
        return true;
      }
    }
    return false;
  }

  private Tags tags() {
    Tags known = tags;
    if (known == null) {
      known = Tags.of(members.stream().filter(packer::isOurs).toList());
      tags = known;
    }
    return known;
  }

  /// The tags of all instances in lower case, and what is offered with those that were asked for.
  ///
  /// @param ends what remains of tags with dots when labels are taken off in front
  private record Tags(Set<String> whole, Set<String> ends, Map<String, Offer> offers) {
    static Tags of(List<Member> members) {
      Set<String> whole = new HashSet<>();
      Set<String> ends = new HashSet<>();
      for (Member member : members) {
        for (String tag : member.instance().tags()) {
          String folded = tag.toLowerCase(Locale.ROOT);
          if (folded.length() <= LONGEST_TAG && whole.add(folded)) {
            addEnds(folded, ends);
          }
        }
      }
      return new Tags(whole, ends, new ConcurrentHashMap<>());
    }

    private static void addEnds(String tag, Set<String> ends) {
      for (int dot = tag.indexOf('.'); dot >= 0; dot = tag.indexOf('.', dot + 1)) {
        ends.add(tag.substring(dot + 1));
      }
    }
  }
}
