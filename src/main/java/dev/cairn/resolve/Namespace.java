package dev.cairn.resolve;

import dev.cairn.message.LabelPath;
import dev.cairn.message.Labels;
import dev.cairn.message.NameProbe;
import dev.cairn.message.Question;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Who owns a name: the deepest suffix among zones, service domains and forward rules. Immutable,
/// but for which scattered names there are.
///
/// One hash table of all suffixes, those between an owner and the root included. A lookup walks
/// from the root down, one step in the table a label, and ends at the first suffix that is not
/// there; the hash goes along from label to label. It allocates nothing.
public final class Namespace {
  private static final int SMALLEST = 16;
  private static final int FACTOR = 31;

  private final @Nullable Owner ofRoot;
  private final @Nullable Suffix[] table; // open addressing, at most half full
  private final @Nullable ScatteredNames scattered;
  private final @Nullable Owner ofScattered;

  private Namespace(
      @Nullable Owner ofRoot, @Nullable Suffix[] table, @Nullable ScatteredNames scattered) {
    this.ofRoot = ofRoot;
    this.table = table;
    this.scattered = scattered;
    this.ofScattered = scattered == null ? null : Owner.services(Name.root, scattered);
  }

  /// The owners, of which no two may have the same suffix.
  ///
  /// @throws IllegalArgumentException if two have
  public static Namespace of(Collection<Owner> owners) {
    return of(owners, null);
  }

  /// The same with single names besides.
  public static Namespace of(Collection<Owner> owners, @Nullable ScatteredNames scattered) {
    var building = new Building(owners.size());
    owners.forEach(building::add);
    return new Namespace(building.ofRoot, building.table, scattered);
  }

  /// Who answers this question, or null: the deepest owner at or above its name. A DS question at
  /// the top of a zone belongs to the zone above, if that one is served too (RFC 4035 §3.1.4.1); at
  /// the top of a special name to whoever is above (RFC 8375 §4).
  public @Nullable Owner ownerOf(Question question) {
    Owner deepest = deepestOrScattered(question.labels(), question.type());
    if (question.type() == Type.DS && deepest != null && deepest.suffix().equals(question.name())) {
      Owner above = above(deepest);
      boolean isAsked =
          above != null
              && (above.kind() == deepest.kind()
                  || above.kind().isOurs() && deepest.kind().isOurs()
                  || deepest.kind() == Owner.Kind.SPECIAL);
      return isAsked ? above : deepest;
    }
    return deepest;
  }

  /// The deepest owner at or above a name, or null. Questions for DS may belong to another, see
  /// [#ownerOf(Question)].
  public @Nullable Owner ownerOf(NameProbe name, int type) {
    return deepestOrScattered(name, type);
  }

  /// Of a zone's questions only those for what scattered names have are looked at twice.
  private @Nullable Owner deepestOrScattered(LabelPath name, int type) {
    Owner deepest = deepest(name, Integer.MAX_VALUE);
    if (scattered == null) {
      return deepest;
    }
    boolean isOurs = deepest != null && deepest.kind().isOurs();
    return (!isOurs || scattered.tells(type)) && scattered.has(name) ? ofScattered : deepest;
  }

  /// The next owner on the way to the root, or null.
  public @Nullable Owner above(Owner owner) {
    var labels = Labels.of(owner.suffix());
    return deepest(labels, labels.count() - 1);
  }

  /// The deepest owner with at most so many labels, the root not counted.
  private @Nullable Owner deepest(LabelPath name, int mostLabels) {
    Owner owner = mostLabels < 0 ? null : ofRoot;
    int hash = 0;
    for (int depth = 0; depth < Math.min(name.count(), mostLabels); depth++) {
      hash = hashBelow(hash, name, depth);
      Suffix suffix = find(table, hash, name, depth);
      if (suffix == null) {
        return owner;
      }
      owner = suffix.owner == null ? owner : suffix.owner;
    }
    return owner;
  }

  /// The hash of a suffix from that of the one above it.
  private static int hashBelow(int hash, LabelPath name, int depth) {
    byte[] bytes = name.bytes();
    int at = name.at(depth);
    int below = hash;
    for (int end = at + bytes[at]; at <= end; at++) {
      below = FACTOR * below + bytes[at];
    }
    return below;
  }

  private static @Nullable Suffix find(
      @Nullable Suffix[] table, int hash, LabelPath name, int depth) {
    int slot = slotOf(hash, table);
    Suffix suffix = table[slot];
    while (suffix != null && !suffix.is(hash, name, depth)) {
      slot = (slot + 1) & (table.length - 1);
      suffix = table[slot];
    }
    return suffix;
  }

  private static int slotOf(int hash, @Nullable Suffix[] table) {
    int mixed = hash * 0x9E3779B9;
    return (mixed ^ mixed >>> 16) & (table.length - 1);
  }

  /// A suffix in lower case, and who owns it; null if it only lies between an owner and the root.
  /// Clients choose what is looked up, operators what is stored: no client can make the table
  /// degenerate.
  private static final class Suffix {
    final int hash;
    final byte[] name;
    final int from; // the name's first octet: what lies between shares the bytes of what is below
    @Nullable Owner owner;

    Suffix(int hash, byte[] name, int from) {
      this.hash = hash;
      this.name = name;
      this.from = from;
    }

    boolean is(int otherHash, LabelPath other, int depth) {
      return hash == otherHash
          && Arrays.equals(name, from, name.length, other.bytes(), other.at(depth), other.length());
    }
  }

  /// The table while it grows.
  private static final class Building {
    private @Nullable Owner ofRoot;
    private @Nullable Suffix[] table;
    private int used;

    Building(int owners) {
      table = new Suffix[Math.max(SMALLEST, Integer.highestOneBit(Math.max(owners, 1)) * 4)];
    }

    void add(Owner owner) {
      var labels = Labels.of(owner.suffix());
      if (labels.count() == 0) {
        checkFree(ofRoot, owner);
        ofRoot = owner;
        return;
      }
      int hash = 0;
      Suffix suffix = null;
      for (int depth = 0; depth < labels.count(); depth++) {
        hash = hashBelow(hash, labels, depth);
        suffix = find(table, hash, labels, depth);
        if (suffix == null) {
          suffix = new Suffix(hash, labels.bytes(), labels.at(depth));
          put(suffix);
        }
      }
      if (suffix != null) {
        checkFree(suffix.owner, owner);
        suffix.owner = owner;
      }
    }

    private static void checkFree(@Nullable Owner other, Owner owner) {
      if (other != null) {
        throw new IllegalArgumentException("two owners of " + owner.suffix());
      }
    }

    private void put(Suffix suffix) {
      if (++used > table.length / 2) {
        @Nullable Suffix[] smaller = table;
        table = new Suffix[2 * smaller.length];
        for (Suffix known : smaller) {
          if (known != null) {
            place(known);
          }
        }
      }
      place(suffix);
    }

    private void place(Suffix suffix) {
      int slot = slotOf(suffix.hash, table);
      while (table[slot] != null) {
        slot = (slot + 1) & (table.length - 1);
      }
      table[slot] = suffix;
    }
  }
}
