package dev.cairn.consul;

import dev.cairn.registry.Node;
import dev.cairn.registry.Stamp;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;

/// The node that a client takes us for the agent of. Agents of Consul are local, so each machine
/// has one of its own: ours for clients on this machine, one with the client's address for all
/// others.
record Agent(String name, String address) {
  private static final UUID SPACE = UUID.fromString("5b5ac2ae-4cc7-5e0c-9f5f-0d8b1b0f3c11");
  private static final int VERSION = 6;
  private static final int VARIANT = 8;

  static Agent of(Caller caller, HttpSettings settings) {
    return caller.isLocal() || !settings.manners().virtualAgents()
        ? ours(settings.identity())
        : of(caller.address());
  }

  static Agent ours(HttpSettings.Identity identity) {
    InetAddress address = InetAddress.ofLiteral(identity.address());
    return new Agent(identity.node(), NetUtil.toAddressString(address));
  }

  private static Agent of(InetAddress address) {
    String text = address.getHostAddress();
    int zone = text.indexOf('%');
    String whole = zone < 0 ? text : text.substring(0, zone);
    return new Agent(
        "ip-" + whole.replace('.', '-').replace(':', '-'), NetUtil.toAddressString(address));
  }

  /// As keys say it.
  String key() {
    return name.toLowerCase(Locale.ROOT);
  }

  /// The same at each start, as clients tell machines apart by it.
  UUID id() {
    boolean isSix = NetUtil.isValidIpV6Address(address) && address.indexOf('%') < 0;
    String whole = isSix ? InetAddress.ofLiteral(address).getHostAddress() : address;
    return idOf(name.startsWith("ip-") ? whole : name);
  }

  Node node() {
    return new Node(name, id(), address, Map.of(), Map.of(), Stamp.NONE);
  }

  /// Version 5 of RFC 9562 §5.5: made of a name, so that the same name gives the same.
  static UUID idOf(String name) {
    MessageDigest digest = Digest.of("SHA-1");
    digest.update(
        ByteBuffer.allocate(16)
            .putLong(SPACE.getMostSignificantBits())
            .putLong(SPACE.getLeastSignificantBits())
            .array());
    byte[] hash = digest.digest(name.getBytes(StandardCharsets.UTF_8));
    hash[VERSION] = (byte) (hash[VERSION] & 0x0F | 0x50);
    hash[VARIANT] = (byte) (hash[VARIANT] & 0x3F | 0x80);
    ByteBuffer octets = ByteBuffer.wrap(hash);
    return new UUID(octets.getLong(), octets.getLong());
  }
}
