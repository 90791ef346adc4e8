package dev.cairn.consul;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What stands behind the question mark of a request. Those that would narrow what is answered in a
/// way that we do not know are refused: nobody is told more than was asked for. Others that we do
/// not know are no matter.
record Parameters(Map<String, List<String>> given) {
  private static final int MOST = 256;

  static Parameters of(String uri) throws Refusal {
    try {
      return new Parameters(
          QueryStringDecoder.builder()
              .semicolonIsNormalChar(true)
              .maxParams(MOST)
              .build(uri)
              .parameters());
    } catch (IllegalArgumentException _) {
      throw Refusal.bad("Invalid query string");
    }
  }

  boolean has(String name) {
    return given.containsKey(name);
  }

  List<String> all(String name) {
    return given.getOrDefault(name, List.of());
  }

  /// The first of that name; empty if there is none.
  String text(String name) {
    List<String> values = all(name);
    return values.isEmpty() ? "" : values.getFirst();
  }

  /// Whether a flag is given: bare, or with any word for yes.
  boolean isSet(String name) throws Refusal {
    if (!has(name)) {
      return false;
    }
    String value = text(name);
    Boolean is = value.isEmpty() ? Boolean.TRUE : GoTruth.parse(value);
    if (is == null) {
      throw Refusal.bad("Invalid value for ?" + name);
    }
    return is;
  }

  /// What nodes have to say of themselves: `node-meta=key:value`, all of them.
  Map<String, String> nodeMeta() {
    var wanted = new HashMap<String, String>();
    for (String pair : all("node-meta")) {
      int colon = pair.indexOf(':');
      wanted.put(
          colon < 0 ? pair : pair.substring(0, colon), colon < 0 ? "" : pair.substring(colon + 1));
    }
    return wanted;
  }

  /// @param datacenter ours
  void refuseStrangers(String datacenter) throws Refusal {
    for (String name : List.of("filter", "partition", "peer", "sameness-group", "sg")) {
      if (!text(name).isEmpty()) {
        throw Refusal.bad("Invalid query parameter: \"" + name + "\" is not supported");
      }
    }
    if (!text("ns").isEmpty() && !text("ns").equals("default")) {
      throw Refusal.bad("Invalid query parameter: \"ns\" has to be default");
    }
    if (!text("segment").isEmpty() && !text("segment").equals("_all")) {
      throw Refusal.bad("Invalid query parameter: \"segment\" is not supported");
    }
    if (!text("dc").isEmpty() && !text("dc").equalsIgnoreCase(datacenter)) {
      throw Refusal.failed("No path to datacenter");
    }
  }
}
