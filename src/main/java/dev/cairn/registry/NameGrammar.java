package dev.cairn.registry;

import dev.cairn.message.LabelPath;
import dev.cairn.registry.AskedName.Form;
import dev.cairn.registry.AskedName.OfAddress;
import dev.cairn.registry.AskedName.OfNode;
import dev.cairn.registry.AskedName.OfService;
import dev.cairn.registry.AskedName.Shared;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/// Reads the names of one domain.
///
/// ```
/// [TAG.]NAME.service │ _NAME._TAG[.service] │ NODE.node │ HEX.addr     then [.DC[.dc]].consul.
/// ```
///
/// Names are read from the domain on: the first label that says what kind of name it is counts, and
/// what stands before it may be any label at all.
final class NameGrammar {
  private static final byte[] SERVICE = label("service");
  private static final byte[] NODE = label("node");
  private static final byte[] ADDRESS = label("addr");
  private static final byte[] QUERY = label("query");
  private static final byte[] DATACENTER = label("dc");
  private static final String ANY_TAG = "tcp"; // the protocol of RFC 2782 is no tag

  private final int depth;
  private final byte[] datacenter;

  private enum Kind {
    SERVICE,
    NODE,
    ADDRESS,
    QUERY,
    NONE
  }

  NameGrammar(NameSettings.Domain domain) {
    this.depth = domain.name().labels() - 1;
    this.datacenter = label(domain.datacenter().toLowerCase(Locale.ROOT));
  }

  /// What a name at or below the domain stands for.
  AskedName read(LabelPath name) {
    if (name.count() == depth) {
      return AskedName.APEX;
    }
    Kind kind = kindAt(name, depth);
    if (kind != Kind.NONE) {
      return within(name, kind, depth + 1);
    }
    if (is(name, depth, datacenter)) {
      kind = kindAt(name, depth + 1);
      return kind != Kind.NONE ? within(name, kind, depth + 2) : besides(name, depth + 1);
    }
    if (is(name, depth, DATACENTER)
        && (is(name, depth + 1, datacenter) || isEnd(name, depth + 1))) {
      kind = kindAt(name, depth + 2);
      return kind != Kind.NONE
          ? within(name, kind, depth + 3)
          : besides(name, Math.min(depth + 2, name.count()));
    }
    return besides(name, depth);
  }

  private static AskedName within(LabelPath name, Kind kind, int from) {
    if (isEnd(name, from)) {
      return AskedName.BETWEEN;
    }
    return switch (kind) {
      case SERVICE -> service(name, from);
      case NODE -> new OfNode(text(name, from));
      case ADDRESS -> address(name, from);
      case QUERY, NONE -> AskedName.NOTHING;
    };
  }

  private static AskedName service(LabelPath name, int from) {
    String last = one(name, from);
    if (isEnd(name, from + 1)) {
      return new OfService(last, "", Form.WITH_LABEL);
    }
    return isPair(name, from)
        ? pair(name, from, Form.WITH_LABEL)
        : new OfService(last, text(name, from + 1), Form.WITH_LABEL);
  }

  /// Names without a label that says what they are, and what lies between them and the domain. A
  /// zone may have them too.
  private AskedName besides(LabelPath name, int from) {
    if (isEnd(name, from)) {
      return new Shared(AskedName.BETWEEN);
    }
    if (isPair(name, from)) {
      return new Shared(pair(name, from, Form.WITHOUT_LABEL));
    }
    boolean isHalfPair = isUnderscored(name, from) && isEnd(name, from + 1);
    return isHalfPair ? new Shared(AskedName.BETWEEN) : AskedName.ELSEWHERE;
  }

  /// `_NAME._TAG` and nothing before it (RFC 2782).
  private static boolean isPair(LabelPath name, int from) {
    return isUnderscored(name, from) && isUnderscored(name, from + 1) && isEnd(name, from + 2);
  }

  private static OfService pair(LabelPath name, int from, Form form) {
    String tag = one(name, from).substring(1);
    String service = one(name, from + 1).substring(1);
    return new OfService(service, tag.equals(ANY_TAG) ? "" : tag, form);
  }

  /// 8 or 32 hexadecimal digits, and nothing before them.
  private static AskedName address(LabelPath name, int from) {
    int at = name.at(from);
    int digits = name.bytes()[at];
    if (!isEnd(name, from + 1) || digits != 8 && digits != 32) {
      return AskedName.NOTHING;
    }
    var octets = new byte[digits / 2];
    for (int i = 0; i < digits; i++) {
      int digit = Character.digit(name.bytes()[at + 1 + i], 16);
      if (digit < 0) {
        return AskedName.NOTHING;
      }
      octets[i / 2] = (byte) (octets[i / 2] << 4 | digit);
    }
    return new OfAddress(octets);
  }

  private static Kind kindAt(LabelPath name, int depth) {
    if (is(name, depth, SERVICE)) {
      return Kind.SERVICE;
    }
    if (is(name, depth, NODE)) {
      return Kind.NODE;
    }
    if (is(name, depth, ADDRESS)) {
      return Kind.ADDRESS;
    }
    return is(name, depth, QUERY) ? Kind.QUERY : Kind.NONE;
  }

  private static boolean isEnd(LabelPath name, int depth) {
    return depth >= name.count();
  }

  private static boolean isUnderscored(LabelPath name, int depth) {
    return depth < name.count()
        && name.bytes()[name.at(depth)] > 1
        && name.bytes()[name.at(depth) + 1] == '_';
  }

  private static boolean is(LabelPath name, int depth, byte[] label) {
    if (depth >= name.count()) {
      return false;
    }
    int at = name.at(depth);
    return name.bytes()[at] == label[0]
        && Arrays.equals(name.bytes(), at, at + label.length, label, 0, label.length);
  }

  private static String one(LabelPath name, int depth) {
    int at = name.at(depth);
    return new String(name.bytes(), at + 1, name.bytes()[at], StandardCharsets.UTF_8);
  }

  /// All labels from a depth on to the front of the name, with dots between them.
  private static String text(LabelPath name, int from) {
    int front = name.at(name.count() - 1);
    int last = name.at(from);
    byte[] octets = Arrays.copyOfRange(name.bytes(), front + 1, last + 1 + name.bytes()[last]);
    for (int depth = from; depth < name.count() - 1; depth++) {
      octets[name.at(depth) - front - 1] = '.';
    }
    return new String(octets, StandardCharsets.UTF_8);
  }

  private static byte[] label(String text) {
    byte[] octets = text.getBytes(StandardCharsets.UTF_8);
    var label = new byte[1 + octets.length];
    label[0] = (byte) octets.length;
    System.arraycopy(octets, 0, label, 1, octets.length);
    return label;
  }
}
