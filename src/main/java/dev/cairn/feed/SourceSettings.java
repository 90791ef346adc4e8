package dev.cairn.feed;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// One other registry, as the operator names it.
///
/// @param name in lower case, fit for the name of a file
/// @param rank what it is beside others
/// @param domain where its services are; null for the registry's own
/// @param ttl of its answers; null for that of the registry
public record SourceSettings(
    String name, Kind kind, Rank rank, @Nullable Name domain, @Nullable Duration ttl) {

  private static final String SKYDNS = "/skydns/";

  /// @param priority the higher comes first; of the same, whichever stands first in the
  ///   configuration
  public record Rank(Mode mode, int priority) {
    public static final Rank USUAL = new Rank(Mode.UNION, 0);
  }

  /// What it does to others that know the same service.
  public enum Mode {
    /// Nothing: all hold.
    UNION,
    /// What those of lower rank say of the service does not hold.
    OVERRIDE
  }

  /// Who it is, and how it is asked.
  public sealed interface Kind {

    /// @param tokenFile with the token to show; null for none
    record Consul(Remote remote, @Nullable Path tokenFile) implements Kind {}

    /// @param prefix of all keys; a slash is put at its end if there is none
    /// @param login null for none
    record Etcd(Remote remote, String prefix, @Nullable Login login) implements Kind {
      public Etcd {
        prefix = prefix.endsWith("/") ? prefix : prefix + "/";
      }
    }

    /// @param directory whose every *.toml is read
    /// @param address of this machine: that of services without one
    /// @param allowsScripts whether checks may run commands
    record Files(Path directory, String address, boolean allowsScripts) implements Kind {}
  }

  /// @param endpoints each http or https with a host and a port, tried in this order
  /// @param ca a PEM file of certificates that those of the endpoints must lead to; null means
  ///   those of the system
  public record Remote(List<URI> endpoints, @Nullable Path ca) {
    public Remote {
      endpoints = List.copyOf(endpoints);
    }
  }

  /// @param passwordFile whose first line is the password
  public record Login(String user, Path passwordFile) {}

  /// Whether its keys are names of DNS and its values records, as SkyDNS lays them out: what it
  /// knows goes to [SkyNames], not to a directory of services.
  public boolean isSkyDns() {
    return kind instanceof Kind.Etcd etcd && etcd.prefix().startsWith(SKYDNS);
  }

  /// What it knows is kept under; another identity is another registry.
  String identity() {
    return switch (kind) {
      case Kind.Consul _ -> "consul";
      case Kind.Etcd etcd -> "etcd " + etcd.prefix();
      case Kind.Files files -> "file " + files.directory();
    };
  }

  /// As the configuration says it.
  public String type() {
    return switch (kind) {
      case Kind.Consul _ -> "consul";
      case Kind.Etcd _ -> "etcd";
      case Kind.Files _ -> "file";
    };
  }
}
