package dev.cairn.server;

import dev.cairn.registry.NameSettings;
import dev.cairn.registry.ReverseNames;
import dev.cairn.registry.ServiceNames;
import dev.cairn.registry.ServiceNames.Ground;
import dev.cairn.registry.ServiceNames.ZoneBeside;
import dev.cairn.resolve.Owner;
import dev.cairn.resolve.ScatteredNames;
import dev.cairn.server.ZoneKeeper.Served;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// The domains that services have names in.
///
/// @param ground where answers come from; null if there is no registry
/// @param domains no two of the same name; reverse names lead to the first
record ServiceDomains(@Nullable Ground ground, List<NameSettings> domains) {
  static final ServiceDomains NONE = new ServiceDomains(null, List.of());

  ServiceDomains {
    domains = List.copyOf(domains);
  }

  /// Their owners by their names.
  ///
  /// @param zones of which one may have the same name
  Map<Name, Owner> owners(Map<Name, Owner> zones, Map<Name, Served> served) {
    Map<Name, Owner> owners = new HashMap<>();
    if (ground != null) {
      for (NameSettings settings : domains) {
        Name name = settings.domain().name();
        ZoneBeside zone = beside(zones.get(name), served.get(name));
        owners.put(name, Owner.services(name, new ServiceNames(settings, ground, zone)));
      }
    }
    return owners;
  }

  private static @Nullable ZoneBeside beside(@Nullable Owner zone, @Nullable Served served) {
    if (zone == null || served == null) {
      return null;
    }
    return new ZoneBeside(zone.here(), served.zone() == null ? null : served.zone().soa());
  }

  /// The reverse names of what is registered, null if there is no registry.
  @Nullable ScatteredNames reverse() {
    return ground == null || domains.isEmpty()
        ? null
        : new ReverseNames(domains.getFirst(), ground.directory());
  }
}
