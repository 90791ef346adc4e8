package dev.cairn.peers;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;

/// Makes zones by chance, the same ones for the same seed, that mix all that servers have been
/// known to disagree on.
final class ZoneMaker {
  /// Zones with all features; some lie in others, with and without a cut that leads to them.
  private static final List<String> MIXED =
      List.of(
          "alpha.test.",
          "child.alpha.test.",
          "in.deep.child.alpha.test.",
          "Beta.Test.",
          "sub.Beta.Test.",
          "gamma.test.",
          "delta.example.",
          "lone.",
          "below.lone.",
          "a.b.c.d.e.f.g.h.i.j.k.l.m.n.o.p.deep.test.",
          "long-" + "o".repeat(50) + "." + "p".repeat(63) + ".test.");

  private static final List<String> OTHERS =
      List.of("wild.test.", "dname.test.", "bare.test.", "occluded.test.");

  private static final ZoneText.Bounds ALL = new ZoneText.Bounds(255, Integer.MAX_VALUE);

  /// What the tools of BIND can sign: with NSEC3, a wildcard must fit below each name, and a
  /// signature lives no longer than 30 days.
  private static final ZoneText.Bounds SIGNABLE = new ZoneText.Bounds(253, 2_000_000);

  private final Random random;
  private final Path folder;
  private final ZoneText.Bounds bounds;

  private ZoneMaker(long seed, Path folder, ZoneText.Bounds bounds) {
    this.bounds = bounds;
    this.random = new Random(seed);
    this.folder = folder;
  }

  static List<TestZone> zones(long seed, Path folder) throws IOException {
    return new ZoneMaker(seed, folder, ALL).zones();
  }

  static List<TestZone> zonesToSign(long seed, Path folder) throws IOException {
    return new ZoneMaker(seed, folder, SIGNABLE).zones();
  }

  /// A zone with names below a DNAME, which are not to be seen (RFC 6672 §2.4).
  static List<TestZone> occluded(long seed, Path folder) throws IOException {
    var maker = new ZoneMaker(seed, folder, ALL);
    return List.of(maker.write(maker.occluded()));
  }

  /// The origin of the zone that owns a name, in lower case; empty if none does.
  static String zoneOf(String name) {
    return origins()
        .filter(origin -> isWithin(origin, name))
        .max(Comparator.comparing(String::length))
        .orElse("");
  }

  /// Whether a zone lies in another, or has another one in it.
  static boolean isNested(String zone) {
    return origins()
        .filter(origin -> !origin.equals(zone))
        .anyMatch(origin -> isWithin(origin, zone) || isWithin(zone, origin));
  }

  private static boolean isWithin(String origin, String name) {
    return name.equals(origin) || name.endsWith("." + origin);
  }

  private static Stream<String> origins() {
    return Stream.concat(MIXED.stream(), OTHERS.stream())
        .map(origin -> origin.toLowerCase(Locale.ROOT));
  }

  private List<TestZone> zones() throws IOException {
    var zones = new ArrayList<TestZone>();
    for (String origin : MIXED) {
      zones.add(write(mixed(origin)));
    }
    zones.add(write(wildcardAtTheApex()));
    zones.add(write(subtreeAliasAtTheApex()));
    zones.add(write(bare()));
    return zones;
  }

  private TestZone write(ZoneText zone) throws IOException {
    return TestZone.write(zone, folder);
  }

  private ZoneText mixed(String origin) {
    var zone = start(origin);
    var steps = new ArrayList<>(List.<Runnable>of());
    var data = new OwnData(zone);
    var leads = new Leads(zone);
    repeat(steps, 14, data::host);
    repeat(steps, 6, data::rareTypes);
    repeat(steps, 5, data::deep);
    repeat(steps, 9, data::wildcard);
    repeat(steps, 1, data::nestedWildcards);
    repeat(steps, 2, data::longName);
    repeat(steps, 3, data::largeSet);
    repeat(steps, 8, leads::delegation);
    repeat(steps, 3, leads::subtreeAlias);
    repeat(steps, 4, leads::subtreeAliasToAnywhere);
    repeat(steps, 1, leads::chainedSubtreeAliases);
    repeat(steps, 1, leads::subtreeAliasLoop);
    repeat(steps, 1, leads::tooLongSubtreeAlias);
    repeat(steps, 16, leads::alias);
    repeat(steps, 3, leads::aliasChain);
    repeat(steps, 2, leads::aliasLoop);
    repeat(steps, 3, leads::services);
    Collections.shuffle(steps, random);
    steps.forEach(Runnable::run);
    delegateTo(zone, leads);
    return zone;
  }

  private static void repeat(List<Runnable> steps, int times, Runnable step) {
    steps.addAll(Collections.nCopies(times, step));
  }

  /// Cuts that lead to the other zones here: to each that lies right below.
  private static void delegateTo(ZoneText zone, Leads leads) {
    for (String other : MIXED) {
      if (other.endsWith("." + zone.origin) && !other.startsWith("in.deep.")) {
        leads.cut(other);
      }
    }
  }

  private ZoneText start(String origin) {
    var zone = new ZoneText(origin, bounds, random);
    zone.add(
        origin,
        "SOA",
        "ns1.%s Host\\.Master.%s 7 7200 900 1209600 %d"
            .formatted(origin, origin, zone.pick(List.of(0, 30, 600, 100_000))));
    zone.add(origin, "NS", "ns1." + origin);
    zone.add(origin, "NS", "NS.in.another.test.");
    zone.add("ns1." + origin, "A", "192.0.2.1");
    zone.add("ns1." + origin, "AAAA", "2001:db8::1");
    for (String aim : MIXED) {
      zone.aim("ns1." + aim);
      zone.aim("missing." + aim);
    }
    for (String aim : List.of(origin, "www.another.test.", "another.test.", "ns1." + origin)) {
      zone.aim(aim);
    }
    return zone;
  }

  private ZoneText wildcardAtTheApex() {
    var zone = start("wild.test.");
    zone.add("*.wild.test.", "A", "192.0.2.2");
    zone.add("*.wild.test.", "TXT", "\"everything\"");
    zone.add("*.wild.test.", "MX", "10 *.wild.test.");
    zone.add("alias.wild.test.", "CNAME", "anything.wild.test.");
    zone.add("a.b.wild.test.", "AAAA", "2001:db8::2");
    zone.add("*.cname.wild.test.", "CNAME", "x.cname.wild.test."); // leads back to itself
    new Leads(zone).delegation();
    return zone;
  }

  private ZoneText subtreeAliasAtTheApex() {
    var zone = new ZoneText("dname.test.", bounds, random);
    zone.add("dname.test.", "SOA", "ns1.alpha.test. root.alpha.test. 1 2 3 4 5");
    zone.add("dname.test.", "NS", "ns1.alpha.test.");
    zone.add("dname.test.", "DNAME", "gamma.test.");
    zone.add("dname.test.", "TXT", "\"beside it\"");
    return zone;
  }

  private ZoneText occluded() {
    var zone = start("occluded.test.");
    zone.add("tree.occluded.test.", "DNAME", "target.occluded.test.");
    zone.add("x.target.occluded.test.", "TXT", "\"to be seen\"");
    for (String owner : List.of("x.", "a.b.", "*.c.")) {
      zone.add(owner + "tree.occluded.test.", "TXT", "\"not to be seen\"");
    }
    zone.add("alias.tree.occluded.test.", "CNAME", "ns1.occluded.test.");
    zone.add("cut.tree.occluded.test.", "NS", "ns.cut.tree.occluded.test.");
    zone.add("ns.cut.tree.occluded.test.", "A", "192.0.2.9");
    zone.add("second.tree.occluded.test.", "DNAME", "ns1.occluded.test.");
    zone.add("leads.occluded.test.", "CNAME", "x.tree.occluded.test.");
    return zone;
  }

  /// As little as a zone can be.
  private ZoneText bare() {
    var zone = new ZoneText("bare.test.", bounds, random);
    zone.add("bare.test.", "SOA", ". . 1 2 3 4 5");
    zone.add("bare.test.", "NS", "ns1.alpha.test.");
    return zone;
  }
}
