package dev.cairn.registry;

import dev.cairn.health.Probe;
import dev.cairn.registry.CheckSpec.Asker;
import dev.cairn.registry.CheckSpec.Means;
import dev.cairn.registry.Frame.Part;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Frames as octets. What is written here is read by [FrameDecoder], in the same order.
///
/// ```
/// frame    1 │ index │ part …
/// part     what it is 1 │ octets of its fields 4 │ fields
/// number   seven bits an octet, the lowest first, the highest bit if more follow
/// text     2 × characters + 1 if they take two octets │ characters
/// list     how many │ each
/// ```
///
/// A new field goes behind the others of its part: who does not know it passes over it, and who
/// misses it takes what was usual before. Anything else takes another first octet.
final class FrameEncoder {
  private static final int USUAL = 512;
  private static final int LATIN = 0xff;

  private byte[] octets = new byte[USUAL];
  private int at;

  private FrameEncoder() {}

  static byte[] write(Frame frame) {
    var encoder = new FrameEncoder();
    encoder.octet(Frame.IN_OCTETS);
    encoder.number(frame.index());
    frame.changes().forEach(encoder::change);
    Indexes.Marks marks = frame.marks();
    if (marks != null) {
      encoder.part(Part.MARKS, marks, encoder::marks);
    }
    return Arrays.copyOf(encoder.octets, encoder.at);
  }

  private void change(Change change) {
    switch (change) {
      case Change.NodePut(Node node) -> part(Part.NODE_PUT, node, this::node);
      case Change.NodeGone(String name) -> part(Part.NODE_GONE, name, this::text);
      case Change.InstancePut(Instance instance) ->
          part(Part.INSTANCE_PUT, instance, this::instance);
      case Change.InstanceGone(Instance.Key key) -> part(Part.INSTANCE_GONE, key, this::key);
      case Change.CheckPut(Check check) -> part(Part.CHECK_PUT, check, this::check);
      case Change.CheckGone(Check.Key key) -> part(Part.CHECK_GONE, key, this::key);
      case Change.ValuePut(KeyValue entry) -> part(Part.VALUE_PUT, entry, this::value);
      case Change.ValueGone(String key) -> part(Part.VALUE_GONE, key, this::text);
    }
  }

  private <T> void part(Part what, T fields, Consumer<T> write) {
    octet(what.number);
    need(Integer.BYTES);
    int length = at;
    at += Integer.BYTES;
    write.accept(fields);
    int octetsOfFields = at - length - Integer.BYTES;
    for (int i = 0; i < Integer.BYTES; i++) {
      octets[length + i] = (byte) (octetsOfFields >>> Byte.SIZE * (Integer.BYTES - 1 - i));
    }
  }

  private void marks(Indexes.Marks marks) {
    number(marks.last());
    number(marks.services());
    number(marks.nodes());
    number(marks.checks());
    map(marks.ofServices(), this::number);
    map(marks.ofNodes(), this::number);
    map(marks.gone(), gone -> map(gone, this::number));
  }

  private void node(Node node) {
    text(node.name());
    UUID id = node.id();
    number(id.getMostSignificantBits());
    number(id.getLeastSignificantBits());
    text(node.address());
    map(node.taggedAddresses(), this::text);
    map(node.meta(), this::text);
    stamp(node.stamp());
  }

  private void instance(Instance instance) {
    key(instance.key());
    text(instance.service());
    list(instance.tags(), this::text);
    text(instance.address());
    number(instance.port());
    traits(instance.traits());
    text(instance.origin().source());
    text(instance.origin().tokenHash());
    stamp(instance.stamp());
  }

  private void traits(Instance.Traits traits) {
    map(traits.meta(), this::text);
    number(traits.weights().passing());
    number(traits.weights().warning());
    map(
        traits.taggedAddresses(),
        tagged -> {
          text(tagged.address());
          number(tagged.port());
        });
    bit(traits.enableTagOverride());
    number(traits.manner().priority());
    time(traits.manner().ttl());
    time(traits.manner().longestTtl());
  }

  private void key(Instance.Key key) {
    text(key.node());
    text(key.id());
  }

  private void key(Check.Key key) {
    text(key.node());
    text(key.id());
  }

  private void check(Check check) {
    key(check.key());
    text(check.name());
    text(check.instance());
    means(check.spec().means());
    number(check.spec().thresholds().toPassing());
    number(check.spec().thresholds().toWarning());
    number(check.spec().thresholds().toCritical());
    time(check.spec().deregisterAfter());
    text(check.spec().notes());
    octet(
        switch (check.result().status()) {
          case PASSING -> 0;
          case WARNING -> 1;
          case CRITICAL -> 2;
        });
    text(check.result().output());
    number(check.result().criticalSince());
    number(check.result().expires());
    stamp(check.stamp());
  }

  private void means(Means means) {
    switch (means) {
      case Means.Probed(Probe probe, Duration interval, Duration timeout, Asker asker) -> {
        octet(asker == Asker.THIS_MACHINE ? 5 : 0);
        probe(probe);
        time(interval);
        time(timeout);
      }
      case Means.TimeToLive(Duration ttl) -> {
        octet(1);
        time(ttl);
      }
      case Means.Alias(String node, String instance) -> {
        octet(2);
        text(node);
        text(instance);
      }
      case Means.Maintenance _ -> octet(3);
      case Means.Told _ -> octet(4);
    }
  }

  private void probe(Probe probe) {
    switch (probe) {
      case Probe.Http http -> {
        octet(0);
        text(http.url().toString());
        text(http.method());
        map(http.headers(), values -> list(values, this::text));
        text(http.body());
        text(http.manners().tlsServerName());
        bit(http.manners().verifiesTls());
        bit(http.manners().followsRedirects());
        number(http.manners().largestOutput());
      }
      case Probe.Tcp tcp -> {
        Probe.Tls tls = tcp.tls();
        if (tls == null || tls.equals(Probe.Tls.USUAL)) {
          octet(1);
          text(tcp.host());
          number(tcp.port());
          bit(tls != null);
        } else {
          octet(5);
          text(tcp.host());
          number(tcp.port());
          text(tls.serverName());
          bit(tls.isVerified());
        }
      }
      case Probe.Udp udp -> {
        octet(2);
        text(udp.host());
        number(udp.port());
      }
      case Probe.Dns dns -> {
        octet(3);
        text(dns.server().host());
        number(dns.server().port());
        time(dns.server().warnAfter());
        text(dns.name().toString());
        number(dns.type());
        number(dns.rcode());
        list(dns.expected(), this::text);
      }
      case Probe.Script script -> {
        octet(4);
        list(script.command(), this::text);
      }
    }
  }

  private void value(KeyValue entry) {
    text(entry.key());
    number(entry.value().length);
    need(entry.value().length);
    System.arraycopy(entry.value(), 0, octets, at, entry.value().length);
    at += entry.value().length;
    number(entry.flags());
    stamp(entry.stamp());
  }

  private void stamp(Stamp stamp) {
    number(stamp.created());
    number(stamp.modified());
  }

  private void time(@Nullable Duration time) {
    bit(time != null);
    if (time != null) {
      number(time.getSeconds());
      number(time.getNano());
    }
  }

  private <T> void list(Collection<T> all, Consumer<T> write) {
    number(all.size());
    all.forEach(write);
  }

  private <T> void map(Map<String, T> all, Consumer<T> write) {
    number(all.size());
    BiConsumer<String, T> both =
        (key, value) -> {
          text(key);
          write.accept(value);
        };
    all.forEach(both);
  }

  private void text(String text) {
    int length = text.length();
    boolean isWide = isWide(text);
    number(2L * length + (isWide ? 1 : 0));
    need(isWide ? 2 * length : length);
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (isWide) {
        octets[at++] = (byte) (c >>> Byte.SIZE);
      }
      octets[at++] = (byte) c;
    }
  }

  private static boolean isWide(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) > LATIN) {
        return true;
      }
    }
    return false;
  }

  private void bit(boolean isSet) {
    octet(isSet ? 1 : 0);
  }

  private void number(long number) {
    long rest = number;
    while ((rest & ~0x7fL) != 0) {
      octet((int) rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    octet((int) rest);
  }

  private void octet(int octet) {
    need(1);
    octets[at++] = (byte) octet;
  }

  private void need(int more) {
    if (more > octets.length - at) {
      octets = Arrays.copyOf(octets, Math.max(2 * octets.length, at + more));
    }
  }
}
