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

  DomainNames(NameSettings.Domain domain) {
    this.nodes = below(domain, "node");
    this.addresses = below(domain, "addr");
    this.services = below(domain, "service");
  }

  private static byte[] below(NameSettings.Domain domain, String kind) {
    String labels = kind + "." + domain.datacenter() + "." + domain.name();
    return Name.fromConstantString(labels).toWire();
  }

  /// `NODE.node.dc1.consul.`; dots in the node's name part labels. Null if there can be no such
  /// name.
  byte @Nullable [] ofNode(String node) {
    byte[] text = node.getBytes(StandardCharsets.UTF_8);
    var wire = new byte[1 + text.length + nodes.length];
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
    System.arraycopy(nodes, 0, wire, start, nodes.length);
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

  private static byte[] label(byte[] text, byte[] suffix) {
    byte[] wire = Arrays.copyOf(new byte[] {(byte) text.length}, 1 + text.length + suffix.length);
    System.arraycopy(text, 0, wire, 1, text.length);
    System.arraycopy(suffix, 0, wire, 1 + text.length, suffix.length);
    return wire;
  }
}
