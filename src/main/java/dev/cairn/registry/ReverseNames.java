package dev.cairn.registry;

import dev.cairn.message.LabelPath;
import dev.cairn.message.Outcome;
import dev.cairn.message.Outcome.Answer;
import dev.cairn.message.Outcome.NoData;
import dev.cairn.message.Query;
import dev.cairn.message.RecordSet;
import dev.cairn.message.Standing;
import dev.cairn.registry.NameSettings.Lifetimes;
import dev.cairn.resolve.ScatteredNames;
import dev.cairn.resolve.Trace;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xbill.DNS.Type;

/// The reverse names of addresses that nodes or services have: all their names, nodes first, as
/// many as are told at once. Other addresses are not ours to speak of.
public final class ReverseNames implements ScatteredNames {
  private static final byte[] ARPA = label("arpa");
  private static final byte[] IPV4 = label("in-addr");
  private static final byte[] IPV6 = label("ip6");
  private static final int IPV4_LABELS = 6;
  private static final int IPV6_LABELS = 34;
  private static final int MOST_NAMES = 32;

  private final ServiceDirectory directory;
  private final DomainNames names;
  private final int ttl;

  /// @param settings of the domain that the names are in
  public ReverseNames(NameSettings settings, ServiceDirectory directory) {
    this.directory = directory;
    this.names = new DomainNames(settings.domain());
    this.ttl = Lifetimes.seconds(settings.lifetimes().nodes());
  }

  @Override
  public boolean has(LabelPath name) {
    InetAddress address = addressOf(name);
    return address != null
        && !(directory.nodesAt(address).isEmpty() && directory.servicesAt(address).isEmpty());
  }

  @Override
  public boolean tells(int type) {
    return type == Type.PTR || type == Type.ANY;
  }

  /// No SOA goes with what is not there, as nobody shall remember it.
  @Override
  public Outcome resolve(Query query, Trace trace) {
    InetAddress address = addressOf(query.question().labels());
    List<byte[]> targets =
        address == null || !tells(query.question().type()) ? List.of() : targets(address);
    return targets.isEmpty()
        ? new NoData(List.of(), List.of(), Standing.AUTHORITATIVE)
        : new Answer(
            List.of(),
            List.of(RecordSet.of(query.question().name(), Type.PTR, ttl, targets)),
            List.of(),
            List.of(),
            Standing.AUTHORITATIVE);
  }

  private List<byte[]> targets(InetAddress address) {
    List<byte[]> targets = new ArrayList<>();
    directory.nodesAt(address).forEach(node -> add(names.ofNode(node), targets));
    directory.servicesAt(address).forEach(service -> add(names.ofService(service), targets));
    return targets;
  }

  private static void add(byte @Nullable [] name, List<byte[]> targets) {
    if (name != null && targets.size() < MOST_NAMES) {
      targets.add(name);
    }
  }

  /// The address that a reverse name stands for, null if it is none (RFC 1035 §3.5, RFC 3596 §2.5).
  private static @Nullable InetAddress addressOf(LabelPath name) {
    if (name.count() != IPV4_LABELS && name.count() != IPV6_LABELS || !is(name, 0, ARPA)) {
      return null;
    }
    byte[] octets = null;
    if (name.count() == IPV4_LABELS && is(name, 1, IPV4)) {
      octets = octets4(name);
    } else if (name.count() == IPV6_LABELS && is(name, 1, IPV6)) {
      octets = octets6(name);
    }
    try {
      return octets == null ? null : InetAddress.getByAddress(octets);
    } catch (UnknownHostException _) {
      return null; // of other lengths only
    }
  }

  private static byte @Nullable [] octets4(LabelPath name) {
    var octets = new byte[4];
    for (int i = 0; i < octets.length; i++) {
      int at = name.at(2 + i);
      int end = at + name.bytes()[at];
      boolean isPadded = end > at + 1 && name.bytes()[at + 1] == '0';
      int number = 0;
      for (int digit = at + 1; digit <= end; digit++) {
        int value = Character.digit(name.bytes()[digit], 10);
        number = value < 0 || isPadded || number > 25 ? 256 : 10 * number + value;
      }
      if (number > 255) {
        return null;
      }
      octets[i] = (byte) number;
    }
    return octets;
  }

  private static byte @Nullable [] octets6(LabelPath name) {
    var octets = new byte[16];
    for (int i = 0; i < 2 * octets.length; i++) {
      int at = name.at(2 + i);
      int digit = name.bytes()[at] == 1 ? Character.digit(name.bytes()[at + 1], 16) : -1;
      if (digit < 0) {
        return null;
      }
      octets[i / 2] = (byte) (octets[i / 2] << 4 | digit);
    }
    return octets;
  }

  private static boolean is(LabelPath name, int depth, byte[] label) {
    int at = name.at(depth);
    return Arrays.equals(
        name.bytes(), at, Math.min(at + label.length, name.length()), label, 0, label.length);
  }

  private static byte[] label(String text) {
    return ((char) text.length() + text).getBytes(StandardCharsets.US_ASCII);
  }
}
