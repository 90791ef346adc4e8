package dev.cairn.registry;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Name;

/// Makes names of one domain, in wire form.
final class DomainNames {
  private static final int LONGEST = 255;
  private static final int LONGEST_LABEL = 63;

  private final byte[] nodes;
  private final byte[] addresses;
  private final byte[] services;

  /// Names with the datacenter.
  DomainNames(NameSettings.Domain domain) {
    this("." + domain.datacenter() + "." + domain.name());
  }

  private DomainNames(String behindKind) {
    this.nodes = below("node", behindKind);
    this.addresses = below("addr", behindKind);
    this.services = below("service", behindKind);
  }

  /// The same names without it.
  static DomainNames withoutDatacenter(NameSettings.Domain domain) {
    return new DomainNames("." + domain.name());
  }

  private static byte[] below(String kind, String behindKind) {
    return Name.fromConstantString(kind + behindKind).toWire();
  }

  /// `NODE.node.dc1.consul.`; dots in the node's name part labels. Null if there can be no such
  /// name.
  byte @Nullable [] ofNode(String node) {
    return dotted(node, nodes);
  }

  /// Labels with dots between them, before a name; null if there can be no such name.
  static byte @Nullable [] dotted(String labels, byte[] suffix) {
    byte[] text = labels.getBytes(StandardCharsets.UTF_8);
    var wire = new byte[1 + text.length + suffix.length];
    int start = 0; // of the label
    for (int at = 0; at <= text.length; at++) {
      if (at == text.length || text[at] == '.') {
        int length = at - start;
        if (length == 0 || length > LONGEST_LABEL) {
          return null;
        }
        wire[start] = (byte) length;
        System.arraycopy(text, start, wire, start + 1, length);
        start = at + 1;
      }
    }
    System.arraycopy(suffix, 0, wire, start, suffix.length);
    return wire.length > LONGEST ? null : wire;
  }

  /// `0a000105.addr.dc1.consul.`
  byte[] ofAddress(byte[] octets) {
    return label(HexFormat.of().formatHex(octets).getBytes(StandardCharsets.US_ASCII), addresses);
  }

  /// `NAME.service.dc1.consul.`; null if there can be no such name.
  byte @Nullable [] ofService(String service) {
    byte[] text = service.getBytes(StandardCharsets.UTF_8);
    boolean isLabel = text.length > 0 && text.length <= LONGEST_LABEL;
    return isLabel && 1 + text.length + services.length <= LONGEST ? label(text, services) : null;
  }

  /// `_NAME._PROTOCOL.service.dc1.consul.`; null if there can be no such name.
  byte @Nullable [] ofProtocol(String service, String protocol) {
    byte[] below = dotted("_" + protocol, services);
    return below == null || protocol.indexOf('.') >= 0 || service.indexOf('.') >= 0
        ? null
        : dotted("_" + service, below);
  }

  private static byte[] label(byte[] text, byte[] suffix) {
    byte[] wire = Arrays.copyOf(new byte[] {(byte) text.length}, 1 + text.length + suffix.length);
    System.arraycopy(text, 0, wire, 1, text.length);
    System.arraycopy(suffix, 0, wire, 1 + text.length, suffix.length);
    return wire;
  }
}
