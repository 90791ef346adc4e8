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
/// @param domains no two of the same name; reverse names lead to the first
/// @param others owners that are no such domains, and have names of services all the same; zones
///   and domains come before them
record ServiceDomains(List<Domain> domains, List<Owner> others) {
  static final ServiceDomains NONE = new ServiceDomains(List.of(), List.of());

  ServiceDomains {
    domains = List.copyOf(domains);
    others = List.copyOf(others);
  }

  /// @param ground where answers come from
  record Domain(NameSettings settings, Ground ground) {
    Name name() {
      return settings.domain().name();
    }
  }

  /// Their owners by their names.
  ///
  /// @param zones of which one may have the same name
  Map<Name, Owner> owners(Map<Name, Owner> zones, Map<Name, Served> served) {
    Map<Name, Owner> owners = new HashMap<>();
    for (Domain domain : domains) {
      Name name = domain.name();
      ZoneBeside zone = beside(zones.get(name), served.get(name));
      var names = new ServiceNames(domain.settings(), domain.ground(), zone);
      owners.put(name, Owner.services(name, names));
    }
    others.stream()
        .filter(one -> !zones.containsKey(one.suffix()))
        .forEach(one -> owners.putIfAbsent(one.suffix(), one));
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
    if (domains.isEmpty()) {
      return null;
    }
    Domain first = domains.getFirst();
    return new ReverseNames(first.settings(), first.ground().directory());
  }
}
