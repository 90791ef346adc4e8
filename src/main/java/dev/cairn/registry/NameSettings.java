package dev.cairn.registry;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.xbill.DNS.Name;

/// How the names of one domain are answered.
///
/// @param texts which are given besides addresses and services
/// @param sources whose instances have names here; the empty one is the registry itself
public record NameSettings(
    Domain domain, Lifetimes lifetimes, Selection selection, Set<Text> texts, Set<String> sources) {

  public NameSettings {
    texts = Set.copyOf(texts);
    sources = Set.copyOf(sources);
  }

  /// The same names in another domain.
  public NameSettings in(Name other) {
    var moved = new Domain(other, domain.datacenter(), domain.node());
    return new NameSettings(moved, lifetimes, selection, texts, sources);
  }

  /// What it is called.
  ///
  /// @param name absolute
  /// @param datacenter one label
  /// @param node the name of the node that this server runs on, which is the domain's name server
  public record Domain(Name name, String datacenter, String node) {}

  /// TTLs.
  ///
  /// @param services by a service's name in lower case, by the beginning of one with a `*` behind
  ///   it, and by `*` for the rest
  /// @param nodes also those of names that stand for addresses
  /// @param negative the SOA's TTL and its last field
  /// @param stale longest of what comes from a source that is away
  /// @param sources longest of what comes from a source, by its name
  public record Lifetimes(
      Map<String, Duration> services,
      Duration nodes,
      Duration negative,
      Duration stale,
      Map<String, Duration> sources) {

    public Lifetimes {
      services = Map.copyOf(services);
      sources = Map.copyOf(sources);
    }

    /// Seconds for a service: by its name, else by the longest beginning of it, else by `*`.
    int ofService(String name) {
      Duration exact = services.get(name);
      if (exact != null) {
        return seconds(exact);
      }
      String best = "";
      for (String pattern : services.keySet()) {
        if (pattern.length() > best.length() && isBeginningOf(name, pattern)) {
          best = pattern;
        }
      }
      return seconds(services.getOrDefault(best, Duration.ZERO));
    }

    private static boolean isBeginningOf(String name, String pattern) {
      return pattern.endsWith("*") && name.startsWith(pattern.substring(0, pattern.length() - 1));
    }

    static int seconds(Duration duration) {
      return Math.clamp(duration.toSeconds(), 0, Integer.MAX_VALUE);
    }
  }

  /// Which instances are given out, and how many.
  ///
  /// @param addressLimit addresses in one answer at most; 0 for no limit
  /// @param udpLimit records over UDP without EDNS at most; 0 for no limit
  public record Selection(
      Health health, Shares shares, Empty empty, int addressLimit, int udpLimit) {
    public static final Selection DEFAULT =
        new Selection(Health.NOT_CRITICAL, Shares.EQUAL, Empty.NXDOMAIN, 0, 0);
  }

  /// How well an instance has to be.
  public enum Health {
    NOT_CRITICAL,
    PASSING
  }

  /// Whose turn it is to stand first.
  public enum Shares {
    EQUAL,
    BY_WEIGHT
  }

  /// What the name of a service gets that has no instance to give out.
  public enum Empty {
    NXDOMAIN,
    NODATA
  }

  /// What else is told as text (RFC 1464).
  public enum Text {
    /// What is known of a node goes along with its address.
    OF_NODES,
    /// Services have texts of what is known of their instances.
    OF_SERVICES
  }
}
