package dev.cairn.zone.check;

import dev.cairn.message.RecordSet;
import dev.cairn.zone.Finding.Kind;
import dev.cairn.zone.Part;
import dev.cairn.zone.Rule;
import dev.cairn.zone.Zone;
import dev.cairn.zone.ZoneProbe;
import dev.cairn.zone.check.Crossings.Crossing;
import dev.cairn.zone.check.Findings.Spot;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// Follows what leads from one zone into another, once all are read.
final class CrossCheck {
  private final List<Other> zones;

  /// @param zones by their numbers in the territory
  CrossCheck(List<Other> zones) {
    this.zones = zones;
  }

  /// A zone that others lead into.
  ///
  /// @param zone null if it could not be read: then nothing is known of it
  record Other(@Nullable Zone zone, boolean isOverlay) {}

  /// Judges one zone's crossings.
  ///
  /// @param files of which the zone was read
  void judge(Crossings crossings, List<Path> files, Findings findings) {
    crossings.forEach(
        files,
        crossing -> {
          Other other = zones.get(crossing.zone());
          if (other.zone() != null) {
            var probe = new ZoneProbe(other.zone());
            new Case(crossing, probe, other.isOverlay(), findings).judge();
          }
        });
  }

  private record Case(Crossing crossing, ZoneProbe probe, boolean isOverlay, Findings findings) {
    void judge() {
      switch (crossing.kind()) {
        case HOST -> host();
        case ALIAS -> alias();
        case POINTER -> pointer();
        case ADDRESS -> address();
        case DELEGATION -> delegation();
        case GLUE -> glue();
      }
    }

    private void host() {
      Target kind = Target.of(crossing.type());
      if (kind == null) {
        return;
      }
      Kind found = addresses();
      String leads = kind.type() + " leads to " + target();
      switch (found) {
        case ALIAS, SUBTREE_ALIAS ->
            tell(
                kind.isAlias(),
                kind.part(),
                leads + ", which is an alias; allowed is a name with addresses of its own");
        case NO_DATA -> tell(kind.isMissing(), kind.part(), leads + ", which has no address");
        case NO_NAME -> {
          if (!isOverlay) {
            tell(kind.isMissing(), kind.part(), leads + ", which does not exist");
          }
        }
        case ANSWER, ANY, DELEGATION -> {}
      }
    }

    /// How looking for an address of any kind ends.
    private Kind addresses() {
      Kind found = probe.look(target(), Type.A);
      return found == Kind.NO_DATA ? probe.look(target(), Type.AAAA) : found;
    }

    private void alias() {
      if (probe.look(target(), Type.A) == Kind.NO_NAME && !isOverlay) {
        tell(
            Rule.CNAME_TARGET_MISSING,
            Part.FIRST,
            "CNAME leads to " + target() + ", which does not exist");
      }
    }

    private void pointer() {
      byte[] address = Reverse.address(crossing.ends().owner());
      if (address == null) {
        return;
      }
      Kind found = probe.look(target(), address.length == 4 ? Type.A : Type.AAAA);
      String message =
          switch (found) {
            case ANSWER -> has(address) ? "" : "has other addresses";
            case ALIAS, SUBTREE_ALIAS -> "is an alias";
            case NO_DATA -> "has no such address";
            case NO_NAME -> isOverlay ? "" : "does not exist";
            case ANY, DELEGATION -> "";
          };
      if (!message.isEmpty()) {
        tell(
            Rule.PTR_WITHOUT_ADDRESS,
            Part.FIRST,
            "PTR of " + Reverse.text(address) + " leads to " + target() + ", which " + message);
      }
    }

    private boolean has(byte[] address) {
      return probe.answer().rdata().stream().anyMatch(data -> Arrays.equals(data, address));
    }

    private void address() {
      Kind found = probe.look(target(), Type.PTR);
      if (found == Kind.NO_DATA || found == Kind.NO_NAME && !isOverlay) {
        byte[] address = Reverse.address(crossing.ends().target());
        tell(
            Rule.ADDRESS_WITHOUT_PTR,
            Part.FIRST,
            (address == null ? "an address" : Reverse.text(address))
                + " of "
                + Names.text(crossing.ends().owner(), 0)
                + " has no PTR at "
                + target());
      }
    }

    private void delegation() {
      if (probe.look(Names.name(crossing.ends().owner(), 0), Type.NS) != Kind.ANSWER) {
        return; // then the zone below has none, which is said there
      }
      RecordSet servers = probe.answer();
      boolean isThere =
          servers.rdata().stream().anyMatch(data -> target().equals(Names.name(data, 0)));
      if (!isThere) {
        tell(
            Rule.DELEGATION_DIFFERS,
            Part.FIRST,
            target()
                + " is no name server of "
                + Names.text(crossing.ends().owner(), 0)
                + " in that zone itself");
      }
    }

    private void glue() {
      Name owner = Names.name(crossing.ends().owner(), 0);
      byte[] address = crossing.ends().target();
      Kind found = probe.look(owner, crossing.type());
      if (found == Kind.NO_DATA
          || found == Kind.NO_NAME && !isOverlay
          || found == Kind.ANSWER && !has(address)) {
        tell(
            Rule.GLUE_DIFFERS,
            Part.FIRST,
            Reverse.text(address) + " is no address of " + owner + " in the zone below");
      }
    }

    private Name target() {
      return Names.name(crossing.ends().target(), 0);
    }

    private void tell(Rule rule, Part part, String message) {
      var spot = new Spot(crossing.place().file(), crossing.place().line(), part);
      findings.tell(rule, spot, () -> message);
    }
  }
}
