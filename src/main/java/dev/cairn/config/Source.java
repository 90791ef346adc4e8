package dev.cairn.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// One `[[registry.source]]`: somebody else who knows of services.
///
/// @param name in lower case, fit for the name of a file
/// @param mode what it is beside others that know the same service
/// @param priority 0 to 1000: of those that override each other the highest holds
/// @param domain where its services are; null for the registry's own
/// @param ttl of its answers; null for that of the registry
public record Source(
    String name,
    Kind kind,
    Mode mode,
    int priority,
    @Nullable Name domain,
    @Nullable Duration ttl) {

  /// What several sources of one service are together.
  public enum Mode {
    /// All of them hold.
    UNION,
    /// The one with the highest priority holds.
    OVERRIDE
  }

  /// Who it is, and how it is asked.
  public sealed interface Kind {

    /// @param tokenFile with the token to show, absolute; null for none
    record Consul(Remote remote, @Nullable Path tokenFile) implements Kind {}

    /// @param prefix of all keys, with its slashes
    /// @param login null for none
    record Etcd(Remote remote, String prefix, @Nullable Login login) implements Kind {}

    /// @param directory whose every *.toml is read, absolute
    record Files(Path directory) implements Kind {}
  }

  /// @param endpoints each http or https with a host and a port, tried in this order
  /// @param ca a PEM file of certificates that those of the endpoints must lead to, absolute; null
  ///   means those of the system
  public record Remote(List<URI> endpoints, @Nullable Path ca) {
    public Remote {
      endpoints = List.copyOf(endpoints);
    }
  }

  public record Login(String user, Path passwordFile) {}
}
