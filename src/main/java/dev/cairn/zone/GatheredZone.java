package dev.cairn.zone;

import dev.cairn.message.Labels;
import java.nio.file.Path;
import java.util.List;
import org.xbill.DNS.Name;

/// A view of the records in a [ZoneBuilder], each with its place: nodes from 0, the apex, on,
/// parents before children; records as offsets, one chain per node in the order of the files. For
/// one thread.
public final class GatheredZone {
  /// What [#next] and [#first] say behind the last record.
  public static final int NONE = -1;

  /// What [#find] says of a name that is not at or below the origin.
  public static final int OUTSIDE = Integer.MIN_VALUE;

  private static final byte[] ASTERISK = {1, '*'};

  private final ZoneBuilder builder;
  private final List<Path> files;
  private final int[] starts = new int[128];

  GatheredZone(ZoneBuilder builder, List<Path> files) {
    this.builder = builder;
    this.files = files;
  }

  public Name origin() {
    return builder.origin;
  }

  public int nodes() {
    return builder.nodes;
  }

  public int parent(int node) {
    return builder.parents[node];
  }

  /// Where in [#labelOctets] a node's label begins, with its length octet.
  public int label(int node) {
    return builder.labels[node];
  }

  public byte[] labelOctets() {
    return builder.labelOctets;
  }

  public int first(int node) {
    return builder.first[node];
  }

  public int next(int record) {
    return Zone.getInt(builder.log, record + ZoneBuilder.NEXT);
  }

  public int type(int record) {
    return Zone.getShort(builder.log, record + ZoneBuilder.TYPE);
  }

  public int ttl(int record) {
    return Zone.getInt(builder.log, record + ZoneBuilder.TTL);
  }

  /// From 1 on.
  public int line(int record) {
    return Zone.getInt(builder.log, record + ZoneBuilder.LINE);
  }

  public Path file(int record) {
    return files.get(fileNumber(record));
  }

  /// Which of the files of the [ZoneFile.Reading] it is.
  public int fileNumber(int record) {
    return Zone.getShort(builder.log, record + ZoneBuilder.FILE);
  }

  /// What [#rdata] and [#find] point into.
  public byte[] octets() {
    return builder.log;
  }

  /// Where a record's data begins, names in it uncompressed.
  public int rdata(int record) {
    return record + ZoneBuilder.RDATA;
  }

  /// Octets of a record's data.
  public int length(int record) {
    return Zone.getShort(builder.log, record + ZoneBuilder.LENGTH);
  }

  public int number(int at) {
    return Zone.getInt(builder.log, at);
  }

  public int shortNumber(int at) {
    return Zone.getShort(builder.log, at);
  }

  /// The node of the name at an offset; [#OUTSIDE]; or the complement (`~`) of the closest
  /// encloser's node.
  public int find(byte[] octets, int at) {
    int count = 0;
    int end = at;
    for (; octets[end] != 0; end += 1 + octets[end]) {
      starts[count++] = end;
    }
    int own = count - builder.originLabels.count();
    if (own < 0 || !builder.isOrigin(octets, own == count ? end : starts[own], end + 1)) {
      return OUTSIDE;
    }
    int node = ZoneBuilder.APEX;
    for (int i = own - 1; i >= 0; i--) {
      int child = builder.childOf(node, octets, starts[i]);
      if (child == NONE) {
        return ~node;
      }
      node = child;
    }
    return node;
  }

  /// The wildcard below a node, or [#NONE].
  public int wildcard(int node) {
    return builder.childOf(node, ASTERISK, 0);
  }

  public boolean isWildcard(int node) {
    int label = label(node);
    return node > 0 && builder.labelOctets[label] == 1 && builder.labelOctets[label + 1] == '*';
  }

  /// A node's whole name in wire form.
  public byte[] wireName(int node) {
    byte[] origin = origin().toWire();
    int length = origin.length;
    for (int at = node; at > 0; at = parent(at)) {
      length += 1 + builder.labelOctets[label(at)];
    }
    var wire = new byte[length];
    int end = 0;
    for (int at = node; at > 0; at = parent(at)) {
      int own = 1 + builder.labelOctets[label(at)];
      System.arraycopy(builder.labelOctets, label(at), wire, end, own);
      end += own;
    }
    System.arraycopy(origin, 0, wire, end, origin.length);
    return wire;
  }

  /// Whether a label and another one are the same in any case of their letters.
  public boolean isSameLabel(int label, byte[] octets, int at) {
    for (int i = 0; i <= octets[at]; i++) {
      if (Labels.lower(builder.labelOctets[label + i]) != Labels.lower(octets[at + i])) {
        return false;
      }
    }
    return true;
  }
}
