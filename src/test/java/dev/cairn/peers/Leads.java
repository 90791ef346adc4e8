package dev.cairn.peers;

import java.util.List;

/// What a zone leads away with: delegations, DNAMEs, aliases and services.
final class Leads {
  /// Begins the name of a name server below a cut that has no address.
  static final String MISSING_GLUE = "missing-glue.";

  private static final String DS = " 13 2 " + "0123456789ABCDEF".repeat(4);

  private final ZoneText zone;

  Leads(ZoneText zone) {
    this.zone = zone;
  }

  /// A zone cut; what lies below it is not this zone's.
  void delegation() {
    String cut = zone.newName();
    cut(cut);
    if (zone.chance(60)) {
      occluded(cut);
    }
    zone.aim(cut);
    zone.aim("host." + cut);
  }

  void cut(String cut) {
    if (zone.chance(60)) {
      nameServerWithin(cut, "ns1." + cut);
    }
    if (zone.chance(30)) {
      nameServerWithin(cut, "ns." + zone.below(cut));
    }
    if (zone.chance(20)) {
      nameServerWithin(cut, cut);
    }
    if (zone.chance(30)) {
      zone.add(cut, "NS", zone.target()); // sibling glue, or none
    }
    if (zone.chance(20)) {
      zone.add(cut, "NS", MISSING_GLUE + cut);
    }
    zone.add(cut, "NS", "Ns.In.Another.Test.");
    if (zone.chance(50)) {
      zone.add(cut, "DS", zone.random.nextInt(1, 65_536) + DS);
    }
  }

  private void nameServerWithin(String cut, String host) {
    zone.add(cut, "NS", host);
    zone.add(host, "A", "192.0.2." + zone.random.nextInt(1, 255));
    if (zone.chance(50)) {
      zone.add(host, "AAAA", "2001:db8::" + zone.random.nextInt(1, 10_000));
    }
    zone.aim(host);
  }

  private void occluded(String cut) {
    zone.add("host." + cut, "A", "203.0.113.1");
    zone.add("*." + cut, "A", "203.0.113.2");
    zone.add("alias." + cut, "CNAME", zone.target());
    zone.add("deep.sub." + cut, "TXT", "\"not to be seen\"");
    zone.add("nested." + cut, "NS", "ns.nested." + cut);
    zone.add("ns.nested." + cut, "A", "203.0.113.3");
    zone.aim("deep.sub." + cut);
    zone.aim("below.nested." + cut);
  }

  /// A DNAME to a tree, with company.
  void subtreeAlias() {
    String tree = zone.newName();
    String target = zone.newName();
    zone.add(tree, "DNAME", target);
    zone.add("x." + target, "A", "192.0.2.30");
    zone.add("cn." + target, "CNAME", zone.target());
    zone.add("y." + target, "MX", "10 x." + tree);
    if (zone.chance(50)) {
      zone.add(tree, "TXT", "\"a DNAME may have company\"");
      zone.add(tree, "A", "192.0.2.31");
    }
    for (String label : List.of("x.", "cn.", "y.", "missing.", "a.b.", "")) {
      zone.aim(label + tree);
    }
    zone.aim("x." + target);
  }

  /// A DNAME to anywhere: outside, below a cut, to a loop, to another DNAME.
  void subtreeAliasToAnywhere() {
    String tree = zone.newName();
    zone.add(tree, "DNAME", zone.target());
    zone.aim("x." + tree);
    zone.aim(tree);
  }

  /// DNAMEs of which each leads to below the next.
  void chainedSubtreeAliases() {
    String first = zone.newName();
    String second = zone.newName();
    String third = zone.newName();
    zone.add(first, "DNAME", "mid." + second);
    zone.add(second, "DNAME", third);
    zone.add("x.mid." + third, "A", "192.0.2.32");
    zone.aim("x." + first);
    zone.aim("y." + first);
  }

  void subtreeAliasLoop() {
    String one = zone.newName();
    String two = zone.newName();
    zone.add(one, "DNAME", two);
    zone.add(two, "DNAME", one);
    zone.aim("round." + one);
  }

  /// A DNAME to a name so long that nothing of some length can lie below it.
  void tooLongSubtreeAlias() {
    String tree = zone.newName();
    String target = zone.newName();
    while (ZoneText.octets("t".repeat(40) + "." + target) <= 248) {
      target = "t".repeat(40) + "." + target;
    }
    zone.add(tree, "DNAME", target);
    zone.aim("a-label-of-some-length." + tree);
    zone.aim("s." + tree);
  }

  void alias() {
    String alias = zone.newName();
    zone.add(alias, "CNAME", zone.target());
    zone.aim(alias);
    zone.open(alias);
  }

  /// Aliases of which each leads to the next.
  void aliasChain() {
    String next = zone.newName();
    zone.aim(next);
    for (int i = zone.random.nextInt(2, 7); i > 0; i--) {
      String name = next;
      next = i == 1 ? zone.target() : zone.newName();
      zone.add(name, "CNAME", next);
    }
  }

  void aliasLoop() {
    String first = zone.newName();
    String name = first;
    for (int i = zone.random.nextInt(0, 4); i > 0; i--) {
      String next = zone.newName();
      zone.add(name, "CNAME", next);
      name = next;
    }
    zone.add(name, "CNAME", first);
    zone.aim(first);
  }

  void services() {
    String name = zone.newName();
    zone.add(name, "MX", "10 " + zone.target());
    zone.add(name, "MX", "20 mail.another.test.");
    zone.add("_sip._tcp." + name, "SRV", "0 5 5060 " + zone.target());
    zone.add("_sip._tcp." + name, "SRV", "10 5 5060 " + zone.target());
    zone.add(name, "NAPTR", "100 10 \"u\" \"E2U+sip\" \"!^.*$!sip:info@example.test!\" .");
    zone.add(name, "NAPTR", "110 10 \"s\" \"SIP+D2U\" \"\" _sip._tcp." + name);
    zone.add(name, "HTTPS", "1 . alpn=\"h2,h3\" ipv4hint=192.0.2.1");
    zone.add(name, "HTTPS", "2 " + zone.target() + " port=8443");
    zone.add("_dns." + name, "SVCB", "0 " + zone.target());
    zone.aim(name);
    zone.open(name);
  }
}
