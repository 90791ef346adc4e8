package dev.cairn.feed;

import dev.cairn.registry.Instance;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Address;
import org.xbill.DNS.Name;
import org.xbill.DNS.TextParseException;

/// One key of SkyDNS, as answers need it.
///
/// @param own the key's own name, without the labels that are to be stripped: where SRV and MX
///   records of an address lead
/// @param address of 4 or 16 octets; null if the host is a name, or there is none
/// @param host null if it is an address, or there is none
record SkyKey(Instance instance, Name own, byte @Nullable [] address, @Nullable Name host) {

  /// Null if its names are too long.
  static @Nullable SkyKey of(Instance instance) {
    String written = instance.address();
    boolean isAddress = HostPort.isAddress(written);
    Name own = name(stripped(instance));
    Name host = isAddress || written.isEmpty() ? null : name(written);
    boolean isBad = own == null || host == null && !isAddress && !written.isEmpty();
    return isBad || own == null
        ? null
        : new SkyKey(instance, own, isAddress ? octets(written) : null, host);
  }

  private static String stripped(Instance instance) {
    List<String> labels = List.of(instance.service().split("\\.", -1));
    String written = instance.traits().meta().getOrDefault(SkyValues.STRIP, "0");
    int strip = written.matches("\\d{1,3}") ? Integer.parseInt(written) : 0;
    return String.join(".", labels.subList(Math.min(strip, labels.size()), labels.size()));
  }

  private static byte @Nullable [] octets(String address) {
    int family = address.indexOf(':') >= 0 ? Address.IPv6 : Address.IPv4;
    return Address.toByteArray(address, family);
  }

  private static @Nullable Name name(String text) {
    try {
      return Name.fromString(text, Name.root);
    } catch (TextParseException _) {
      return null;
    }
  }

  int priority() {
    return instance.traits().manner().priority();
  }

  /// 100 unless it is said.
  int weight() {
    int said = instance.traits().weights().passing();
    return said == 0 ? 100 : said;
  }

  String text() {
    return instance.traits().meta().getOrDefault(SkyValues.TEXT, "");
  }

  boolean takesMail() {
    return instance.traits().meta().getOrDefault(SkyValues.MAIL, "").equals("true");
  }

  String group() {
    return instance.traits().meta().getOrDefault(SkyValues.GROUP, "");
  }

  String source() {
    return instance.origin().source();
  }

  /// Seconds.
  int ttl() {
    Duration ttl = instance.traits().manner().ttl();
    Duration longest = instance.traits().manner().longestTtl();
    long seconds = ttl == null ? 300 : ttl.toSeconds();
    long bound = longest == null ? seconds : Math.min(seconds, longest.toSeconds());
    return Math.clamp(bound, 0, Integer.MAX_VALUE);
  }

  /// How many labels its path has.
  int depth() {
    return (int) instance.key().id().chars().filter(one -> one == '/').count();
  }
}
