package dev.cairn.server;

import dev.cairn.admin.AdminServer;
import dev.cairn.config.Config;
import dev.cairn.consul.ConsulServer;
import dev.cairn.transport.AddressUnavailable;
import dev.cairn.transport.DnsListener;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Where the house is reached: DNS, HTTP for the operator, and HTTP of the registry where there is
/// one.
final class Doors {
  private final Sites<DnsListener> dns;
  private final Sites<AdminServer> admin;
  private final Supplier<Optional<RegistryHouse>> registry;

  Doors(
      Sites<DnsListener> dns,
      Sites<AdminServer> admin,
      Supplier<Optional<RegistryHouse>> registry) {
    this.dns = dns;
    this.admin = admin;
    this.registry = registry;
  }

  /// Opens what a configuration wants and is not open yet: all or none. HTTP is as it wants it from
  /// now on; DNS is still served where it was before as well, until the change is committed.
  ///
  /// @throws AddressUnavailable if a socket cannot be opened; then everything is as it was
  Sites.Change<DnsListener> open(Config config) throws AddressUnavailable {
    Sites.Change<DnsListener> change = dns.change(config.server().listen());
    try {
      openHttp(config);
    } catch (AddressUnavailable e) {
      change.undo();
      throw e;
    }
    return change;
  }

  private void openHttp(Config config) throws AddressUnavailable {
    var change = admin.change(config.admin().listen());
    RegistryHouse services = registry.get().orElse(null);
    if (services != null && config.registry().enabled()) { // else it is as it was until it ends
      try {
        services.http().change(config.registry().http().listen()).commit();
      } catch (AddressUnavailable e) {
        change.undo();
        throw e;
      }
    }
    change.commit();
  }

  /// Takes no new connections any more.
  void drain() {
    dns.all().forEach(DnsListener::drain);
  }

  /// Where DNS is served, with real ports.
  List<InetSocketAddress> ofDns() {
    return dns.all().stream().map(DnsListener::address).toList();
  }

  /// Where HTTP is served for the operator, with real ports.
  List<InetSocketAddress> ofAdmin() {
    return admin.all().stream().map(AdminServer::address).toList();
  }

  /// Where the registry is served over HTTP, with real ports.
  List<InetSocketAddress> ofRegistry() {
    return registry.get().stream()
        .flatMap(services -> services.http().all().stream())
        .map(ConsulServer::address)
        .toList();
  }

  /// Where DNS is served, or will be once a configuration is in force.
  List<InetSocketAddress> ofDnsWith(Config config) {
    return Stream.concat(ofDns().stream(), config.server().listen().stream()).distinct().toList();
  }
}
