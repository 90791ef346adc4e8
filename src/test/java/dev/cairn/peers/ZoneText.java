package dev.cairn.peers;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// A master file that is being written, and the places in the zone so far. Names are absolute and
/// in presentation form.
final class ZoneText {
  /// How far a zone may go.
  ///
  /// @param name octets of a name
  /// @param ttl seconds
  record Bounds(int name, int ttl) {}

  private static final int[] TTLS = {0, 1, 5, 60, 299, 300, 3600, 86_400, 604_800, 2_147_483_647};
  private static final List<String> ODD_LABELS =
      List.of(
          "a\\.dot",
          "\\000",
          "\\255\\254",
          "sp\\032ace",
          "UPPER",
          "MiXed",
          "_under",
          "-",
          "0",
          "xn--bcher-kva",
          "q\\\"uote",
          "semi\\;colon",
          "\\@",
          "\\$",
          "\\(",
          "back\\\\slash",
          "\\195\\169",
          "tab\\009",
          "\\*",
          "**",
          "*x",
          "z".repeat(63),
          "M".repeat(59));
  private static final int MOST_OCTETS = 200; // of a name that others may be put below

  final String origin;

  final Bounds bounds;

  final RandomGenerator random;
  private final StringBuilder text = new StringBuilder();
  private final Map<String, Integer> ttls = new HashMap<>();
  private final Set<String> owners = new LinkedHashSet<>();
  private final List<String> parents = new ArrayList<>();
  private final List<String> targets = new ArrayList<>();
  private int fresh;

  ZoneText(String origin, Bounds bounds, RandomGenerator random) {
    this.origin = origin;
    this.bounds = bounds;
    this.random = random;
    parents.add(origin);
  }

  /// Adds a record: all those of a set get the same TTL (RFC 2181 §5.2).
  void add(String owner, String type, String rdata) {
    int ttl =
        ttls.computeIfAbsent(
            owner.toLowerCase(Locale.ROOT) + " " + type,
            _ -> Math.min(TTLS[random.nextInt(TTLS.length)], bounds.ttl()));
    owners.add(owner);
    text.append(owner).append(' ').append(ttl).append(" IN ").append(type).append(' ');
    text.append(rdata).append('\n');
  }

  /// A name that the zone does not have yet, one to four labels below one that is open.
  String newName() {
    while (true) {
      String name = below(pick(parents));
      for (int more = random.nextInt(6); more > 2; more--) {
        name = below(name);
      }
      if (octets(name) <= MOST_OCTETS) {
        return name;
      }
    }
  }

  /// A new name right below another.
  String below(String parent) {
    return newLabel() + "." + parent;
  }

  /// Lets names be put below this one.
  void open(String name) {
    parents.add(name);
  }

  /// Lets aliases and services lead to this name, which need not be there.
  void aim(String name) {
    targets.add(name);
  }

  /// Some name that an alias or a service can lead to.
  String target() {
    return chance(90) ? pick(targets) : newName();
  }

  private String newLabel() {
    String number = Integer.toString(fresh++, 36);
    return switch (random.nextInt(5)) {
      case 0 -> joined(pick(ODD_LABELS), number);
      case 1 -> number;
      default -> pick(List.of("www", "host", "a", "mail", "x-", "n")) + number;
    };
  }

  /// What a name takes up on the wire; more than there can be, if it is too long.
  static int octets(String name) {
    try {
      return Name.fromString(name).length();
    } catch (TextParseException _) {
      return Integer.MAX_VALUE;
    }
  }

  private static String joined(String odd, String number) {
    return odd.length() == 63 ? odd.substring(number.length()) + number : odd + number;
  }

  Set<String> owners() {
    return owners;
  }

  <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }

  boolean chance(int percent) {
    return random.nextInt(100) < percent;
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
