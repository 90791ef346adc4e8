package dev.cairn.registry;

import dev.cairn.health.Status;
import dev.cairn.message.RecordSet;
import dev.cairn.registry.NameSettings.Health;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.registry.NameSettings.Shares;
import dev.cairn.registry.NameSettings.Text;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;
import org.xbill.DNS.Type;

/// What a domain says of one instance: whether it is given out, and with what rdata.
final class Packer {
  private final NameSettings settings;
  private final DomainNames names;
  private final Offer none;

  Packer(NameSettings settings) {
    this.settings = settings;
    this.names = new DomainNames(settings.domain());
    this.none = new Offer(this, "", List.of());
  }

  NameSettings settings() {
    return settings;
  }

  /// What is offered of nothing.
  Offer none() {
    return none;
  }

  DomainNames names() {
    return names;
  }

  /// Whether it would be given out if it were well.
  boolean isOurs(Member member) {
    return settings.sources().contains(member.instance().origin().source());
  }

  /// @param expired sources whose data is not given out
  boolean isGivenOut(Member member, Set<String> expired) {
    return isOurs(member)
        && isWell(member.status())
        && (expired.isEmpty() || !expired.contains(member.instance().origin().source()));
  }

  private boolean isWell(Status status) {
    return switch (status) {
      case PASSING -> true;
      case WARNING -> settings.selection().health() == Health.NOT_CRITICAL;
      case CRITICAL -> false;
    };
  }

  boolean isWeighted() {
    return settings.selection().shares() == Shares.BY_WEIGHT;
  }

  static int weight(Member member) {
    Instance.Weights weights = member.instance().traits().weights();
    return member.status() == Status.WARNING ? weights.warning() : weights.passing();
  }

  /// Seconds for the records of a service.
  ///
  /// @param sources that its instances come from
  int ttl(String service, Set<String> sources) {
    int ttl = settings.lifetimes().ofService(service);
    for (String source : sources) {
      var longest = settings.lifetimes().sources().get(source);
      ttl = longest == null ? ttl : Math.min(ttl, Lifetimes.seconds(longest));
    }
    return ttl;
  }

  /// Seconds for the records of these instances together: what the source of one says instead, and
  /// no longer than any may be there.
  int ttl(String service, Set<String> sources, List<Member> members) {
    int usual = ttl(service, sources);
    int ttl = members.isEmpty() ? usual : Integer.MAX_VALUE;
    for (Member member : members) {
      Instance.Manner manner = member.instance().traits().manner();
      int own = manner.ttl() == null ? usual : Lifetimes.seconds(manner.ttl());
      int longest =
          manner.longestTtl() == null ? Integer.MAX_VALUE : Lifetimes.seconds(manner.longestTtl());
      ttl = Math.min(ttl, Math.min(own, longest));
    }
    return ttl;
  }

  /// The rdata of an instance, null if it has none of this type.
  ///
  /// @param type A, AAAA, SRV, or CNAME for an instance whose address is the name of a host
  byte @Nullable [] rdata(Member member, int type) {
    Location location = Location.of(member.address());
    return switch (location) {
      case Location.At at when type == at.type() -> at.octets();
      case Location.At at when type == Type.SRV -> service(member, target(member, at));
      case Location.Host host when type == Type.CNAME -> host.name().toWire();
      case Location.Host host when type == Type.SRV -> service(member, host.name().toWire());
      case Location.At _, Location.Host _, Location.Nowhere _ -> null;
    };
  }

  private static byte[] service(Member member, byte[] target) {
    var rdata = new byte[6 + target.length];
    put16(rdata, 0, member.instance().traits().manner().priority());
    put16(rdata, 2, weight(member));
    put16(rdata, 4, member.instance().port());
    System.arraycopy(target, 0, rdata, 6, target.length);
    return rdata;
  }

  private byte[] target(Member member, Location.At at) {
    byte[] node = isAtItsNode(member) ? names.ofNode(member.node().name()) : null;
    return node == null ? names.ofAddress(at.octets()) : node;
  }

  private static boolean isAtItsNode(Member member) {
    String address = member.instance().address();
    return address.isEmpty() || address.equals(member.node().address());
  }

  /// The address that goes along with the SRV record of an instance, null if there is none.
  ///
  /// @param target where it leads
  static @Nullable RecordSet address(Member member, Name target, int ttl) {
    return Location.of(member.address()) instanceof Location.At at
        ? RecordSet.of(target, at.type(), ttl, List.of(at.octets()))
        : null;
  }

  /// What is known of a node and goes along with SRV records, null if that is nothing.
  @Nullable RecordSet texts(Node node) {
    if (!settings.texts().contains(Text.OF_NODES) || node.meta().isEmpty()) {
      return null;
    }
    byte[] name = names.ofNode(node.name());
    int ttl = Lifetimes.seconds(settings.lifetimes().nodes());
    return name == null
        ? null
        : RecordSet.of(RecordSet.nameAt(name, 0), Type.TXT, ttl, Texts.of(node.meta()));
  }

  static void put16(byte[] bytes, int at, int value) {
    bytes[at] = (byte) (value >>> 8);
    bytes[at + 1] = (byte) value;
  }
}
