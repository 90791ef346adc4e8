package dev.cairn.peers;

import java.util.List;

/// What a zone says itself: hosts, rare types, empty names, wildcards, long names and large sets.
final class OwnData {
  /// Types and data whose text all servers read.
  private static final List<List<String>> RARE =
      List.of(
          List.of("CAA", "128 issue \"ca.another.test\""),
          List.of("TLSA", "3 1 1 " + "0123456789ABCDEF".repeat(4)),
          List.of("SSHFP", "1 1 0123456789ABCDEF0123456789ABCDEF01234567"),
          List.of("LOC", "51 30 12.748 N 0 7 39.611 W 0.00m 0.00m 0.00m 0.00m"),
          List.of("HINFO", "\"PDP-11\" \"UNIX\""),
          List.of("RP", "admin.another.test. text.another.test."),
          List.of("PTR", "Host.Another.Test."),
          List.of("SPF", "\"v=spf1 -all\""),
          List.of("URI", "10 1 \"https://another.test/\""),
          List.of("TYPE65282", "\\# 6 00005e00532a"),
          List.of("AFSDB", "1 afs.another.test."),
          List.of("CERT", "1 0 0 AQIDBA=="),
          List.of("OPENPGPKEY", "AQIDBA=="),
          List.of("TYPE65280", "\\# 4 0A000001"),
          List.of("TYPE65281", "\\# 0"),
          List.of("TYPE731", "\\# 6 abcdef012345"),
          List.of("TXT", "\"one\" \"two\" \"\" \"with \\\"quotes\\\" and \\\\ and \\200\""),
          List.of("TXT", "MixedCase \"" + "x".repeat(255) + "\""),
          List.of("A", "192.0.2.250"),
          List.of("AAAA", "2001:db8::fa"));

  private final ZoneText zone;

  OwnData(ZoneText zone) {
    this.zone = zone;
  }

  void host() {
    String name = zone.newName();
    addresses(name);
    zone.open(name);
    zone.aim(name);
    if (zone.chance(30)) {
      zone.aim(zone.below(name));
    }
  }

  private void addresses(String name) {
    for (int i = zone.random.nextInt(1, 5); i > 0; i--) {
      zone.add(name, "A", address());
    }
    if (zone.chance(50)) {
      zone.add(name, "AAAA", "2001:db8::" + zone.random.nextInt(1, 10_000));
    }
  }

  private String address() {
    return "192.0.2." + zone.random.nextInt(1, 255);
  }

  void rareTypes() {
    String name = zone.newName();
    for (int i = zone.random.nextInt(1, 8); i > 0; i--) {
      List<String> rare = zone.pick(RARE);
      zone.add(name, rare.get(0), rare.get(1));
    }
    zone.open(name);
    zone.aim(name);
  }

  /// A name below many that have no data.
  void deep() {
    String name = zone.newName();
    String middle = name;
    for (int i = zone.random.nextInt(2, 6); i > 0; i--) {
      name = "d" + i + "." + name;
      middle = zone.chance(30) ? name : middle;
    }
    zone.add(name, "A", address());
    zone.aim(name);
    zone.aim(middle);
    zone.open(middle);
  }

  void wildcard() {
    String parent = zone.newName();
    String wildcard = "*." + parent;
    switch (zone.random.nextInt(5)) {
      case 0 -> zone.add(wildcard, "A", address());
      case 1 -> zone.add(wildcard, "CNAME", zone.target());
      case 2 -> {
        zone.add(wildcard, "MX", "10 " + zone.target());
        zone.add(wildcard, "TXT", "\"of a wildcard\"");
      }
      case 3 -> {
        addresses(wildcard);
        zone.add("below." + wildcard, "TXT", "\"a star in the middle\"");
      }
      default -> zone.add("below." + wildcard, "A", address()); // a wildcard without data
    }
    if (zone.chance(60)) {
      zone.add("here." + parent, "TXT", "\"hides the wildcard\"");
      zone.add("below.there." + parent, "TXT", "\"so does the name above\"");
    }
    zone.aim("made-up." + parent);
    zone.aim("more.made-up." + parent);
    zone.aim("missing.there." + parent);
    zone.aim(wildcard);
    zone.open(parent);
  }

  /// Wildcards one below the other, and below themselves.
  void nestedWildcards() {
    String parent = zone.newName();
    zone.add("*." + parent, "TXT", "\"outer\"");
    zone.add("*.inner." + parent, "A", address());
    zone.add("*.*.twice." + parent, "A", address());
    zone.add("x.*.*.thrice." + parent, "MX", "5 " + zone.target());
    zone.aim("a.b.twice." + parent);
    zone.aim("a.*.twice." + parent);
    zone.aim("q.inner." + parent);
  }

  /// A name as long as can be, with labels of 63 octets.
  void longName() {
    String name = zone.newName();
    while (ZoneText.octets(name) + 64 <= zone.bounds.name()) {
      name = "L".repeat(63) + "." + name;
    }
    int left = zone.bounds.name() - ZoneText.octets(name);
    if (left >= 2) {
      name = "s".repeat(left - 1) + "." + name;
    }
    zone.add(name, "TXT", "\"as long as can be\"");
    zone.aim(name);
  }

  /// A set that fits into no datagram, or just not.
  void largeSet() {
    String name = zone.newName();
    int records = zone.random.nextInt(4, 60);
    for (int i = 0; i < records; i++) {
      zone.add(name, "TXT", "\"record number %02d of a set that is large\"".formatted(i));
    }
    for (int i = 0; i < records / 2; i++) {
      zone.add(name, "A", "198.51.100." + i);
    }
    zone.aim(name);
  }
}
