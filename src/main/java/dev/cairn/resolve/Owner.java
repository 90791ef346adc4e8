package dev.cairn.resolve;

import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Who answers for a suffix of the name space.
///
/// @param suffix the names at and below it are owned, but for those of deeper owners
/// @param here asked first. Its "not mine" goes to `elsewhere`, or where there is none to the owner
///   above
/// @param elsewhere whom to ask who is not in this process
public record Owner(Name suffix, Kind kind, LocalResolver here, @Nullable Resolver elsewhere) {

  /// What sort of data an owner has.
  public enum Kind {
    /// A zone that we are authoritative for.
    ZONE,
    /// What is running right now, as a registry knows it.
    SERVICES,
    /// Upstreams, through the cache.
    FORWARD,
    /// A name that is answered here by its very meaning, for those who may have others asked (RFC
    /// 6761).
    SPECIAL,
    /// Names that are answered here because the operator wants nobody to be asked for them.
    DENIED;

    /// Whether what it says is our own: told to everybody who is heard at all, and before what
    /// others know.
    public boolean isOurs() {
      return switch (this) {
        case ZONE, SERVICES -> true;
        case FORWARD, SPECIAL, DENIED -> false;
      };
    }
  }

  /// A zone, answered from memory alone.
  public static Owner zone(Name suffix, LocalResolver zone) {
    return new Owner(suffix, Kind.ZONE, zone, null);
  }

  /// The names of services, answered from memory alone.
  public static Owner services(Name suffix, LocalResolver names) {
    return new Owner(suffix, Kind.SERVICES, names, null);
  }

  /// A special name.
  public static Owner special(Name suffix, LocalResolver answers) {
    return new Owner(suffix, Kind.SPECIAL, answers, null);
  }

  /// Names that nobody is asked for by the operator's word.
  public static Owner denied(Name suffix, LocalResolver says) {
    return new Owner(suffix, Kind.DENIED, says, null);
  }

  /// A forward rule: the cache first, then the upstreams.
  public static Owner forward(Name suffix, LocalResolver cache, Resolver upstreams) {
    return new Owner(suffix, Kind.FORWARD, cache, upstreams);
  }
}
